"""Stanford Alpaca's `alpaca_data.json`: one JSON array, indented by 4, of instruction, input and output."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from selfinstruct.types import Record

FILE_NAME = "alpaca_data.json"


def write(records: Iterable[Record], file: TextIO) -> None:
    """Write the array, a record at a time."""
    opening = "[\n"
    for record in records:
        text = json.dumps(asdict(record), ensure_ascii=False, indent=4)
        file.write(opening + "    " + text.replace("\n", "\n    "))
        opening = ",\n"
    file.write("[]\n" if opening == "[\n" else "\n]\n")
