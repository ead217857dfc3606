"""`alpaca_data.json`."""

import io
import json

from selfinstruct.formats import alpaca
from selfinstruct.types import Record


def _written(records: list[Record]) -> str:
    file = io.StringIO()
    alpaca.write(records, file)
    return file.getvalue()


def test_it_is_an_array_indented_by_4() -> None:
    assert _written([Record("Sum up.", "two\nlines", "Sum 写")]).splitlines() == [
        "[",
        "    {",
        '        "instruction": "Sum up.",',
        '        "input": "two\\nlines",',
        '        "output": "Sum 写"',
        "    }",
        "]",
    ]


def test_unusual_line_separators_are_not_indented() -> None:
    text = "a\u2028b\x85c\x0bd"
    assert json.loads(_written([Record(text, "", text)] * 2))[1]["output"] == text


def test_no_records_are_an_empty_array() -> None:
    assert json.loads(_written([])) == []
