"""Names of fields as our shapes have them, however a file writes them: `Instruction`, `OUTPUT `, `isCorrect`."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# So deep stand the fields of notes on a turn: a list of turns, each with an object in it.
_DEPTH = 4
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=\w)[ -](?=\w)")


# The rows of a file have the same names, each of which is asked for several times.
@lru_cache(maxsize=1024)
def plain_name(name: str) -> str:
    """Return the name of a field in small letters, its words joined by underscores."""
    return _BETWEEN_WORDS.sub("_", name.strip()).casefold()


def with_plain_names(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with plain names, also in the objects in it; where two would become one, they stay apart."""
    found: dict[str, Any] = _plain(row, _DEPTH)
    return found


def _plain(value: Any, depth: int) -> Any:
    if depth and isinstance(value, list):
        return [_plain(each, depth - 1) for each in value]
    if not depth or not isinstance(value, Mapping):
        return value
    named = {plain_name(str(name)): _plain(each, depth - 1) for name, each in value.items()}
    if len(named) == len(value):
        return named
    times = Counter(plain_name(str(name)) for name in value)
    return {
        plain if times[plain := plain_name(str(name))] == 1 else name: _plain(each, depth - 1)
        for name, each in value.items()
    }
