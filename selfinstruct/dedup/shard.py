"""A part of the index: sequences of numbers, searched for the one that is nearest above a threshold.

What was added last is compared by its bits, one by one. Once there is enough of it, it becomes a segment with lists;
segments of like size are merged, so that adding stays cheap and few are searched.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from selfinstruct.dedup.bounds import Marks, Pairs, Ranking, listed, marks, near_by_bits
from selfinstruct.dedup.numbering import Encoded, Numbered
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.dedup.segments import Segment, merged

_TAIL = 1024
_LARGEST_SEGMENT = 1 << 18
# Candidates are chosen with a little to spare; the decision itself is made without.
MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The most similar sequence: its position in the order of adding, counted from 0, and its F-measure."""

    position: int
    score: float


class Shard:
    """Sequences of numbers, searchable for the one that is nearest above a threshold."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._loose = loosened(threshold)
        self._ranking = Ranking()
        self._segments: list[Segment] = []
        self._tail = _Tail()
        self._found: list[Neighbour | None] = []

    def __len__(self) -> int:
        return self._sealed + len(self._tail)

    def add(self, sequence: Sequence[int]) -> None:
        """Remember a sequence without comparing it."""
        self._tail.add(sequence)
        if len(self._tail) >= _LARGEST_SEGMENT:
            self._seal()

    def extend(self, added: Numbered) -> None:
        """Remember sequences without comparing them."""
        self._tail.extend(added)
        if len(self._tail) >= _LARGEST_SEGMENT:
            self._seal()

    def ask(self, asked: Numbered) -> None:
        """Look for the neighbours of sequences."""
        self._found = self._nearest(asked)

    def answer(self) -> list[Neighbour | None]:
        """Return for each sequence that was asked about last the most similar one above the threshold, if there is one.

        Of equally similar ones the first counts.
        """
        return self._found

    def close(self) -> None:
        """Do nothing: all of it lies here."""

    def _nearest(self, asked: Numbered) -> list[Neighbour | None]:
        if len(self._tail) >= _TAIL:
            self._seal()
        self._tail.update(self._ranking)
        encoded = asked.encoded()
        best: list[Neighbour | None] = [None] * len(asked)
        for number, position, other in self._near(asked, encoded):
            best[number] = nearer(best[number], position, f_measure(encoded[number], other), self._threshold)
        return best

    def _near(self, asked: Numbered, encoded: Sequence[Encoded]) -> Iterator[tuple[int, int, Encoded]]:
        """Yield the pairs that are near the threshold or above it: number, position, and the sequence there."""
        own, tokens = marks(asked, self._ranking), listed(asked, self._ranking, self._loose)
        for segment in self._segments:
            for pairs in segment.candidates(own, tokens):
                numbers, positions = _without_repeats(pairs)
                others = [segment.encoded(position) for position in positions]
                for hit in above(self._loose, [encoded[number] for number in numbers], others):
                    yield numbers[hit], positions[hit], others[hit]
        if known := self._tail.marks:
            for numbers, rows in (_as_lists(pairs) for pairs in near_by_bits(own, known, self._loose)):
                others = [self._tail.encoded[row] for row in rows]
                for hit in above(self._loose, [encoded[number] for number in numbers], others):
                    yield numbers[hit], self._sealed + rows[hit], others[hit]

    @property
    def _sealed(self) -> int:
        return self._segments[-1].end if self._segments else 0

    def _seal(self) -> None:
        """Make a segment of what was added last, merged with others of its size."""
        start, parts = self._sealed, [self._tail.numbered()]
        size = len(parts[0])
        while self._segments and self._segments[-1].size <= size < _LARGEST_SEGMENT:
            last = self._segments.pop()
            start, size = last.start, size + last.size
            parts.insert(0, last.sequences)
        whole = merged(parts)
        if not start:
            # No other segment is there that knows the tokens by their ranks.
            self._ranking = Ranking(whole.numbers)
        self._segments.append(Segment(start, whole, self._ranking, self._loose))
        self._tail = _Tail()


@dataclass
class _Tail:
    """What was added last: the numbers; of the first `len(encoded)` of them also what is known for a search."""

    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    lengths: "array[int]" = field(default_factory=lambda: array("i"))
    encoded: list[Encoded] = field(default_factory=list)
    marks: Marks | None = None
    _known: int = 0

    def __len__(self) -> int:
        return len(self.lengths)

    def add(self, sequence: Sequence[int]) -> None:
        self.numbers.extend(sequence)
        self.lengths.append(len(sequence))

    def extend(self, added: Numbered) -> None:
        self.numbers.frombytes(added.numbers.tobytes())
        self.lengths.frombytes(added.lengths.tobytes())

    def numbered(self, first: int = 0) -> Numbered:
        start = self._known if first else 0
        return Numbered(np.array(self.numbers[start:], dtype=np.int32), np.array(self.lengths[first:], dtype=np.int32))

    def update(self, ranking: Ranking) -> None:
        """Learn what a search needs of those that are new since the last one."""
        if new := self.numbered(len(self.encoded)):
            known = marks(new, ranking)
            if self.marks:
                lengths = np.concatenate((self.marks.lengths, known.lengths))
                known = Marks(lengths, np.concatenate((self.marks.bits, known.bits)))
            self.marks = known
            self.encoded += new.encoded()
            self._known = len(self.numbers)


def loosened(threshold: float) -> float:
    """Return a threshold by which candidates are chosen: a little below, and above 0."""
    return max(threshold - MARGIN, threshold / 2)


def above(threshold: float, first: Sequence[Encoded], second: Sequence[Encoded]) -> list[int]:
    """Return which of the pairs are similar enough."""
    if not first:
        return []
    scores = process.cpdist(first, second, scorer=Indel.normalized_similarity, score_cutoff=threshold, dtype=np.float64)
    near: list[int] = np.flatnonzero(scores).tolist()
    return near


def nearer(best: Neighbour | None, position: int, score: float, threshold: float) -> Neighbour | None:
    """Return the better of `best` and the sequence at `position`, if that is above the threshold at all."""
    if score <= threshold or (best and (best.score, -best.position) >= (score, -position)):
        return best
    return Neighbour(position, score)


def _as_lists(pairs: Pairs) -> tuple[list[int], list[int]]:
    return pairs[0].tolist(), pairs[1].tolist()


def _without_repeats(pairs: Pairs) -> tuple[list[int], list[int]]:
    numbers, positions = pairs
    keys = np.unique(numbers.astype(np.int64) << 32 | positions)
    return (keys >> 32).tolist(), (keys & 0xFFFFFFFF).tolist()
