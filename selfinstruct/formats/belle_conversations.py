"""BELLE's later shape: JSON lines of an id and a conversation between human and assistant."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Row, joined, records, write_lines

FILE_NAME = "Belle.conversations.json"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a conversation of one question and its answer for each record; return the number of records."""
    return write_lines((_row(number, record) for number, record in enumerate(records(tasks))), path)


def _row(number: int, record: Record) -> Row:
    turns = [{"from": "human", "value": joined(record)}, {"from": "assistant", "value": record.output}]
    return {"id": str(number), "conversations": turns}
