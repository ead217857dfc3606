"""OpenAI chats: JSON lines of messages of user and assistant, as OpenAI's fine-tuning and TRL read them."""

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, answer_turn, lines_of, question_turn
from selfinstruct.formats.conversations import read_conversation


def _row(_: int, record: Record) -> Row:
    if not record.output:
        raise InputError(
            "‹format› messages: OpenAI takes no empty answer; leave such tasks out with ‹conditions› 'output>=1'"
        )
    return {"messages": [question_turn(record), answer_turn(record)]}


FORMAT = Format(
    "OpenAI chats of user and assistant, which TRL reads, too",
    "messages.jsonl",
    lines_of(_row),
    read_conversation,
)
