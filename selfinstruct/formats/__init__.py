"""One file per shape of training file.

A format module defines `FILE_NAME`, the name its readers expect, and `write(records, file)`.
"""

import importlib
import json
from collections.abc import Iterable
from typing import Any, Protocol, TextIO

from selfinstruct.types import Record


class Format(Protocol):
    """What a format module offers."""

    FILE_NAME: str

    def write(self, records: Iterable[Record], file: TextIO) -> None:
        """Write the records to an open text file, one after the other."""
        ...


def find_format(name: str) -> Format:
    """Return the format of that name."""
    module: Format = importlib.import_module(f"{__name__}.{name}")
    return module


def json_line(value: dict[str, Any]) -> str:
    """Return a value as one line of JSON lines, Chinese unescaped.

    The line separators of Unicode are escaped: many readers would end the line there.
    """
    text = json.dumps(value, ensure_ascii=False)
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text + "\n"
