"""The nearest earlier sequence of some that are drawn, where comparing all with all would take too long."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.near_duplicates import MARGIN, Neighbour
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.segments import Encoded, encode


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

    def nearest_before(self, position: int) -> Neighbour:
        """Return the most similar sequence before this position, whatever the threshold; at 0 if none shares anything.

        The score is that of `rouge_score`'s `rougeL` with the same tokens; of equally similar ones the first counts.
        """
        own, earlier = self._known[position], self._known[:position]
        best = Neighbour(0, 0.0)
        if not own or not earlier:
            return best
        scores = process.cdist([own], earlier, scorer=Indel.normalized_similarity, dtype=np.float64)[0]
        for near in np.flatnonzero(scores >= max(scores.max() - MARGIN, MARGIN)):
            if (score := f_measure(own, earlier[near])) > best.score:
                best = Neighbour(int(near), score)
        return best
