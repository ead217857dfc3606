"""Alpaca's instruction, input and output as JSON lines."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, alpaca, records, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines((asdict(record) for record in records(tasks)), path)


FORMAT = Format(
    about="Alpaca's fields as JSON lines",
    file_name="alpaca_data.jsonl",
    write=write,
    read=alpaca.read,
)
