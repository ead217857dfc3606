"""ShareGPT: one JSON array of an id and a conversation between human and gpt, as FastChat reads it."""

from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, array_of, joined
from selfinstruct.formats.conversations import read_conversation


def _row(number: int, record: Record) -> Row:
    turns = [{"from": "human", "value": joined(record)}, {"from": "gpt", "value": record.output}]
    return {"id": f"task_{number}", "conversations": turns}


FORMAT = Format(
    "ShareGPT's conversations of human and gpt, as FastChat reads them",
    "sharegpt.json",
    array_of(_row),
    read_conversation,
)
