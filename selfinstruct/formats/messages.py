"""OpenAI chats: JSON lines of messages of user and assistant, as OpenAI's fine-tuning and TRL read them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Format, Row, first_exchange, joined, records, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records. `InputError` if one has no output."""
    return write_lines(map(_row, records(tasks)), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the first question of a chat and its answer."""
    return first_exchange(row["messages"], "role", "content") if "messages" in row else None


def _row(record: Record) -> Row:
    if not record.output:
        raise InputError(
            "‹format› messages: OpenAI takes no empty answer; leave such tasks out with ‹conditions› 'output>=1'"
        )
    question, answer = {"role": "user", "content": joined(record)}, {"role": "assistant", "content": record.output}
    return {"messages": [question, answer]}


FORMAT = Format(
    about="OpenAI chats of user and assistant, which TRL reads, too",
    file_name="messages.jsonl",
    write=write,
    read=read,
)
