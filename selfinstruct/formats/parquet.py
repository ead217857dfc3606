"""A Parquet file of instruction, input and output."""

from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, records
from selfinstruct.formats.pairs import read_pair

_ROWS = 10_000


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write the records, 10,000 at a time; return their number."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(name, pyarrow.string()) for name in ("instruction", "input", "output")])
    count, rows = 0, map(asdict, records(tasks))
    with ParquetWriter(path, schema) as writer:
        while part := list(islice(rows, _ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(part, schema))
            count += len(part)
    return count


FORMAT = Format("a Parquet file of instruction, input and output", "train.parquet", write, read_pair)
