"""Which of the names that there are is likely meant by one that there is not."""

from collections.abc import Collection
from difflib import get_close_matches


def by_closeness(name: str, known: Collection[str]) -> list[str]:
    """Return the names that are close to one, the closest first; neither case nor `_` or `-` makes a difference."""
    plain: dict[str, str] = {}
    for each in known:
        plain.setdefault(_plain(each), each)
    return [plain[each] for each in get_close_matches(_plain(name), plain, len(plain) or 1)]


def choice(name: str, known: Collection[str]) -> str:
    """Return what a message says of a name that there is not: which one is likely meant, and all that there are."""
    near = by_closeness(name, known)[:1]
    every = f"choose one of: {', '.join(known) or 'none'}"
    return f"do you mean {near[0]}? If not, {every}" if near else every


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").lstrip("-")
