"""Seed files: read, and validated to the line.

The schema is the ancestors': id, name, instruction, instances of input and output, is_classification; JSON lines
(Self-Instruct's `seed_tasks.jsonl`, BELLE's `zh_seed_tasks.json`) or one JSON array. Ours add category and language.
A table has a row for each, and is read as in an import.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Any

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.field_names import shown_names
from selfinstruct.core.json_values import read_values
from selfinstruct.core.values import Task
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.values import TABLES, kind_of_file
from selfinstruct.formats.self_instruct import seed_task
from selfinstruct.languages import Language
from selfinstruct.text.blank import is_blank

# Of an instruction in a message.
_SHOWN = 60
_SHAPE = '{"instruction": "…", "instances": [{"input": "", "output": "…"}]}'


def read_seed_tasks(path: Path) -> list[Task]:
    """Return the seed tasks of a file; `InputError` names the file and the line of what is wrong."""
    tasks = _in_table(path) if kind_of_file(path) in TABLES else _in_json(path)
    if not tasks:
        raise InputError(f"{path}: holds no seed tasks; write one JSON object a line")
    return tasks


def _in_table(path: Path) -> list[Task]:
    tasks: list[Task] = []
    for found in read_tasks(path):
        if not isinstance(found, Task):
            raise InputError(str(found))
        try:
            _require_outputs(found)
        except InputError as error:
            raise InputError(f"{path}: “{shorten(found.instruction, _SHOWN)}”: {error}") from None
        tasks.append(replace(found, id=f"seed_task_{len(tasks)}", origin="seed"))
    return tasks


def _in_json(path: Path) -> list[Task]:
    tasks: list[Task] = []
    lines: dict[str, int] = {}
    values = list(read_values(path))
    # What is wrong with the file itself comes first: its encoding, for instance.
    if broken := next((value for _, value in values if isinstance(value, InputError)), None):
        raise broken
    for line, value in values:
        try:
            task = _seed_task(value, number=len(tasks))
        except InputError as error:
            raise InputError(f"{path}, line {line}: {error}") from None
        if task.id in lines:
            own = ", and is given to what has none; give it one" if value.get("id") in (None, "") else ""
            raise InputError(f"{path}, line {line}: id {task.id!r} stands in line {lines[task.id]} already{own}")
        lines[task.id] = line
        tasks.append(task)
    return tasks


def require_language(path: Path, seed_tasks: Sequence[Task], language: Language) -> None:
    """Raise `InputError` if most seed tasks are written in another script: the dataset would be, too."""
    own = sum(language.is_own_script(task.instruction) for task in seed_tasks)
    if 2 * own < len(seed_tasks):
        raise InputError(
            f"{path}: only {own:,} of {Count(len(seed_tasks)):seed task is/seed tasks are} in {language.name};"
            " choose the ‹language› they are in"
        )


def _seed_task(value: Any, *, number: int) -> Task:
    """Return a value as a seed task, which has an output in each instance: it is shown as an example of one."""
    try:
        task = seed_task(value, number=number)
    except InputError as error:
        if isinstance(value, Mapping) and not {"instruction", "instances"} <= value.keys():
            raise InputError(f"{error}; its fields are {shown_names(value)}; write it as {_SHAPE}") from None
        raise
    _require_outputs(task)
    return task


def _require_outputs(task: Task) -> None:
    if any(is_blank(instance.output) for instance in task.instances):
        raise InputError("an instance has an empty “output”; write one, or leave the instance out")
