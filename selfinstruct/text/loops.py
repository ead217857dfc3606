"""Whether a text repeats itself, as that of a model does that cannot stop."""

import re

# Words, or single Han characters.
_UNIT = re.compile(r"[\u4e00-\u9fff]|[^\W\d_\u4e00-\u9fff]+|\d+|[^\w\s]")
# Of so many units at the end, so many in a row are looked at.
_WINDOW, _ROW = 120, 4
# Prose has more than nine different rows of ten, code and tables more than half of them.
_FEW_DIFFERENT = 1 / 3


def ends_in_loop(text: str) -> bool:
    """Return whether the end of a text says the same again and again; numbers count as equal, as in a list."""
    return _is_loop(_units(text[-8 * _WINDOW :])[-_WINDOW:])


def before_loop(text: str) -> float:
    """Return which share of a text stands before it begins to say the same again and again, 1 if it never does."""
    units = _units(text)
    starts = range(0, max(1, len(units) - _WINDOW + 1), _WINDOW // 4)
    return next((at / len(units) for at in starts if _is_loop(units[at : at + _WINDOW])), 1.0)


def _units(text: str) -> list[str]:
    return ["0" if unit.isdecimal() else unit.casefold() for unit in _UNIT.findall(text)]


def _is_loop(units: list[str]) -> bool:
    rows = [tuple(units[at : at + _ROW]) for at in range(len(units) - _ROW + 1)]
    return len(units) == _WINDOW and len(set(rows)) < _FEW_DIFFERENT * len(rows)
