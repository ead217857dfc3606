"""BELLE's later shape: JSON lines of an id and a conversation between human and assistant."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Format, Row, first_exchange, joined, records, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a conversation of one question and its answer for each record; return the number of records."""
    return write_lines((_row(number, record) for number, record in enumerate(records(tasks))), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the first question of a conversation and its answer, also where the model is called gpt."""
    return first_exchange(row["conversations"], "from", "value") if "conversations" in row else None


def _row(number: int, record: Record) -> Row:
    turns = [{"from": "human", "value": joined(record)}, {"from": "assistant", "value": record.output}]
    return {"id": str(number), "conversations": turns}


FORMAT = Format(
    about="BELLE's conversations of human and assistant",
    file_name="Belle.conversations.json",
    write=write,
    read=read,
)
