"""Self-Instruct's schema: JSON lines of a task with all its instances, also to be used as seed tasks.

The category is that of the seed task, or the one that the prompt asked for; "" for none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.formats import Format, Row, write_lines


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each task; return the number of tasks."""
    return write_lines(map(_row, tasks), path)


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the task of a row, as a seed task."""
    return seed_task(row, number=0) if row.get("instances") is not None else None


def seed_task(value: Any, *, number: int) -> Task:
    """Return a value in the schema of seed tasks as a task; `number` makes its id if it has none."""
    if not isinstance(value, Mapping):
        raise InputError("a seed task must be a JSON object")
    instruction = value.get("instruction")
    if not isinstance(instruction, str) or not instruction.strip():
        raise InputError("“instruction” must be a text that is not empty")
    is_classification = value.get("is_classification", False)
    if not isinstance(is_classification, bool):
        raise InputError("“is_classification” must be true or false")
    instances = value.get("instances")
    if not isinstance(instances, list) or not instances:
        raise InputError("“instances” must be a list with at least one instance")
    return Task(
        id=f"seed_task_{number}" if value.get("id") in (None, "") else str(value["id"]),
        instruction=instruction.strip(),
        is_classification=is_classification,
        instances=tuple(map(_instance, instances)),
        origin="seed",
        hint=Hint(category=str(value.get("category") or "")),
    )


def _instance(value: Any) -> Instance:
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("input"), str | None)
        or not isinstance(value.get("output"), str)
    ):
        raise InputError("each instance must have the texts “input” and “output”")
    return Instance(value.get("input") or "", value["output"])


def _row(task: Task) -> Row:
    # All rows have the same fields: readers that go by blocks of a file ask for that.
    return {
        "id": task.id,
        "instruction": task.instruction,
        "instances": [asdict(instance) for instance in task.instances],
        "is_classification": task.is_classification,
        "category": task.hint.category,
    }


FORMAT = Format("whole tasks in the schema of seed files", "tasks.jsonl", write, read, is_of_tasks=True)
