"""JSON lines of prompt, response and history (none), as ChatGLM-6B's P-Tuning reads them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.formats import Row, joined, records, write_lines
from selfinstruct.types import Record, Task

FILE_NAME = "chatglm.json"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(map(_row, records(tasks)), path)


def _row(record: Record) -> Row:
    return {"prompt": joined(record), "response": record.output, "history": []}
