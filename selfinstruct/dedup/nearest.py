"""The nearest of a few sequences, or the nearest earlier one of some that are drawn: no threshold, nothing indexed."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.numbering import Encoded, Numbering, joined
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.shard import MARGIN, Neighbour

# Compared at a time: a matrix of so many rows.
_AT_ONCE = 32


class Few:
    """A few token sequences, such as those of the seed tasks, searchable for the nearest one."""

    def __init__(self, sequences: Iterable[Sequence[str]]) -> None:
        self._numbering = Numbering()
        self._known = joined(map(self._numbering.number, sequences)).encoded()

    def nearest(self, batch: Sequence[Sequence[str]]) -> list[Neighbour]:
        """Return the nearest one for each sequence of a batch, whatever the score, which is that of `rouge_score`.

        If there is none, or the sequence is empty, that is the first, at 0.
        """
        if not self._known or not batch:
            return [Neighbour(0, 0.0)] * len(batch)
        encoded = joined(map(self._numbering.find, batch)).encoded()
        scores = process.cdist(encoded, self._known, scorer=Indel.normalized_similarity, dtype=np.float64)
        pairs = zip(encoded, map(int, scores.argmax(axis=1)), strict=True)
        return [
            Neighbour(near, f_measure(each, self._known[near])) if each else Neighbour(0, 0.0) for each, near in pairs
        ]


class Sequences:
    """Token sequences in the order in which they were added, each with its nearest of those before it."""

    def __init__(self) -> None:
        self._numbering = Numbering()
        self._known: list[Encoded] = []

    def __len__(self) -> int:
        return len(self._known)

    def add(self, tokens: Sequence[str]) -> None:
        """Add a sequence at the end."""
        self._known += joined([self._numbering.number(tokens)]).encoded()

    def nearest_before(self, positions: Sequence[int]) -> Iterator[Neighbour]:
        """Yield for each position the most similar sequence before it, whatever the threshold; at 0 if there is none.

        The score is that of `rouge_score`'s `rougeL` with the same tokens; of equally similar ones the first counts.
        """
        for start in range(0, len(positions), _AT_ONCE):
            batch = positions[start : start + _AT_ONCE]
            owns, earlier = [self._known[position] for position in batch], self._known[: max(batch)]
            scores = process.cdist(owns, earlier, scorer=Indel.normalized_similarity, dtype=np.float32, workers=-1)
            for position, own, row in zip(batch, owns, scores, strict=True):
                yield self._best(own, row[:position])

    def _best(self, own: Encoded, scores: NDArray[np.float32]) -> Neighbour:
        best = Neighbour(0, 0.0)
        if not own or not len(scores):
            return best
        for near in np.flatnonzero(scores >= max(float(scores.max()) - MARGIN, MARGIN)):
            if (score := f_measure(own, self._known[near])) > best.score:
                best = Neighbour(int(near), score)
        return best
