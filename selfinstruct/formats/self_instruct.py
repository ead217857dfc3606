"""Self-Instruct's schema: JSON lines of a task with all its instances, also to be used as seed tasks.

The category is that of the seed task, or the one that the prompt asked for; "" for none.
"""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Row, write_lines

FILE_NAME = "tasks.jsonl"
IS_OF_TASKS = True


def write(tasks: Iterable[Task], path: Path) -> int:
    """Write a line for each task; return the number of tasks."""
    return write_lines(map(_row, tasks), path)


def _row(task: Task) -> Row:
    # All rows have the same fields: readers that go by blocks of a file ask for that.
    return {
        "id": task.id,
        "instruction": task.instruction,
        "instances": [asdict(instance) for instance in task.instances],
        "is_classification": task.is_classification,
        "category": task.hint.category,
    }
