"""One file per shape of training data; the name (with hyphens) is the value of `format`.

A format module defines `FILE_NAME`, the name its readers expect, and `write(tasks, path)`, which writes the tasks one
after the other to a new file of that path and returns how many records that made: one for each instance, or one for
each task if it has `IS_OF_TASKS = True`. A format that is a folder has `IS_FOLDER = True`, and its
`write(tasks, path, part)` adds a part, `train` or `test`, to the folder; with `HAS_CARD = True` it gets a dataset card.
"""

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record, Task

Row = dict[str, Any]


class Format(Protocol):
    """What a format module offers."""

    FILE_NAME: str
    write: Callable[..., int]


def format_names() -> list[str]:
    """Return the names of all formats, sorted."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def find_format(name: str) -> Format:
    """Return the format of that name; `InputError` names the known ones when there is none."""
    if name not in format_names():
        raise InputError(f"‹format› {name}: unknown format; choose one of: {', '.join(format_names())}")
    module: Format = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    return module


def records(tasks: Iterable[Task]) -> Iterator[Record]:
    """Yield a training record for every instance of the tasks."""
    for task in tasks:
        for instance in task.instances:
            yield Record(task.instruction, instance.input, instance.output)


def joined(record: Record) -> str:
    """Return instruction and input as one text, as BELLE's published data have them."""
    return f"{record.instruction}\n{record.input}" if record.input else record.instruction


def write_lines(rows: Iterable[Row], path: Path) -> int:
    """Write JSON lines; return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(_dumped(row) + "\n")
            count += 1
    return count


def write_array(rows: Iterable[Row], path: Path) -> int:
    """Write one JSON array, indented by 4; return how many values it has."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            text = _dumped(row, indent=4).replace("\n", "\n    ")
            file.write(f"{',' if count else '['}\n    {text}")
            count += 1
        file.write("\n]\n" if count else "[]\n")
    return count


def _dumped(row: Row, indent: int | None = None) -> str:
    """Return a row as JSON, Chinese unescaped.

    The line separators of Unicode are escaped: many readers would end the line there.
    """
    text = json.dumps(row, ensure_ascii=False, indent=indent)
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text
