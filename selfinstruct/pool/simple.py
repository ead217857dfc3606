"""Tasks that are easy to write more of: a weak model copies what it sees, and loses itself in what is long."""

from collections.abc import Sequence
from statistics import median

from selfinstruct.core.values import Task
from selfinstruct.languages import Language


def simple_tasks(tasks: Sequence[Task], language: Language) -> list[Task]:
    """Return the tasks without an input whose instruction is not longer than half of all are."""
    if not tasks:
        return []
    longest = median(language.size(task.instruction) for task in tasks)
    return [
        task
        for task in tasks
        if language.size(task.instruction) <= longest and not any(each.input for each in task.instances)
    ]
