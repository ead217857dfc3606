"""Stanford Alpaca's `alpaca_data.json`: one JSON array, indented by 4, of instruction, input and output."""

from collections.abc import Mapping
from typing import Any

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, array_of, fields, task_of


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the task of a row; its input may be missing."""
    if "instruction" not in row or "output" not in row:
        return None
    return task_of(row["instruction"], row["output"], row.get("input") or "", stands_alone=True)


FORMAT = Format(
    "Stanford Alpaca's JSON array of instruction, input and output", "alpaca_data.json", array_of(fields), read
)
