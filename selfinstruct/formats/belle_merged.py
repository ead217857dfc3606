"""BELLE as it was published: JSON lines of input (the instruction, then its input) and target."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import joined, records, write_lines

FILE_NAME = "Belle.merged.json"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(({"input": joined(record), "target": record.output} for record in records(tasks)), path)
