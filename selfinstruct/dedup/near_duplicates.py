"""The exact near-duplicate decision: ROUGE-L F-measure against everything that was added before.

For token sequences of lengths m and n, ROUGE-L's F-measure is 2·LCS/(m+n), which is the Indel similarity that rapidfuzz
computes with SIMD instructions. Comparing with everything takes too long in a large pool, so only pairs that can pass
the threshold are compared: a common subsequence has no more tokens than the two share. A pair above the threshold t
shares at least m·t/(2-t) tokens (with the least n that allows it), and so one of the m - ⌈m·t/(2-t)⌉ + 1 rarest of each
(a prefix filter). A product of sparse matrices finds for a whole batch at once which pairs do, and how many of these
tokens they share. The most frequent tokens have a bit each: the common bits of two sequences say how many of them they
share. With both counts, hardly any pair is compared in vain.

The sequences added last are compared one by one. Once there are 512, they become a segment with an index of its own;
segments of equal size are merged, so that adding stays cheap.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.segments import Batch, Encoded, Segment, encode

_TAIL = 512
_LARGEST_SEGMENT = 1 << 16
# Candidates are chosen with a little to spare; the decision itself is made without.
MARGIN = 1e-6
_ROWS, _COLUMNS = 256, 1024


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The most similar sequence: its position in the order of adding, counted from 0, and its F-measure."""

    position: int
    score: float


class SimilarityIndex:
    """Token sequences, searchable for the one that is nearest above a threshold.

    Decision and score are those of `rouge_score`'s `rougeL` with the same tokens, to the last bit; an empty sequence
    is similar to nothing, and of equally similar ones the first counts.
    """

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._numbers: dict[str, int] = {}
        self._sequences: list[Encoded] = []
        self._segments: list[Segment] = []

    def __len__(self) -> int:
        return len(self._sequences)

    def add(self, tokens: Sequence[str]) -> None:
        """Remember a sequence without comparing it."""
        self._sequences.append(encode(self._number(tokens)))
        self._seal()

    def nearest(self, tokens: Sequence[str]) -> Neighbour | None:
        """Return the most similar sequence if its F-measure is above the threshold, else None."""
        return self._nearest(Batch([self._number(tokens)]))[0]

    def add_new(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add those of a batch that have no neighbour, in their order; return the neighbours of all.

        The rest of the batch is compared with what is added, too, as if one came after the other.
        """
        return self._added(batch, only_new=True)

    def add_all(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add a batch, near to others or not; return for each its neighbour among those before it."""
        return self._added(batch, only_new=False)

    def _added(self, batch: Sequence[Sequence[str]], *, only_new: bool) -> list[Neighbour | None]:
        encoded = Batch([self._number(tokens) for tokens in batch])
        neighbours = self._nearest(encoded)
        within = _near(encoded.sequences, encoded.sequences, self.threshold)
        added: dict[int, int] = {}
        for number, sequence in enumerate(encoded.sequences):
            for earlier in np.flatnonzero(within[number, :number]):
                if (position := added.get(int(earlier))) is not None:
                    other = encoded.sequences[earlier]
                    neighbours[number] = self._nearer(neighbours[number], position, sequence, other)
            if neighbours[number] is None or not only_new:
                added[number] = len(self._sequences)
                self._sequences.append(sequence)
        self._seal()
        return neighbours

    def nearest_of_first(self, batch: Sequence[Sequence[str]], first: int) -> list[Neighbour]:
        """Return for each sequence of a batch the nearest of the `first` that were added, whatever the threshold.

        If there is none, or the sequence is empty, that is the first, at 0.
        """
        if not first or not batch:
            return [Neighbour(0, 0.0)] * len(batch)
        encoded = [encode(self._number(tokens)) for tokens in batch]
        known = self._sequences[:first]
        scores = process.cdist(encoded, known, scorer=Indel.normalized_similarity, dtype=np.float64)
        pairs = zip(encoded, map(int, scores.argmax(axis=1)), strict=True)
        return [Neighbour(near, f_measure(each, known[near])) if each else Neighbour(0, 0.0) for each, near in pairs]

    def _number(self, tokens: Sequence[str]) -> list[int]:
        known = self._numbers
        return [known.setdefault(token, len(known)) for token in tokens]

    def _sealed(self) -> int:
        return self._segments[-1].end if self._segments else 0

    def _seal(self) -> None:
        """Once enough sequences were added, make a segment of them, merged with others of its size."""
        start, end = self._sealed(), len(self._sequences)
        if end - start < _TAIL:
            return
        while self._segments and self._segments[-1].size <= end - start < _LARGEST_SEGMENT:
            start = self._segments.pop().start
        self._segments.append(Segment(start, self._sequences[start:end], len(self._numbers), self.threshold - MARGIN))

    def _nearest(self, batch: Batch) -> list[Neighbour | None]:
        best: list[Neighbour | None] = [None] * len(batch.sequences)
        for number, position in self._near_pairs(batch):
            best[number] = self._nearer(best[number], position, batch.sequences[number], self._sequences[position])
        return best

    def _near_pairs(self, batch: Batch) -> Iterator[tuple[int, int]]:
        """Yield the pairs (number in the batch, position) that are near the threshold or above it."""
        for segment in self._segments:
            numbers, rows = segment.candidates(batch)
            if len(numbers):
                near = process.cpdist(
                    [batch.sequences[number] for number in numbers.tolist()],
                    [self._sequences[position] for position in (rows + segment.start).tolist()],
                    scorer=Indel.normalized_similarity,
                    score_cutoff=self.threshold - MARGIN,
                    dtype=np.float64,
                )
                for hit in np.flatnonzero(near):
                    yield int(numbers[hit]), int(rows[hit]) + segment.start
        sealed = self._sealed()
        near = _near(batch.sequences, self._sequences[sealed:], self.threshold)
        for number, row in zip(*np.nonzero(near), strict=True):
            yield int(number), sealed + int(row)

    def _nearer(self, best: Neighbour | None, position: int, first: Encoded, second: Encoded) -> Neighbour | None:
        """Return the better of `best` and the sequence at `position`, if that is above the threshold at all."""
        score = f_measure(first, second)
        if score <= self.threshold or (best and (best.score, -best.position) >= (score, -position)):
            return best
        return Neighbour(position, score)


def nearest_before(sequences: Iterable[Sequence[str]]) -> Iterator[Neighbour]:
    """Yield for each sequence the most similar of those before it, whatever the threshold; scores are as in the index.

    Of equally similar ones the first counts. If it shares nothing with any, that is the first of all, at 0.
    """
    source, numbers, known = iter(sequences), dict[str, int](), list[Encoded]()
    while batch := list(islice(source, _ROWS)):
        known += [encode([numbers.setdefault(token, len(numbers)) for token in tokens]) for tokens in batch]
        yield from _nearest_before(known, len(known) - len(batch))


def _nearest_before(known: Sequence[Encoded], first: int) -> list[Neighbour]:
    """Return the nearest for each from `first` on, compared in blocks, so that memory stays flat."""
    batch = known[first:]
    best = [Neighbour(0, 0.0)] * len(batch)
    for start in range(0, len(known), _COLUMNS):
        scores = process.cdist(batch, known[start : start + _COLUMNS], scorer=Indel.normalized_similarity)
        scores[np.arange(first, len(known))[:, None] <= start + np.arange(scores.shape[1])] = 0
        highest = np.maximum(scores.max(axis=1), [each.score for each in best])[:, None]
        for row, column in zip(*np.nonzero((scores > 0) & (scores >= highest - MARGIN)), strict=True):
            if (score := f_measure(batch[row], known[start + column])) > best[row].score:
                best[row] = Neighbour(start + int(column), score)
    return best


def _near(first: Sequence[Encoded], second: Sequence[Encoded], threshold: float) -> NDArray[np.float64]:
    """Return the similarity of each of the first with each of the second, 0 where it is not near the threshold."""
    near: NDArray[np.float64] = process.cdist(
        first, second, scorer=Indel.normalized_similarity, score_cutoff=threshold - MARGIN, dtype=np.float64
    )
    return near
