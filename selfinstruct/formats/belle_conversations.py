"""BELLE's later shape: JSON lines of an id and a conversation between human and assistant."""

from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, joined, lines_of
from selfinstruct.formats.conversations import read_conversation


def _row(number: int, record: Record) -> Row:
    turns = [{"from": "human", "value": joined(record)}, {"from": "assistant", "value": record.output}]
    return {"id": str(number), "conversations": turns}


FORMAT = Format(
    "BELLE's conversations of human and assistant, as JSON lines",
    "Belle.conversations.json",
    lines_of(_row),
    read_conversation,
)
