"""A sheet that comes back from a spreadsheet, in whatever charset and with whatever separators it was saved."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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
# Bytes that are looked at to tell UTF-16 by its zeros; characters in which the header ends.
_BEGINNING, _HEAD = 64, 4_096


@dataclass(frozen=True)
class Sheet:
    """Rows by the names of their columns, each with where it stands; the charset that may have lost some characters."""

    rows: list[tuple[str, Mapping[str, str]]]
    charset: str


def read_sheet(path: Path) -> Sheet | None:
    """Return the sheet in a file, None if it holds none; `InputError` names the row of what cannot be read."""
    require_file(path)
    try:
        text, charset = _decoded(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot read the file: {error.strerror or error}") from None
    text = _SEPARATOR_LINE.sub("", text, count=1) if _SEPARATOR_LINE.match(text) else text
    separator = _separator(text)
    if not separator:
        return None
    if _UNDECODED.search(text):
        raise InputError(f"{path}: is in no known charset; save it as “CSV UTF-8”")
    return Sheet([*_rows(path, text, separator)], charset)


def _decoded(data: bytes) -> tuple[str, str]:
    """Return a text, and the charset in which some of its characters may have been lost, "" for none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ""
    if zeros := data[:_BEGINNING].count(0):
        is_big = data[:_BEGINNING:2].count(0) * 2 > zeros
        return data.decode("utf-16-be" if is_big else "utf-16-le", "replace"), ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The euro sign of Windows is none of GB18030.
        text = data.decode("gb18030", "surrogateescape").replace("\udc80", "€")
        if any(word in text[:_HEAD] for word in _CHINESE):
            return text, "gbk"
        return data.decode("cp1252", "replace"), "ascii"
    # In ASCII alone the header cannot be as it was.
    return text, "ascii" if text.isascii() else ""


def _separator(text: str) -> str:
    """Return what separates the columns, "" if these are not those of a sheet of ours."""
    for separator in ",;\t":
        header = next(csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator), [])
        if {"id", "decision"} <= {_name(column) for column in header}:
            return separator
    return ""


def _name(column: str) -> str:
    """Return the name of a column, by either of the words that head it."""
    found = _FIRST_WORD.match(column.lower())
    return found[1] if found else _BY_CHINESE.get("".join(filter(str.isalnum, column)), "")


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        names = [_name(column) for column in next(reader)]
        _require_columns(path, names)
        for number, cells in enumerate(reader, 2):
            where = f"{path}, row {number}"
            if any(cell.strip() for cell in cells[len(names) :]):
                raise InputError(f"{where}: has more cells than there are columns; move them into theirs")
            if any(cell.strip() for cell in cells):
                # Programs leave out the empty cells at the end of a row.
                filled = [*cells, *[""] * (len(names) - len(cells))]
                yield where, {name: cell for name, cell in zip(names, filled, strict=False) if name in _NAMES}
    except csv.Error as error:
        raise InputError(f"{path}, row {number + 1}: not valid CSV: {error}; save it again as “CSV UTF-8”") from None


def _require_columns(path: Path, names: list[str]) -> None:
    for name in _NEEDED:
        if name not in names:
            raise InputError(f"{path}, row 1: the column “{name}” is missing; put it back, or export the sheet again")
    if twice := next((name for name in _NAMES if names.count(name) > 1), ""):
        raise InputError(f"{path}, row 1: two columns are called “{twice}”; keep one of them")
