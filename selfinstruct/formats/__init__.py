"""One file per shape of training data; the name (with hyphens) is the value of `format`.

A format module defines `FORMAT`; `pairs`, `conversations`, `turns` and `system` read the shapes in
which others publish theirs. Other packages have their formats as entry points in the group `selfinstruct.formats`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.values import Instance, Record, Task

Row = dict[str, Any]
Read = Callable[[Mapping[str, Any]], Task | None]


@dataclass(frozen=True)
class Format:
    """A shape of training data: it writes tasks, and reads them if it can.

    `about` is a phrase for help pages, `file_name` the name that programs expect. `write(tasks, path)` writes the tasks
    to a new file of that path and returns the number of records: one for each instance, or one for each task if it
    `is_of_tasks`. One that `is_of_pairs` gets tasks of two instances with the same input, the better one first. If it
    `is_folder`, `write(tasks, path, part)` adds a part, `train` or `test`, to the folder; if it
    `has_card`, the folder gets a dataset card. `read` returns the task in a JSON object, None if that is of another
    shape; its `InputError` says what is wrong with one of this shape, its `LeftOut` why nothing is to be learnt from
    it; the caller adds where it stands.
    """

    about: str
    file_name: str
    write: Callable[..., int]
    read: Read | None = None
    is_of_tasks: bool = False
    is_of_pairs: bool = False
    is_folder: bool = False
    has_card: bool = False


# What the trainers of docs/training.md read.
_TRAINERS = {
    **dict.fromkeys(("swift", "ms-swift", "trl", "axolotl", "openai", "chatml"), "messages"),
    **dict.fromkeys(("fastchat", "vicuna"), "sharegpt"),
    **dict.fromkeys(("llamafactory",), "llama-factory"),
    **dict.fromkeys(("huggingface", "hub"), "hf"),
    **dict.fromkeys(("dpo", "orpo", "rlhf"), "preference"),
}
FORMATS = Plugins(
    "format",
    "format",
    __name__,
    "FORMAT",
    Format,
    skip=("conversations", "pairs", "system", "trees", "turns"),
    known_as=_TRAINERS,
)


def task_of(instruction: Any, output: Any, given: Any = "", *, stands_alone: bool = False) -> Task:
    """Return a task with one instance.

    The instruction is stripped if it `stands_alone`. A text that may hold its input too is kept as it is, as inputs and
    outputs are, for the indentation of code is part of them.
    """
    if not all(isinstance(text, str) for text in (instruction, given, output)):
        raise InputError("instruction, input and output must be texts")
    return Task("", instruction.strip() if stands_alone else instruction, False, (Instance(given, output),), "")


def kind_of(value: Any) -> str:
    """Return what kind of JSON value this is, for messages."""
    kinds = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "nothing" if value is None else type(value).__name__)


def lines_of(row: Callable[[int, Record], Row]) -> Callable[[Iterable[Task], Path], int]:
    """Return a `write` that makes a JSON line of each record and its number."""
    return lambda tasks, path: write_lines(starmap(row, enumerate(records(tasks))), path)


def array_of(row: Callable[[int, Record], Row]) -> Callable[[Iterable[Task], Path], int]:
    """Return a `write` that makes one JSON array, indented by 4, with a value for each record and its number."""
    return lambda tasks, path: write_array(starmap(row, enumerate(records(tasks))), path)


def fields(_: int, record: Record) -> Row:
    """Return instruction, input and output, as Alpaca and BELLE have them."""
    return {"instruction": record.instruction, "input": record.input, "output": record.output}


def records(tasks: Iterable[Task]) -> Iterator[Record]:
    """Yield a training record for every instance of the tasks."""
    for task in tasks:
        for instance in task.instances:
            yield Record(task.instruction, instance.input, instance.output)


def joined(record: Record) -> str:
    """Return instruction and input as one text, as BELLE's published data have them."""
    return f"{record.instruction}\n{record.input}" if record.input else record.instruction


def question_turn(record: Record) -> Row:
    """Return what the user says in a chat."""
    return {"role": "user", "content": joined(record)}


def answer_turn(record: Record) -> Row:
    """Return what the assistant answers."""
    return {"role": "assistant", "content": record.output}


def write_lines(rows: Iterable[Row], path: Path) -> int:
    """Write JSON lines; return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(_escaped(_encode(row)) + "\n")
            count += 1
    return count


def write_array(rows: Iterable[Row], path: Path) -> int:
    """Write one JSON array, indented by 4; return how many values it has."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(f"{',' if count else '['}\n    {_escaped(_indented(row, _MARGIN))}")
            count += 1
        file.write("\n]\n" if count else "[]\n")
    return count


def _indented(value: Any, margin: str) -> str:
    """Return a value as JSON, indented by 4 behind a margin: of texts, in a third of the time of `json.dumps`."""
    inner = margin + _MARGIN
    if value and isinstance(value, dict):
        fields_of_it = ",\n".join([f"{inner}{_encode(name)}: {_indented(each, inner)}" for name, each in value.items()])
        return f"{{\n{fields_of_it}\n{margin}}}"
    if value and isinstance(value, list | tuple):
        return "[\n" + ",\n".join([inner + _indented(each, inner) for each in value]) + f"\n{margin}]"
    return _encode(value)


def _escaped(text: str) -> str:
    """Return JSON without the line separators of Unicode as they are: many readers end lines there."""
    for separator, escape in _SEPARATORS:
        text = text.replace(separator, escape)
    return text


_MARGIN = " " * 4
_SEPARATORS = [(separator, f"\\u{ord(separator):04x}") for separator in "\x85\u2028\u2029"]
# Made once: `json.dumps` makes one for each row. Chinese stays as it is.
_encode = json.JSONEncoder(ensure_ascii=False).encode
