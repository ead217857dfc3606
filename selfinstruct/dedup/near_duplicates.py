"""The exact near-duplicate decision: ROUGE-L F-measure against everything that was added before.

For token sequences of lengths m and n, ROUGE-L's F-measure is 2·LCS/(m+n), which is the Indel similarity that rapidfuzz
computes with SIMD instructions. Comparing with everything takes too long in a large pool, so only pairs that can pass
the threshold are compared; `bounds` tells which these are.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.bounds import Ranking, marks, near_by_bits
from selfinstruct.dedup.numbering import Encoded, Ints, Numbered, Numbering, joined
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.shard import MARGIN, Neighbour, Shard, above, loosened, nearer

_ROWS, _COLUMNS = 256, 1024


class Held(Protocol):
    """What holds the sequences of an index: all here, or in parts elsewhere."""

    def __len__(self) -> int: ...

    def add(self, sequence: Sequence[int]) -> None:
        """Remember a sequence without comparing it."""

    def extend(self, added: Numbered) -> None:
        """Remember sequences without comparing them."""

    def ask(self, asked: Numbered) -> None:
        """Look for the neighbours of sequences."""

    def answer(self) -> list[Neighbour | None]:
        """Return for each sequence that was asked about last the most similar one above the threshold, if there is one.

        Of equally similar ones the first counts.
        """

    def close(self) -> None:
        """End what lies elsewhere."""


class SimilarityIndex:
    """Token sequences, searchable for the one that is nearest above a threshold.

    Decision and score are those of `rouge_score`'s `rougeL` with the same tokens, to the last bit; an empty sequence
    is similar to nothing, and of equally similar ones the first counts. All lies in this process, or in what is
    `held` elsewhere, which is closed with the index.
    """

    def __init__(self, threshold: float, held: Held | None = None) -> None:
        self.threshold = threshold
        self._numbering = Numbering()
        # An empty one is false.
        self._held: Held = Shard(threshold) if held is None else held

    def __len__(self) -> int:
        return len(self._held)

    def add(self, tokens: Sequence[str]) -> None:
        """Remember a sequence without comparing it."""
        self._held.add(self._numbering.number(tokens))

    def take_over(self, stretches: Iterable[tuple[Sequence[str], Numbered]]) -> None:
        """Remember sequences without comparing them, as numbers of the words of this stretch and of earlier ones."""
        own: Ints = np.zeros(0, dtype=np.int32)
        for words, sequences in stretches:
            own = np.concatenate((own, np.array(self._numbering.number(words), dtype=np.int32)))
            self._held.extend(Numbered(own[sequences.numbers], sequences.lengths))

    def close(self) -> None:
        """End what lies elsewhere."""
        self._held.close()

    def nearest(self, tokens: Sequence[str]) -> Neighbour | None:
        """Return the most similar sequence if its F-measure is above the threshold, else None."""
        self._held.ask(joined([self._numbering.number(tokens)]))
        return self._held.answer()[0]

    def add_new(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add those of a batch that have no neighbour, in their order; return the neighbours of all.

        The rest of the batch is compared with what is added, too, as if one came after the other.
        """
        return self._added(batch, only_new=True)

    def add_all(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add a batch, near to others or not; return for each its neighbour among those before it."""
        return self._added(batch, only_new=False)

    def _added(self, batch: Sequence[Sequence[str]], *, only_new: bool) -> list[Neighbour | None]:
        numbers = [self._numbering.number(tokens) for tokens in batch]
        asked = joined(numbers)
        self._held.ask(asked)
        within = _within(asked, self.threshold)
        neighbours = self._held.answer()
        added: dict[int, int] = {}
        end = len(self._held)
        for number, neighbour in enumerate(neighbours):
            for earlier, score in within.get(number, ()):
                if (position := added.get(earlier)) is not None:
                    neighbour = nearer(neighbour, position, score, self.threshold)
            neighbours[number] = neighbour
            if neighbour is None or not only_new:
                added[number] = end + len(added)
                self._held.add(numbers[number])
        return neighbours


def _within(batch: Numbered, threshold: float) -> dict[int, list[tuple[int, float]]]:
    """Return for each sequence of a batch those before it that are similar enough, each with its score."""
    if len(batch) < 2:
        return {}
    known, encoded = marks(batch, Ranking()), batch.encoded()
    found: dict[int, list[tuple[int, float]]] = {}
    for numbers, others in near_by_bits(known, known, loosened(threshold)):
        earlier = np.flatnonzero(others < numbers)
        pairs = [*zip(numbers[earlier].tolist(), others[earlier].tolist(), strict=True)]
        first, second = [encoded[number] for number, _ in pairs], [encoded[other] for _, other in pairs]
        for hit in above(loosened(threshold), first, second):
            number, other = pairs[hit]
            found.setdefault(number, []).append((other, f_measure(first[hit], second[hit])))
    return found


def nearest_before(sequences: Iterable[Sequence[str]]) -> Iterator[Neighbour]:
    """Yield for each sequence the most similar of those before it, whatever the threshold; scores are as in the index.

    Of equally similar ones the first counts. If it shares nothing with any, that is the first of all, at 0.
    """
    source, numbering, known = iter(sequences), Numbering(), list[Encoded]()
    while batch := list(islice(source, _ROWS)):
        known += joined(map(numbering.number, batch)).encoded()
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
