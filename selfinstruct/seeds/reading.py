"""Seed files: read, and validated to the line.

The schema is the ancestors': id, name, instruction, instances of input and output, is_classification; JSON lines
(Self-Instruct's `seed_tasks.jsonl`, BELLE's `zh_seed_tasks.json`) or one JSON array. Ours add category and language.
"""

from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_values
from selfinstruct.core.values import Task
from selfinstruct.formats.self_instruct import seed_task


def read_seed_tasks(path: Path) -> list[Task]:
    """Return the seed tasks of a file; `InputError` names the file and the line of what is wrong."""
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    values = list(read_values(path))
    # What is wrong with the file itself comes first: its encoding, for instance.
    if broken := next((value for _, value in values if isinstance(value, InputError)), None):
        raise broken
    for line, value in values:
        try:
            task = seed_task(value, number=len(tasks))
        except InputError as error:
            raise InputError(f"{path}, line {line}: {error}") from None
        if task.id in lines:
            raise InputError(f"{path}, line {line}: id {task.id!r} stands in line {lines[task.id]} already")
        lines[task.id] = line
        tasks.append(task)
    if not tasks:
        raise InputError(f"{path}: holds no seed tasks; write one JSON object a line")
    return tasks
