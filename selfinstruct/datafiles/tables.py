"""Tables, row by row: Parquet, Arrow, CSV, and what the `datasets` package saves."""

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import LONGEST
from selfinstruct.core.text_files import open_text, undecoded

_SEPARATORS = {"csv": ",;\t", "tsv": "\t"}


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
        lines = chain([first], file)
        reader = csv.reader(lines, delimiter=max(_SEPARATORS[kind], key=first.count), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if twice := next((name for name in header if header.count(name) > 1), None):
                raise InputError(f"{path}, line 1: two columns are called “{twice}”; name them otherwise")
            for row in reader:
                where = f"{path}, line {reader.line_num}"
                if row and [name.strip("\ufeff ") for name in row] != header:
                    yield where, _named(header, row, where)
        except csv.Error as error:
            raise InputError(f"{path}, line {reader.line_num}: not valid CSV: {error}") from None


def _named(header: list[str], row: list[str], where: str) -> Any:
    if len(row) != len(header):
        return InputError(f"{where}: has {Count(len(row)):field}, and the first line names {len(header)}")
    why = undecoded("".join(row))
    # MySQL writes this where there is nothing.
    fields = ("" if each == "\\N" else each for each in row)
    return InputError(f"{where}: {why}") if why else dict(zip(header, fields, strict=True))
