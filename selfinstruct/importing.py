"""Brings tasks that are there already into a run, through the filters and the comparison that new ones pass."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from selfinstruct.admission import Admission
from selfinstruct.pool import Pool
from selfinstruct.store import Store
from selfinstruct.types import Task

BATCH = 256


def import_tasks(tasks: Iterable[Task], store: Store, pool: Pool, admission: Admission) -> Iterator[int]:
    """Accept or reject the tasks in their order; yield, after each batch is committed, how many were looked at."""
    done, source = 0, iter(tasks)
    while batch := list(islice(source, BATCH)):
        named = [replace(task, id=f"import-{store.session}.{done + at}") for at, task in enumerate(batch)]
        outcome = admission.admit(named)
        store.settle(None, outcome)
        store.add_dedup_seconds(pool.take_dedup_seconds())
        done += len(batch)
        yield done
