"""Brings tasks that are there already into a run, through the filters and the comparison that new ones pass.

They come into the log as they are, like completions, so that a crash loses none and the run can be built anew.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import islice

from selfinstruct.core.values import Hint, Task
from selfinstruct.parsing.markers import without_no_input
from selfinstruct.pipeline.settling import IMPORT
from selfinstruct.runs.state import RunState

BATCH = 256


def import_into(state: RunState, tasks: Iterable[Task], filters: str) -> Iterator[int]:
    """Accept or reject the tasks in their order; yield, after each batch is committed, how many were looked at.

    With our default `filters`, an input that says in words that there is none is left out, as in what a model writes.
    """
    if filters == "default":
        tasks = map(_without_no_input, tasks)
    state.settle_the_rest()
    done, source = 0, iter(tasks)
    while batch := list(islice(source, BATCH)):
        body = {"filters": filters, "recipe": state.settings.recipe or "", "tasks": [asdict(task) for task in batch]}
        text = json.dumps(body, ensure_ascii=False)
        state.settler.settle(state.store.record(0, 0, IMPORT, (), Hint(), "", text.encode()))
        done += len(batch)
        yield done


def _without_no_input(task: Task) -> Task:
    instances = tuple(replace(each, input=without_no_input(each.input)) for each in task.instances)
    return replace(task, instances=instances)
