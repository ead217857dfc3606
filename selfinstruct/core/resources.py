"""Where `seeds/` and `prompts/` lie: at the top of a checkout, inside the package when installed from a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent


def seed_file(language: str) -> Path:
    """Return the path of the seed tasks that come with the program."""
    return _ROOT / "seeds" / f"{language}_seed_tasks.jsonl"


def prompts_folder() -> Path:
    """Return the folder that holds a folder of prompt templates for each language."""
    return _ROOT / "prompts"
