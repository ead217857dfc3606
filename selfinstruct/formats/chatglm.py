"""JSON lines of prompt, response and history (none), as ChatGLM-6B's P-Tuning reads them."""

from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, joined, lines_of
from selfinstruct.formats.pairs import read_pair


def _row(_: int, record: Record) -> Row:
    return {"prompt": joined(record), "response": record.output, "history": []}


FORMAT = Format("prompt, response and history, for ChatGLM-6B's P-Tuning", "chatglm.json", lines_of(_row), read_pair)
