"""What the shell completes after an option: the names of what is installed, and run folders."""

from collections.abc import Callable, Iterable
from pathlib import Path

import selfinstruct

_NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "--batch": lambda: ["steps", "all", "none"],
    "--backend": lambda: selfinstruct.BACKENDS.names(),
    "--filters": lambda: ["default", "ancestor", "none", *selfinstruct.FILTERS.names()],
    "--format": lambda: selfinstruct.FORMATS.names(),
    "--lang": lambda: selfinstruct.LANGUAGES.names(),
    "--lane": lambda: ["normal", *(name for each in _backends() for name in each.lanes)],
    "--recipe": lambda: selfinstruct.RECIPES.names(),
    "--serve": lambda: selfinstruct.SERVERS.names(),
}


def _backends() -> Iterable[selfinstruct.BackendPlugin]:
    return map(selfinstruct.BACKENDS.find, selfinstruct.BACKENDS.names())


def completes(flag: str) -> Callable[[str], list[str]] | None:
    """Return what completes the value of an option, None for what only the user knows."""
    if flag not in _NAMES:
        return None

    # The shell's part finds the parameter by its name.
    def complete(incomplete: str) -> list[str]:
        return [name for name in _NAMES[flag]() if name.startswith(incomplete)]

    return complete


def run_folders(incomplete: str) -> list[str]:
    """Return the folders that begin so, those of runs below `outputs/` if nothing is typed yet."""
    incomplete = incomplete or "outputs/"
    return [f"{each}" for each in Path().glob(f"{incomplete}*") if each.is_dir()]
