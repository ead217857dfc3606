"""BELLE as it was published: JSON lines of input (the instruction, then its input) and target."""

from selfinstruct.core.values import Record
from selfinstruct.formats import Format, Row, joined, lines_of
from selfinstruct.formats.pairs import read_pair


def _row(_: int, record: Record) -> Row:
    return {"input": joined(record), "target": record.output}


FORMAT = Format(
    "BELLE as published: JSON lines of input, with the instruction in it, and target",
    "Belle.merged.json",
    lines_of(_row),
    read_pair,
)
