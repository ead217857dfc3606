"""A sheet that comes back from a spreadsheet, in whatever charset and with whatever separators it was saved."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import LONGEST
from selfinstruct.core.text_files import require_file
from selfinstruct.review.away.sheet import ANSWERS, COLUMNS

_NAMES = tuple(column.partition(" ")[0] for column in (*COLUMNS, *ANSWERS))
_CHINESE = tuple(column.partition(" ")[2] for column in (*COLUMNS, *ANSWERS))
_BY_CHINESE = dict(zip(_CHINESE, _NAMES, strict=True))
# As the first sheets had them.
_BY_CHINESE |= {"指令有效": "valid", "输入相符": "fits", "输出正确": "right"}
_NEEDED = ("id", "decision", "check")
_FIRST_WORD = re.compile(r"\W*([a-z]+)")
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=.\"?\r?\n", re.IGNORECASE)
_UNDECODED = re.compile("[\udc80-\udcff]")
# Charsets that a system of these countries saves in, and a heading that they share with ours.
_OF_EAST_ASIA, _SHARED = ("cp950", "cp932", "cp949"), "理由"
# Rows that somebody has put above the header, for a title.
_MOST_ABOVE = 5
# Bytes that are looked at to tell UTF-16 by its zeros; characters in which the header ends.
_BEGINNING, _HEAD = 64, 4_096


@dataclass(frozen=True)
class Sheet:
    """Rows by the names of their columns, each with where it stands; the charset that may have lost some characters.

    `is_guessed` says that letters beyond ASCII may be other ones; `notes` tell what of it is not read.
    """

    rows: list[tuple[str, Mapping[str, str]]]
    charset: str
    is_guessed: bool = False
    notes: tuple[str, ...] = ()


def read_sheet(path: Path) -> Sheet | None:
    """Return the sheet in a file, None if it holds none; `InputError` names the row of what cannot be read."""
    require_file(path)
    try:
        text, charset, is_guessed = _decoded(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot read the file: {error.strerror or error}") from None
    text = _SEPARATOR_LINE.sub("", text, count=1) if _SEPARATOR_LINE.match(text) else text
    separator, above = _separator(text)
    if not separator:
        return None
    if _UNDECODED.search(text):
        raise InputError(f"{path}: is in no known charset; save it as “CSV UTF-8”")
    rows = [*_rows(path, text, separator, above)]
    return Sheet([(where, _of_ours(row)) for where, row in rows], charset, is_guessed, tuple(_not_read(rows)))


def _of_ours(row: Mapping[str, str]) -> Mapping[str, str]:
    return {name: cell for name, cell in row.items() if name in _NAMES}


def _not_read(rows: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    """Yield a line for each column that is none of ours and holds anything."""
    filled = Counter(name for _, row in rows for name, cell in row.items() if name not in _NAMES and cell.strip())
    for name, number in filled.items():
        yield f"the column “{name}” is none of the sheet's own: {Count(number):cell is/cells are} not read"


def _decoded(data: bytes) -> tuple[str, str, bool]:
    """Return a text, the charset in which some characters may have been lost, "" for none, and if it is guessed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "", False
    if zeros := data[:_BEGINNING].count(0):
        is_big = data[:_BEGINNING:2].count(0) * 2 > zeros
        return data.decode("utf-16-be" if is_big else "utf-16-le", "replace"), "", False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The euro sign of Windows is none of GB18030.
        text = data.decode("gb18030", "surrogateescape").replace("\udc80", "€")
        if any(word in text[:_HEAD] for word in _CHINESE):
            return text, "gbk", False
        for charset in _OF_EAST_ASIA:
            with suppress(UnicodeDecodeError):
                if _SHARED in (text := data.decode(charset))[:_HEAD]:
                    return text, charset, False
        return data.decode("cp1252", "replace"), "ascii", True
    # In ASCII alone the header cannot be as it was.
    return text, "ascii" if text.isascii() else "", False


def _separator(text: str) -> tuple[str, int]:
    """Return what separates the columns and how many rows are above those of a sheet of ours; "" if there is none."""
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator)
        for above, header in enumerate(islice(reader, _MOST_ABOVE + 1)):
            if {"id", "decision"} <= {_name(column) for column in header}:
                return separator, above
    return "", 0


def _name(column: str) -> str:
    """Return the name of a column, by either of the words that head it."""
    found = _FIRST_WORD.match(column.lower())
    return found[1] if found else _BY_CHINESE.get("".join(filter(str.isalnum, column)), "")


def _rows(path: Path, text: str, separator: str, above: int) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield each row with where it stands, by the names of its columns; a column of another's has its heading."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = above + 1
    try:
        header = next(islice(reader, above, None))
        names = [*map(_name, header)]
        _require_columns(path, names)
        headed = [_heading(*each) for each in enumerate(zip(names, header, strict=True), 1)]
        for number, cells in enumerate(reader, above + 2):
            where = f"{path}, row {number}"
            if any(cell.strip() for cell in cells[len(names) :]):
                raise InputError(f"{where}: has more cells than there are columns; move them into theirs")
            # Where sheets were put together, the header comes again.
            if any(cell.strip() for cell in cells) and [*map(_name, cells)] != names:
                # Programs leave out the empty cells at the end of a row.
                filled = [*cells, *[""] * (len(names) - len(cells))]
                yield where, dict(zip(headed, filled, strict=False))
    except csv.Error as error:
        raise InputError(f"{path}, row {number + 1}: not valid CSV: {error}; save it again as “CSV UTF-8”") from None


def _heading(number: int, column: tuple[str, str]) -> str:
    name, written = column
    return name if name in _NAMES else written.strip() or f"number {number}"


def _require_columns(path: Path, names: list[str]) -> None:
    for name in _NEEDED:
        if name not in names:
            raise InputError(f"{path}, row 1: the column “{name}” is missing; put it back, or export the sheet again")
    if twice := next((name for name in _NAMES if names.count(name) > 1), ""):
        raise InputError(f"{path}, row 1: two columns are called “{twice}”; keep one of them")
