"""Builds the dataset of a run anew from its log, without a request: with other filters, or another threshold."""

from collections.abc import Iterator

from selfinstruct.runs.state import RunState
from selfinstruct.storage.store import Store


def replay(source: Store, state: RunState) -> Iterator[int]:
    """Settle each line of the log of `source` anew in another run, in order; yield how many are done.

    What a completion says of instructions that are not claimed any more is left out; instructions that are claimed now
    wait for the steps that they never went through.
    """
    store = state.store
    for number, line in enumerate(source.log(), 1):
        state.settle(store.copy(line))
        yield number
    if source.attempts():
        store.take_over_attempts(source)
