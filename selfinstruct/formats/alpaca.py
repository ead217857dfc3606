"""Stanford Alpaca's `alpaca_data.json`: one JSON array, indented by 4, of instruction, input and output."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import records, write_array

FILE_NAME = "alpaca_data.json"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write the array, a record at a time; return the number of records."""
    return write_array((asdict(record) for record in records(tasks)), path)
