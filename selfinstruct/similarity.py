"""The exact near-duplicate decision: ROUGE-L F-measure against everything that was added before.

For token sequences of lengths m and n, ROUGE-L's F-measure is 2·LCS/(m+n), which is the Indel similarity that rapidfuzz
computes with SIMD instructions. Each distinct token becomes one character, so that a sequence becomes a string. What
rapidfuzz finds near the threshold is decided with `rouge_score`'s own formula, to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

_MARGIN = 1e-4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The most similar sequence: its position in the order of `add`, counted from 0, and its F-measure."""

    position: int
    score: float


class SimilarityIndex:
    """Token sequences, searchable for one that is nearer than a threshold."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._strings: list[str] = []
        self._characters: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._strings)

    def add(self, tokens: Sequence[str]) -> None:
        """Remember a sequence."""
        self._strings.append(self._encode(tokens))

    def nearest(self, tokens: Sequence[str]) -> Neighbour | None:
        """Return the most similar sequence if its F-measure with `tokens` is above the threshold, else None.

        The decision and the score are those of `rouge_score`'s `rougeL` with the same tokens; an empty sequence is
        similar to nothing. Of equally similar ones the first is returned.
        """
        query = self._encode(tokens)
        if not query or not self._strings:
            return None
        scores = process.cdist(
            [query],
            self._strings,
            scorer=Indel.normalized_similarity,
            score_cutoff=max(0.0, self.threshold - _MARGIN),
            dtype=np.float32,
        )[0]
        best: Neighbour | None = None
        for position in np.flatnonzero(scores >= max(scores.max() - _MARGIN, _MARGIN)):
            score = _f_measure(query, self._strings[position])
            if score > self.threshold and (best is None or score > best.score):
                best = Neighbour(int(position), score)
        return best

    def _encode(self, tokens: Sequence[str]) -> str:
        known = self._characters
        return "".join([known.setdefault(token, chr(len(known))) for token in tokens])


def _f_measure(first: str, second: str) -> float:
    """Return ROUGE-L's F-measure in the order of operations of `rouge_score.scoring.fmeasure`."""
    common = LCSseq.similarity(first, second)
    if not common:
        return 0.0
    precision, recall = common / len(first), common / len(second)
    return 2 * precision * recall / (precision + recall)
