"""Which accepted tasks are close to an earlier one, found while the page is already in use."""

import os
import subprocess
import sys
from array import array
from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Thread

from selfinstruct.storage.store import Store

_PAIR = 2 * array("d").itemsize


class Neighbours:
    """The nearest earlier task of each accepted task of a run, where it is above a threshold; to be closed."""

    def __init__(self, run: Path, threshold: float) -> None:
        self._arguments = [str(run.absolute()), repr(threshold)]
        self._threshold = threshold
        # For each task, in the order of acceptance, the number of its nearest, and their similarity.
        self._found = array("d")
        self._process: subprocess.Popen[bytes] | None = None
        # Whether the process has ended by itself, so that nothing more will be found.
        self.has_ended = False

    def start(self) -> None:
        """Begin to compare, in a process that finds our modules as we do, and not what lies where the user is."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", "-m", "selfinstruct.review.comparing", *self._arguments]
        try:
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self.has_ended = True
        else:
            self._reader = Thread(target=self._read, daemon=True)
            self._reader.start()

    def compare_all(self, store: Store) -> Iterator[int]:
        """Compare here and now, and not beside the work; yield how many tasks are compared by then."""
        # With numpy; who lets a process compare needs neither.
        from selfinstruct.dedup.near_duplicates import SimilarityIndex
        from selfinstruct.review.comparing import compared

        for found in compared(store, SimilarityIndex(self._threshold)):
            self._found.extend(found)
            yield self.compared

    def compare(self, store: Store, numbers: Collection[int]) -> None:
        """Compare here and now the tasks with these numbers, in the order of acceptance, with those before them."""
        from selfinstruct.dedup.near_duplicates import SimilarityIndex

        index, wanted, end = SimilarityIndex(self._threshold), frozenset(numbers), max(numbers, default=-1) + 1
        for tokens in store.accepted_tokens(-1, end):
            near = index.nearest(tokens) if len(index) in wanted else None
            self._found.extend((near.position, near.score) if near else (-1, 0.0))
            index.add(tokens)

    @property
    def compared(self) -> int:
        """How many tasks are compared by now."""
        return len(self._found) // 2

    def of(self, number: int) -> tuple[int, float] | None:
        """Return the number of the task that an accepted one is close to, and their ROUGE-L F-measure."""
        if number >= self.compared or self._found[2 * number] < 0:
            return None
        return int(self._found[2 * number]), self._found[2 * number + 1]

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._reader.join()
            with self._process:  # closes what led to it
                pass

    def _read(self) -> None:
        assert self._process
        assert self._process.stdout
        while len(pair := self._process.stdout.read(_PAIR)) == _PAIR:
            self._found.frombytes(pair)
        self.has_ended = True
