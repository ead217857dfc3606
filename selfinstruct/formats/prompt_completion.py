"""JSON lines of prompt and completion, as TRL reads them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import joined, records, write_lines

FILE_NAME = "prompt_completion.jsonl"


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(({"prompt": joined(record), "completion": record.output} for record in records(tasks)), path)
