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
    units = ["0" if unit.isdecimal() else unit.casefold() for unit in _UNIT.findall(text[-8 * _WINDOW :])][-_WINDOW:]
    rows = [tuple(units[at : at + _ROW]) for at in range(len(units) - _ROW + 1)]
    return len(units) == _WINDOW and len(set(rows)) < _FEW_DIFFERENT * len(rows)
