"""ShareGPT: one JSON array of an id and a conversation between human and gpt, as FastChat reads it."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Format, Row, belle_conversations, joined, records, write_array


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a conversation of one question and its answer for each record; return the number of records."""
    return write_array((_row(number, record) for number, record in enumerate(records(tasks))), path)


def _row(number: int, record: Record) -> Row:
    turns = [{"from": "human", "value": joined(record)}, {"from": "gpt", "value": record.output}]
    return {"id": f"task_{number}", "conversations": turns}


FORMAT = Format(
    about="ShareGPT's conversations of human and gpt, as FastChat reads them",
    file_name="sharegpt.json",
    write=write,
    read=belle_conversations.read,
)
