"""Stanford Alpaca's `alpaca_data.json`: one JSON array, indented by 4, of instruction, input and output."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, records, task_of, write_array


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write the array, a record at a time; return the number of records."""
    return write_array((asdict(record) for record in records(tasks)), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the task of a row; its input may be missing."""
    if "instruction" not in row or "output" not in row:
        return None
    return task_of(row["instruction"], row["output"], row.get("input") or "", stands_alone=True)


FORMAT = Format(
    about="Stanford Alpaca's JSON array of instruction, input and output",
    file_name="alpaca_data.json",
    write=write,
    read=read,
)
