"""JSON lines of prompt, response and history (none), as ChatGLM-6B's P-Tuning reads them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Row, joined, records, write_lines

FILE_NAME = "chatglm.json"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(map(_row, records(tasks)), path)


def _row(record: Record) -> Row:
    return {"prompt": joined(record), "response": record.output, "history": []}
