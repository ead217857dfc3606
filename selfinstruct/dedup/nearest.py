"""The nearest earlier sequence of some that are drawn, where comparing all with all would take too long."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.near_duplicates import MARGIN, Neighbour
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.segments import Encoded, encode

# Compared at a time: a matrix of so many rows.
_AT_ONCE = 32


class Sequences:
    """Token sequences in the order in which they were added, each with its nearest of those before it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._known: list[Encoded] = []

    def __len__(self) -> int:
        return len(self._known)

    def add(self, tokens: Sequence[str]) -> None:
        """Add a sequence at the end."""
        self._known.append(encode([self._numbers.setdefault(token, len(self._numbers)) for token in tokens]))

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
