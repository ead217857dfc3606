"""Alpaca's instruction, input and output as JSON lines."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import records, write_lines

FILE_NAME = "alpaca_data.jsonl"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines((asdict(record) for record in records(tasks)), path)
