"""Where `seeds/` and `prompts/` lie: at the top of a checkout, inside the package when installed from a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent


def seed_file(language: str, home: Path | None = None) -> Path:
    """Return the path of the seed tasks that come with a language.

    Those of a language from another package lie in its `home`.
    """
    return (home or _ROOT) / "seeds" / f"{language}_seed_tasks.jsonl"


def prompts_folder(home: Path | None = None) -> Path:
    """Return the folder that holds a folder of prompt templates for each language, in its `home` if it is not ours."""
    return (home or _ROOT) / "prompts"
