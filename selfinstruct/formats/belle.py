"""BELLE's `Belle.train.json`: JSON lines of instruction, input and output, Chinese unescaped."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from selfinstruct.formats import json_line
from selfinstruct.types import Record

FILE_NAME = "Belle.train.json"


def write(records: Iterable[Record], file: TextIO) -> None:
    """Write a line for each record."""
    for record in records:
        file.write(json_line(asdict(record)))
