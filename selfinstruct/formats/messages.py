"""OpenAI chats: JSON lines of messages of user and assistant, as OpenAI's fine-tuning and TRL read them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Row, joined, records, write_lines

FILE_NAME = "messages.jsonl"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records. `InputError` if one has no output."""
    return write_lines(map(_row, records(tasks)), path)


def _row(record: Record) -> Row:
    if not record.output:
        raise InputError(
            "‹format› messages: OpenAI takes no empty answer; leave such tasks out with ‹conditions› 'output>=1'"
        )
    question, answer = {"role": "user", "content": joined(record)}, {"role": "assistant", "content": record.output}
    return {"messages": [question, answer]}
