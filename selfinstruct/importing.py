"""Brings tasks that are there already into a run, through the filters and the comparison that new ones pass.

They come into the log as they are, like completions, so that a crash loses none and the run can be built anew.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from selfinstruct.pool import Pool
from selfinstruct.settling import IMPORT, Settler, settle_the_unsettled
from selfinstruct.storage.store import Store
from selfinstruct.types import Hint, Task

BATCH = 256


def import_tasks(tasks: Iterable[Task], filters: str, store: Store, pool: Pool) -> Iterator[int]:
    """Accept or reject the tasks in their order; yield, after each batch is committed, how many were looked at.

    `filters` names the set of filters that applies.
    """
    settle_the_unsettled(store, pool)
    settler = Settler(store, pool)
    done, source = 0, iter(tasks)
    while batch := list(islice(source, BATCH)):
        body = json.dumps({"filters": filters, "tasks": [asdict(task) for task in batch]}, ensure_ascii=False)
        settler.settle(store.record(0, 0, IMPORT, (), Hint(), "", body.encode()))
        store.add_dedup_seconds(pool.take_dedup_seconds())
        done += len(batch)
        yield done
