"""An index in parts that lie elsewhere: the nearest of all is the nearest of the nearest in each part.

Sequences are dealt out in turn. All parts are asked about a batch at the same time; what they have been given since the
last one goes to them with it. The owner keeps the numbers of all sequences, so that a part that is lost is built anew:
that costs time, and changes no answer.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np

from selfinstruct.core.errors import SelfInstructError
from selfinstruct.dedup.numbering import Numbered
from selfinstruct.dedup.shard import Neighbour

# How often a part is built anew for one batch.
_ATTEMPTS = 3


class ShardLost(Exception):
    """What holds a part of the index has ended, or cannot be reached any more."""


class Carrier(Protocol):
    """What holds a part of the index; `ShardLost` if it has ended."""

    def ask(self, added: Numbered, asked: Numbered) -> None:
        """Let it add sequences, then look for the neighbours of others."""

    def answer(self) -> list[Neighbour | None]:
        """Return for each sequence that it was asked about last the nearest one above the threshold."""

    def close(self) -> None:
        """End it; nothing is raised if it has ended."""


class Shards:
    """A searchable index in `count` parts, each of them started by `start` when it is first asked."""

    def __init__(self, count: int, start: Callable[[], Carrier]) -> None:
        self._parts = [_Part(start) for _ in range(count)]
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, sequence: Sequence[int]) -> None:
        """Remember a sequence without comparing it."""
        self._parts[self._count % len(self._parts)].add(sequence)
        self._count += 1

    def extend(self, added: Numbered) -> None:
        """Remember sequences without comparing them."""
        numbers, start = added.numbers.tolist(), 0
        for length in added.lengths.tolist():
            self.add(numbers[start : start + length])
            start += length

    def ask(self, asked: Numbered) -> None:
        """Let all parts look for the neighbours of sequences."""
        for part in self._parts:
            part.ask(asked)

    def answer(self) -> list[Neighbour | None]:
        """Return for each sequence that was asked about last the nearest one above the threshold; the first of equals.

        `SelfInstructError` if a part is lost again and again.
        """
        found = [[*self._global(number, part.answer())] for number, part in enumerate(self._parts)]
        return [max(filter(None, each), key=_rank, default=None) for each in zip(*found, strict=True)]

    def close(self) -> None:
        """End all parts."""
        for part in self._parts:
            part.close()

    def _global(self, part: int, found: Sequence[Neighbour | None]) -> Iterator[Neighbour | None]:
        for near in found:
            yield near and Neighbour(near.position * len(self._parts) + part, near.score)


def _rank(near: Neighbour) -> tuple[float, int]:
    return near.score, -near.position


class _Part:
    """What one part holds, and how much of that its carrier has been given."""

    def __init__(self, start: Callable[[], Carrier]) -> None:
        self._start = start
        self._carrier: Carrier | None = None
        self._numbers, self._lengths = array("i"), array("i")
        self._given = (0, 0)
        self._asked: Numbered | None = None

    def add(self, sequence: Sequence[int]) -> None:
        self._numbers.extend(sequence)
        self._lengths.append(len(sequence))

    def ask(self, asked: Numbered) -> None:
        self._asked = asked
        try:
            self._give()
        except ShardLost:
            # It is built anew when its answer is wanted.
            self.close()

    def answer(self) -> list[Neighbour | None]:
        for _ in range(_ATTEMPTS):
            try:
                if not self._carrier:
                    self._give()
                assert self._carrier
                return self._carrier.answer()
            except ShardLost as error:
                self.close()
                lost = error
        raise SelfInstructError(
            f"a part of the index was lost {_ATTEMPTS} times in a row ({lost}); is there room for it?"
        )

    def close(self) -> None:
        if self._carrier:
            self._carrier.close()
        self._carrier = None

    def _give(self) -> None:
        """Give the carrier what it has not been given yet, and ask it."""
        assert self._asked is not None
        if not self._carrier:
            self._carrier, self._given = self._start(), (0, 0)
        numbers, count = self._given
        added = Numbered(
            np.array(self._numbers[numbers:], dtype=np.int32), np.array(self._lengths[count:], dtype=np.int32)
        )
        self._given = len(self._numbers), len(self._lengths)
        self._carrier.ask(added, self._asked)
