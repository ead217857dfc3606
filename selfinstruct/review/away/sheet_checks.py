"""The column `check` of a sheet: which texts a row had, and what stood in the cells that are not read.

Who sorts some of the columns only tears rows apart, and who writes into a column that is not read says something that
would be lost: both are known by it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.review.away.cells import text_of
from selfinstruct.review.away.known import Found, check_of, in_letters

# Columns that only tell, in the order in which the check tells of them.
TOLD = ("state", "reason", "nearest", "verdicts")
_OF_TEXTS, _OF_ID, _OF_CELL = 16, 8, 4
_WHOLE = _OF_TEXTS + _OF_ID + _OF_CELL * len(TOLD)
# Shorter texts, such as labels, may be those of several rows.
_LONG = 20


@dataclass(frozen=True)
class Row:
    """A row of a sheet, the record that it is about, its texts when the sheet was written, and those changed since."""

    where: str
    cells: Mapping[str, str]
    found: Found
    base: Record
    changed: Mapping[str, str]


def check_for(record: Record, id_: str, told: Sequence[str]) -> str:
    """Return what goes into the column, of a record and of the cells that say its id and what is told of it."""
    return check_of(record) + _letters(id_, _OF_ID) + "".join(_letters(cell, _OF_CELL) for cell in told)


def texts_in(cells: Mapping[str, str]) -> str:
    """Return what the check of a row says of its texts, as `check_of` does."""
    return cells["check"].strip()[:_OF_TEXTS]


def told_otherwise(cells: Mapping[str, str], charset: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that only tell in which a row has another cell than it had, with that cell.

    Cells whose characters may have been lost in a `charset` count as they were.
    """
    check = cells["check"].strip()
    for at, name in enumerate(TOLD if len(check) == _WHOLE else ()):
        cell, start = cells.get(name, ""), _OF_TEXTS + _OF_ID + at * _OF_CELL
        is_sure = not charset or (cell.isascii() and "?" not in cell)
        if name in cells and is_sure and check[start : start + _OF_CELL] != _letters(cell, _OF_CELL):
            yield name, cell.strip()


def require_whole_rows(rows: Sequence[Row]) -> None:
    """Raise `InputError` if rows hold what was in other rows, and these hold it no longer: ids, or long texts."""
    rightful = defaultdict[tuple[str, str], list[Row]](list)
    for row in rows:
        rightful["id", _id_in(row.cells)].append(row)
        for name in row.changed:
            rightful[name, getattr(row.base, name)].append(row)
    torn = [(row, *found) for row in rows for found in _of_others(row, rightful)]
    if torn:
        (row, name, other), left = torn[0], len({id(each) for each, *_ in torn}) - 1
        more = f", and {left:,} more rows are like that" if left else ""
        raise InputError(
            f"{row.where}: holds the {name} of {other.where.rpartition(', ')[2]}, which holds another one now{more}:"
            " only some of the columns were sorted or moved; undo that, or export the sheet again"
        )


def _of_others(row: Row, rightful: Mapping[tuple[str, str], Sequence[Row]]) -> Iterator[tuple[str, Row]]:
    held = _letters(row.cells["id"], _OF_ID)
    if (own := _id_in(row.cells)) and held != own:
        yield from (("id", other) for other in rightful.get(("id", held), ())[:1] if not _has_its_id(other))
    for name, text in row.changed.items():
        others = [other for other in rightful.get((name, text), ()) if other is not row]
        if len(text) >= _LONG and others:
            yield name, others[0]


def _has_its_id(row: Row) -> bool:
    return _letters(row.cells["id"], _OF_ID) == _id_in(row.cells)


def _id_in(cells: Mapping[str, str]) -> str:
    check = cells["check"].strip()
    return check[_OF_TEXTS : _OF_TEXTS + _OF_ID] if len(check) == _WHOLE else ""


def _letters(cell: str, number: int) -> str:
    """Return what tells a cell from others, also after a program has dropped the apostrophe before it."""
    return in_letters(blake2b(text_of(cell).strip().encode("utf-8", "replace"), digest_size=number).hexdigest())[
        :number
    ]
