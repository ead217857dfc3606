"""Builds the dataset of a run anew from its log, without a request: with other filters, or another threshold."""

from collections.abc import Iterator

from selfinstruct.pool.pool import Pool
from selfinstruct.runs.settling import Settler
from selfinstruct.storage.store import Store


def replay(source: Store, store: Store, pool: Pool, import_filters: str | None) -> Iterator[int]:
    """Settle each line of the log of `source` anew in `store`, in order; yield how many are done.

    What a completion says of instructions that are not claimed any more is left out; instructions that are claimed now
    wait for the steps that they never went through. `import_filters` apply to imported tasks; None for those of the
    time.
    """
    settler = Settler(store, pool, import_filters)
    for number, line in enumerate(source.log(), 1):
        settler.settle(store.copy(line))
        yield number
    if source.attempts():
        store.take_over_attempts(source)
    store.add_dedup_seconds(pool.take_dedup_seconds())
