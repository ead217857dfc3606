"""Seed files: read, and validated to the line.

The schema is the ancestors': id, name, instruction, instances of input and output, is_classification; JSON lines
(Self-Instruct's `seed_tasks.jsonl`, BELLE's `zh_seed_tasks.json`) or one JSON array. Ours add category and language.
"""

from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_values
from selfinstruct.core.values import Hint, Instance, Task


def read_seed_tasks(path: Path) -> list[Task]:
    """Return the seed tasks of a file; `InputError` names the file and the line of what is wrong."""
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    for line, value in read_values(path):
        if isinstance(value, InputError):
            raise value
        task = seed_task(value, number=len(tasks), where=f"{path}, line {line}")
        if task.id in lines:
            raise InputError(f"{path}, line {line}: id {task.id!r} stands in line {lines[task.id]} already")
        lines[task.id] = line
        tasks.append(task)
    if not tasks:
        raise InputError(f"{path}: holds no seed tasks; write one JSON object a line")
    return tasks


def seed_task(value: Any, *, number: int, where: str) -> Task:
    """Return a value in the schema of seed tasks as a task; `InputError` begins with `where`."""
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
