"""JSON lines of prompt and completion, as TRL reads them."""

from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, joined, lines_of
from selfinstruct.formats.pairs import read_pair


def _row(_: int, record: Record) -> Row:
    return {"prompt": joined(record), "completion": record.output}


FORMAT = Format(
    "prompt and completion, as TRL reads them",
    "prompt_completion.jsonl",
    lines_of(_row),
    read_pair,
)
