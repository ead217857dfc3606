"""Seed files: read, and validated to the line.

The schema is the ancestors': id, name, instruction, instances of input and output, is_classification; JSON lines
(Self-Instruct's `seed_tasks.jsonl`, BELLE's `zh_seed_tasks.json`) or one JSON array. Ours add category and language.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selfinstruct.errors import InputError
from selfinstruct.types import Hint, Instance, Task


def read_seed_tasks(path: Path) -> list[Task]:
    """Return the seed tasks of a file; `InputError` names the file and the line of what is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot read the seed file: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from None
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    for line, value in _values(text, path):
        task = _task(value, number=len(tasks), where=f"{path}, line {line}")
        if task.id in lines:
            raise InputError(f"{path}, line {line}: id {task.id!r} stands in line {lines[task.id]} already")
        lines[task.id] = line
        tasks.append(task)
    if not tasks:
        raise InputError(f"{path}: holds no seed tasks; write one JSON object a line")
    return tasks


def _values(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each JSON value of the file with the number of the line it starts in."""
    decoder = json.JSONDecoder()
    is_array = text.lstrip().startswith("[")
    position = text.index("[") + 1 if is_array else 0
    while True:
        position = _skip(text, position, " \t\r\n," if is_array else " \t\r\n")
        if position >= len(text) or (is_array and text[position] == "]"):
            break
        line = text.count("\n", 0, position) + 1
        end = text.find("\n", position)
        try:
            if is_array or end < 0:
                value, position = decoder.raw_decode(text, position)
            else:
                value, position = json.loads(text[position:end]), end
        except (json.JSONDecodeError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            raise InputError(f"{path}, line {line}: not valid JSON: {reason}") from None
        yield line, value
    if is_array and text[position + 1 :].strip():
        line = text.count("\n", 0, position) + 1
        raise InputError(f"{path}, line {line}: there is more after the array; write one array only")
    if is_array and position >= len(text):
        raise InputError(f"{path}, line {text.count(chr(10)) + 1}: the array is not closed with ]")


def _skip(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _task(value: Any, *, number: int, where: str) -> Task:
    if not isinstance(value, dict):
        raise InputError(f"{where}: a seed task must be a JSON object")
    instruction = value.get("instruction")
    if not isinstance(instruction, str) or not instruction.strip():
        raise InputError(f"{where}: “instruction” must be a text that is not empty")
    is_classification = value.get("is_classification", False)
    if not isinstance(is_classification, bool):
        raise InputError(f"{where}: “is_classification” must be true or false")
    instances = value.get("instances")
    if not isinstance(instances, list) or not instances:
        raise InputError(f"{where}: “instances” must be a list with at least one instance")
    return Task(
        id=str(value.get("id", f"seed_task_{number}")),
        instruction=instruction.strip(),
        is_classification=is_classification,
        instances=tuple(_instance(instance, where) for instance in instances),
        origin="seed",
        hint=Hint(category=str(value.get("category", ""))),
    )


def _instance(value: Any, where: str) -> Instance:
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("input", ""), str)
        or not isinstance(value.get("output"), str)
    ):
        raise InputError(f"{where}: each instance must have the texts “input” and “output”")
    return Instance(value.get("input", ""), value["output"])
