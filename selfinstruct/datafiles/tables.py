"""Tables, row by row: Parquet, Arrow, CSV, and what the `datasets` package saves."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import LONGEST
from selfinstruct.core.text_files import open_text, undecoded

_SEPARATORS = {"csv": ",;\t", "tsv": "\t"}
# What Excel begins a file with, and reads itself.
_SEPARATOR_LINE = re.compile('"?sep=(.)"?\r?\n?', re.IGNORECASE)
# What stands in a cell whose text was taken for a formula, or for a number that is too wide.
_DAMAGE = re.compile(r"#(?:NAME|VALUE|REF|DIV/0|N/A|NUM|NULL|SPILL|CALC)[?!]?|#{4,}|Err:\d{3}", re.IGNORECASE)
# A task about these may well be answered by it.
_OF_SPREADSHEETS = re.compile(
    r"\b(?:excel|spreadsheets?|formulas?|cells?|calc|errors?)\b|表格|公式|单元格|报错|错误", re.IGNORECASE
)


def rows_with_places(path: Path, rows: Iterator[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each row with where it stands; `InputError` if the rows of this path cannot be read."""
    try:
        for number, row in enumerate(rows, 1):
            yield f"{path}, row {number}", row
    except Exception as error:  # the packages raise what their many readers raise
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{path}: cannot be read as a dataset: {said}") from None


def parquet_rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a Parquet file."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield from batch.to_pylist()


def arrow_rows(path: Path) -> Iterator[Any]:
    """Yield the rows of an Arrow file, or of an Arrow stream, as the `datasets` package writes them."""
    from pyarrow import ipc, memory_map

    with memory_map(str(path)) as source:
        is_file = source.read(6) == b"ARROW1"
        source.seek(0)
        reader = ipc.open_file(source) if is_file else ipc.open_stream(source)
        batches = map(reader.get_batch, range(reader.num_record_batches)) if is_file else reader
        for batch in batches:
            yield from batch.to_pylist()


def saved_rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a folder that the `datasets` package saved, or of a part in such a folder."""
    import datasets

    datasets.disable_progress_bars()
    yield from datasets.load_from_disk(str(path))


def csv_rows(path: Path, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the rows of a `csv` or `tsv` file by the names in its first line, each with the line it ends in.

    That line may come again, as in files that were put together.
    """
    csv.field_size_limit(LONGEST)
    with open_text(path, newline="") as file:
        first = file.readline(LONGEST)
        said = _SEPARATOR_LINE.fullmatch(first)
        first, above = (file.readline(LONGEST), 1) if said else (first, 0)
        separator = said[1] if said else max(_SEPARATORS[kind], key=first.count)
        reader = csv.reader(chain([first], file), delimiter=separator, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if twice := next((name for name in header if header.count(name) > 1), None):
                raise InputError(f"{path}, line {1 + above}: two columns are called “{twice}”; name them otherwise")
            for row in reader:
                where = f"{path}, line {reader.line_num + above}"
                # Spreadsheets write the empty rows below a table, too.
                if any(map(str.strip, row)) and [name.strip("\ufeff ") for name in row] != header:
                    yield where, _named(header, row, where)
        except csv.Error as error:
            raise InputError(f"{path}, line {reader.line_num + above}: not valid CSV: {error}") from None


def _named(header: list[str], row: list[str], where: str) -> Any:
    if len(row) != len(header):
        return InputError(f"{where}: has {Count(len(row)):field}, and the first line names {len(header)}")
    why = undecoded("".join(row)) or next(_damages(header, row), "")
    # MySQL writes this where there is nothing.
    fields = ("" if each == "\\N" else each for each in row)
    return InputError(f"{where}: {why}") if why else dict(zip(header, fields, strict=True))


def _damages(header: list[str], row: list[str]) -> Iterator[str]:
    """Yield what is wrong with each field in which a spreadsheet has put an error in the place of a text."""
    for name, field in zip(header, row, strict=True):
        if _DAMAGE.fullmatch(field.strip()) and not any(_OF_SPREADSHEETS.search(each) for each in row):
            yield f"“{name}” holds {field.strip()}, which a spreadsheet has put in the place of a text; put that back"
