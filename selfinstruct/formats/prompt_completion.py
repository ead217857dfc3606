"""JSON lines of prompt and completion, as TRL reads them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, joined, records, task_of, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each record; return the number of records."""
    return write_lines(({"prompt": joined(record), "completion": record.output} for record in records(tasks)), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the task of a row."""
    return task_of(row["prompt"], row["completion"]) if "prompt" in row and "completion" in row else None


FORMAT = Format(
    about="prompt and completion, as TRL reads them",
    file_name="prompt_completion.jsonl",
    write=write,
    read=read,
)
