"""What the shell completes after an option: the names of what is installed, and run folders."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import selfinstruct

# By this file a run folder is known: to open each would take longer than a shell waits.
_RUN = "run.sqlite"
_NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "--batch": lambda: ["steps", "all", "none"],
    "--backend": lambda: selfinstruct.BACKENDS.names(),
    "--filters": lambda: ["default", "ancestor", "none", *selfinstruct.FILTERS.names()],
    "--format": lambda: selfinstruct.FORMATS.names(),
    "--lang": lambda: selfinstruct.LANGUAGES.names(),
    "--lane": lambda: ["normal", *(name for each in _backends() for name in each.lanes)],
    "--reason": lambda: _reasons(),
    "--recipe": lambda: selfinstruct.RECIPES.names(),
    "--serve": lambda: selfinstruct.SERVERS.names(),
}


def _backends() -> Iterable[selfinstruct.BackendPlugin]:
    return map(selfinstruct.BACKENDS.find, selfinstruct.BACKENDS.names())


def _reasons() -> list[str]:
    return [
        *selfinstruct.reasons(),
        *(name for name in selfinstruct.FILTERS.names() if name not in selfinstruct.FILTERS.ours),
    ]


def completes(flag: str) -> Callable[[str], list[str]] | None:
    """Return what completes the value of an option, None for what only the user knows."""
    if flag not in _NAMES:
        return None

    # The shell's part finds the parameter by its name.
    def complete(incomplete: str) -> list[str]:
        return [name for name in _NAMES[flag]() if name.startswith(incomplete)]

    return complete


def run_folders(incomplete: str) -> list[str]:
    """Return the folders that begin so, those of runs below `outputs/` if nothing is typed yet.

    In the place of one that holds runs stand the runs: a shell ends the name at a folder that is the only one.
    """
    typed = incomplete or "outputs/"
    before, name = typed[: typed.rfind("/") + 1], typed.rpartition("/")[2]
    with suppress(OSError):
        found = sorted(each for each in Path(before or ".").iterdir() if each.name.startswith(name) and each.is_dir())
        return [f"{before}{within}" for each in found for within in _runs_in(each)]
    return []


def _runs_in(folder: Path) -> list[str]:
    runs: list[str] = []
    with suppress(OSError):
        if not (folder / _RUN).exists():
            runs = [f"{folder.name}/{each.parent.name}" for each in sorted(folder.glob(f"*/{_RUN}"))]
    return runs or [folder.name]
