"""BELLE as it was published: JSON lines of input (the instruction, then its input) and target."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, joined, records, task_of, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(({"input": joined(record), "target": record.output} for record in records(tasks)), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the task of a row."""
    return task_of(row["input"], row["target"]) if "input" in row and "target" in row else None


FORMAT = Format(
    about="BELLE as published: input and target",
    file_name="Belle.merged.json",
    write=write,
    read=read,
)
