"""The exact near-duplicate decision: ROUGE-L F-measure against everything that was added before.

For token sequences of lengths m and n, ROUGE-L's F-measure is 2·LCS/(m+n), which is the Indel similarity that rapidfuzz
computes with SIMD instructions. Comparing with everything takes too long in a large pool, so only pairs that can pass
the threshold are compared: a common subsequence has no more tokens than the two share. What is shared is counted for a
whole batch at once, as a product of sparse matrices, over all tokens but the few most frequent ones (nearly every
sequence has some); of these, two sequences share at most as many as the one with fewer of them has. Pairs that share
frequent tokens only can pass if both consist mainly of them, and are looked for among such sequences alone.

Sequences that were added last are compared one by one; from 512 on they become a segment with an index of its own, and
equal segments are merged, so that adding stays cheap.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq
from scipy.sparse import csr_array

_TAIL = 512
_LARGEST_SEGMENT = 1 << 15
_FREQUENT = 30
# Candidates are chosen with a little to spare; the decision itself is made without.
_MARGIN = 1e-6
_CHARACTERS = 0x110000

_Ints = NDArray[np.int32]
# One character a token, or the numbers themselves where there are more tokens than characters.
_Encoded = str | list[int]


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
        self._sequences: list[_Encoded] = []
        self._segments: list[_Segment] = []

    def __len__(self) -> int:
        return len(self._sequences)

    def add(self, tokens: Sequence[str]) -> None:
        """Remember a sequence without comparing it."""
        self._sequences.append(_encode(self._number(tokens)))
        self._seal()

    def nearest(self, tokens: Sequence[str]) -> Neighbour | None:
        """Return the most similar sequence if its F-measure is above the threshold, else None."""
        return self._nearest(_Batch([self._number(tokens)]))[0]

    def add_new(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add those of a batch that have no neighbour, in their order; return the neighbours of all.

        What is added counts for the rest of the batch, as if one came after the other.
        """
        encoded = _Batch([self._number(tokens) for tokens in batch])
        neighbours = self._nearest(encoded)
        within = _near(encoded.sequences, encoded.sequences, self.threshold)
        added: dict[int, int] = {}
        for number, sequence in enumerate(encoded.sequences):
            for earlier in np.flatnonzero(within[number, :number]):
                if (position := added.get(int(earlier))) is not None:
                    other = encoded.sequences[earlier]
                    neighbours[number] = self._nearer(neighbours[number], position, sequence, other)
            if neighbours[number] is None:
                added[number] = len(self._sequences)
                self._sequences.append(sequence)
        self._seal()
        return neighbours

    def highest(self, batch: Sequence[Sequence[str]], first: int) -> list[float]:
        """Return for each sequence of a batch its highest F-measure with those `first` added, 0 without any."""
        if not first or not batch:
            return [0.0] * len(batch)
        encoded = [_encode(self._number(tokens)) for tokens in batch]
        scores = process.cdist(encoded, self._sequences[:first], scorer=Indel.normalized_similarity, dtype=np.float64)
        return [float(row.max()) if sequence else 0.0 for sequence, row in zip(encoded, scores, strict=True)]

    def _number(self, tokens: Sequence[str]) -> list[int]:
        known = self._numbers
        return [known.setdefault(token, len(known)) for token in tokens]

    def _sealed(self) -> int:
        return self._segments[-1].end if self._segments else 0

    def _seal(self) -> None:
        """Make a segment of what was added last once it is long enough, merged with those of its size."""
        start, end = self._sealed(), len(self._sequences)
        if end - start < _TAIL:
            return
        while self._segments and self._segments[-1].size <= end - start < _LARGEST_SEGMENT:
            start = self._segments.pop().start
        self._segments.append(_Segment(start, self._sequences[start:end], max(1, len(self._numbers))))

    def _nearest(self, batch: "_Batch") -> list[Neighbour | None]:
        best: list[Neighbour | None] = [None] * len(batch.sequences)
        for number, position in self._near_pairs(batch):
            best[number] = self._nearer(best[number], position, batch.sequences[number], self._sequences[position])
        return best

    def _near_pairs(self, batch: "_Batch") -> Iterator[tuple[int, int]]:
        """Yield the pairs (number in the batch, position) that are near the threshold or above it."""
        for segment in self._segments:
            numbers, rows = segment.candidates(batch, self.threshold - _MARGIN)
            if len(numbers):
                near = process.cpdist(
                    [batch.sequences[number] for number in numbers.tolist()],
                    [self._sequences[position] for position in (rows + segment.start).tolist()],
                    scorer=Indel.normalized_similarity,
                    score_cutoff=self.threshold - _MARGIN,
                    dtype=np.float64,
                )
                for hit in np.flatnonzero(near):
                    yield int(numbers[hit]), int(rows[hit]) + segment.start
        sealed = self._sealed()
        near = _near(batch.sequences, self._sequences[sealed:], self.threshold)
        for number, row in zip(*np.nonzero(near), strict=True):
            yield int(number), sealed + int(row)

    def _nearer(self, best: Neighbour | None, position: int, first: _Encoded, second: _Encoded) -> Neighbour | None:
        """Return the better of `best` and the sequence at `position`, if that is above the threshold at all."""
        score = f_measure(first, second)
        if score <= self.threshold or (best and (best.score, -best.position) >= (score, -position)):
            return best
        return Neighbour(position, score)


class _Batch:
    """Sequences to look for: encoded, and with the numbers of all tokens one after the other."""

    def __init__(self, batch: Sequence[list[int]]) -> None:
        self.sequences = [_encode(numbers) for numbers in batch]
        self.lengths: _Ints = np.array([len(numbers) for numbers in batch], dtype=np.int32)
        self.numbers: _Ints = np.fromiter(chain.from_iterable(batch), dtype=np.int32)


class _Segment:
    """A stretch of sequences with a matrix of which of them hold each rare token."""

    def __init__(self, start: int, sequences: Sequence[_Encoded], vocabulary: int) -> None:
        self.start = start
        self.size = len(sequences)
        self.end = start + self.size
        self._lengths: _Ints = np.array([len(sequence) for sequence in sequences], dtype=np.int32)
        numbers = _decode(sequences)
        counts = np.bincount(numbers, minlength=vocabulary)
        # Where a token stands in the matrix; -1: it is not in this segment, -2: it is frequent.
        self._columns: _Ints = np.where(counts > 0, np.cumsum(counts > 0) - 1, -1).astype(np.int32)
        width = int(self._columns.max(initial=-1)) + 1
        self._columns[np.argsort(-counts)[:_FREQUENT]] = -2
        self._frequent, rare = _split(self._columns[numbers], self._lengths, width)
        self._holders = rare.T.tocsr()
        self._mostly_frequent: dict[float, _Ints] = {}

    def candidates(self, batch: _Batch, threshold: float) -> tuple[_Ints, _Ints]:
        """Return the pairs (number in the batch, row) that share enough tokens to be above the threshold."""
        # With fewer common tokens than this share of its own length, a sequence is near to no other of any length.
        least = threshold / (2 - threshold)
        numbers = batch.numbers
        known = numbers < len(self._columns)
        columns = np.where(known, self._columns[np.where(known, numbers, 0)], -1)
        frequent, rare = _split(columns, batch.lengths, self._holders.shape[0])
        shared = rare @ self._holders
        fewest = np.ceil(least * batch.lengths - frequent).astype(np.int32)
        hits = np.flatnonzero(shared.data >= np.repeat(fewest, np.diff(shared.indptr)))
        owners = (np.searchsorted(shared.indptr, hits, side="right") - 1).astype(np.int32)
        rows = shared.indices[hits]
        common = shared.data[hits] + np.minimum(frequent[owners], self._frequent[rows])
        enough = 2 * common >= threshold * (batch.lengths[owners] + self._lengths[rows])
        found = [(owners[enough], rows[enough])]
        for number in np.flatnonzero(frequent >= np.maximum(least * batch.lengths, 1)):
            rows = self._rows_mostly_frequent(least)
            common = np.minimum(frequent[number], self._frequent[rows])
            rows = rows[2 * common >= threshold * (batch.lengths[number] + self._lengths[rows])]
            found.append((np.full(len(rows), number, dtype=np.int32), rows))
        return np.concatenate([owners for owners, _ in found]), np.concatenate([rows for _, rows in found])

    def _rows_mostly_frequent(self, least: float) -> _Ints:
        if least not in self._mostly_frequent:
            rows = np.flatnonzero(self._frequent >= np.maximum(least * self._lengths, 1))
            self._mostly_frequent[least] = rows.astype(np.int32)
        return self._mostly_frequent[least]


def _split(columns: _Ints, lengths: _Ints, width: int) -> tuple[_Ints, csr_array]:
    """Return how many frequent tokens each sequence has, and the matrix of its rare ones (sequence by column)."""
    ends = np.cumsum(lengths)
    frequent_before = np.concatenate([[0], np.cumsum(columns == -2)])
    rare_before = np.concatenate([[0], np.cumsum(columns >= 0)])
    frequent = (frequent_before[ends] - frequent_before[ends - lengths]).astype(np.int32)
    rare = columns[columns >= 0]
    pointers = np.concatenate([[0], rare_before[ends]]).astype(np.int32)
    matrix = csr_array((np.ones(len(rare), dtype=np.int32), rare, pointers), shape=(len(lengths), width))
    return frequent, matrix


def _encode(numbers: list[int]) -> _Encoded:
    return "".join(map(chr, numbers)) if max(numbers, default=0) < _CHARACTERS else numbers


def _decode(sequences: Sequence[_Encoded]) -> _Ints:
    """Return the numbers of all tokens, one after the other."""
    if all(isinstance(sequence, str) for sequence in sequences):
        text = "".join(str(sequence) for sequence in sequences)
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    numbers = (map(ord, sequence) if isinstance(sequence, str) else sequence for sequence in sequences)
    return np.fromiter(chain.from_iterable(numbers), dtype=np.int32)


def _near(first: Sequence[_Encoded], second: Sequence[_Encoded], threshold: float) -> NDArray[np.float64]:
    """Return the similarity of each of the first with each of the second, 0 where it is not near the threshold."""
    near: NDArray[np.float64] = process.cdist(
        first, second, scorer=Indel.normalized_similarity, score_cutoff=threshold - _MARGIN, dtype=np.float64
    )
    return near


def f_measure(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return ROUGE-L's F-measure in the order of operations of `rouge_score.scoring.fmeasure`."""
    common = LCSseq.similarity(first, second)
    if not common:
        return 0.0
    precision, recall = common / len(first), common / len(second)
    return 2 * precision * recall / (precision + recall)
