"""OpenAI chats: JSON lines of messages of user and assistant, as OpenAI's fine-tuning and TRL read them."""

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, joined, lines_of
from selfinstruct.formats.conversations import read_conversation


def _row(_: int, record: Record) -> Row:
    if not record.output:
        raise InputError(
            "‹format› messages: OpenAI takes no empty answer; leave such tasks out with ‹conditions› 'output>=1'"
        )
    question, answer = {"role": "user", "content": joined(record)}, {"role": "assistant", "content": record.output}
    return {"messages": [question, answer]}


FORMAT = Format(
    "OpenAI chats of user and assistant, which TRL reads, too",
    "messages.jsonl",
    lines_of(_row),
    read_conversation,
)
