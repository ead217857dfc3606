"""The texts of all instructions in the index. Those that were claimed in earlier sessions are read when wanted."""

from collections.abc import Iterator
from typing import Protocol

from selfinstruct.storage.numbered import Stretch
from selfinstruct.storage.resuming import Claimed


class Earlier(Protocol):
    """The instructions that were claimed before, counted from 0."""

    def stretches(self) -> Iterator[Stretch]:
        """Yield the tokens of the first ones, as numbers."""

    def claimed(self, after: int) -> Iterator[Claimed]:
        """Yield the instructions but for so many."""

    def claimed_at(self, number: int) -> tuple[str, str]:
        """Return the id and the text of the one with this number."""


class Known:
    """The id and the text of each instruction, by its position in the index."""

    def __init__(self) -> None:
        self._held: list[tuple[str, str]] = []
        self._earlier: Earlier | None = None
        self._start = self._end = 0

    def __getitem__(self, position: int) -> tuple[str, str]:
        if self._earlier and self._start <= position < self._end:
            return self._earlier.claimed_at(position - self._start)
        return self._held[position if position < self._start else position - (self._end - self._start)]

    def add(self, id_: str, instruction: str) -> None:
        """Add one at the end."""
        self._held.append((id_, instruction))

    def go_on_from(self, earlier: Earlier, count: int) -> None:
        """Go on with so many claimed ones, which stay where they are."""
        self._earlier, self._start = earlier, len(self._held)
        self._end = self._start + count
