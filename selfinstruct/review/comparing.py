"""A process of its own that looks for the nearest earlier task of each accepted one, and goes on while a run grows.

    python -m selfinstruct.review.comparing RUN THRESHOLD

It would hold up every key if a thread of the server did it. For each task, in the order of acceptance, it writes two
numbers: that of the nearest earlier task whose ROUGE-L F-measure is above the threshold (-1 if there is none), and the
measure. It ends when its standard input does, so that it never outlives the server.
"""

import os
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from threading import Thread

from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.storage.store import Store

_AT_ONCE = 256
# Seconds until a run is asked whether it has grown.
_PAUSE = 1.0


def main(run: str, threshold: str) -> None:
    """Compare until the standard input ends."""
    Thread(target=_end_with_input, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)
    with closing(Store.open_to_read(Path(run))) as store:
        index = SimilarityIndex(float(threshold))
        while True:
            for found in compared(store, index):
                sys.stdout.buffer.write(found.tobytes())
                sys.stdout.buffer.flush()
            time.sleep(_PAUSE)


def compared(store: Store, index: SimilarityIndex) -> Iterator["array[float]"]:
    """Yield the two numbers of each accepted task that is not in the index yet, of some hundred tasks at a time."""
    while batch := [*store.accepted_tokens(len(index) - 1, _AT_ONCE)]:
        found = ((near.position, near.score) if near else (-1, 0.0) for near in index.add_all(batch))
        yield array("d", chain.from_iterable(found))


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
