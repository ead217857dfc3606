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

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq
from scipy.sparse import csr_array

_TAIL = 512
_LARGEST_SEGMENT = 1 << 16
# As many as a number has bits.
_FREQUENT = 64
_BITS = np.append(np.uint64(1) << np.arange(64, dtype=np.uint64), np.uint64(0))
# Far less than one token, even in sum.
_TRACE = 2.0**-10
# Candidates are chosen with a little to spare; the decision itself is made without.
MARGIN = 1e-6
_CHARACTERS = 0x110000
_ROWS, _COLUMNS = 256, 1024

_Ints = NDArray[np.int32]
# One character a token, or the numbers themselves where there are more tokens than characters.
Encoded = str | list[int]


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
        self._segments: list[_Segment] = []

    def __len__(self) -> int:
        return len(self._sequences)

    def add(self, tokens: Sequence[str]) -> None:
        """Remember a sequence without comparing it."""
        self._sequences.append(encode(self._number(tokens)))
        self._seal()

    def nearest(self, tokens: Sequence[str]) -> Neighbour | None:
        """Return the most similar sequence if its F-measure is above the threshold, else None."""
        return self._nearest(_Batch([self._number(tokens)]))[0]

    def add_new(self, batch: Sequence[Sequence[str]]) -> list[Neighbour | None]:
        """Add those of a batch that have no neighbour, in their order; return the neighbours of all.

        The rest of the batch is compared with what is added, too, as if one came after the other.
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
        self._segments.append(_Segment(start, self._sequences[start:end], len(self._numbers), self.threshold - MARGIN))

    def _nearest(self, batch: "_Batch") -> list[Neighbour | None]:
        best: list[Neighbour | None] = [None] * len(batch.sequences)
        for number, position in self._near_pairs(batch):
            best[number] = self._nearer(best[number], position, batch.sequences[number], self._sequences[position])
        return best

    def _near_pairs(self, batch: "_Batch") -> Iterator[tuple[int, int]]:
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


class _Batch:
    """Sequences to look for: encoded, and with the numbers of all tokens one after the other."""

    def __init__(self, batch: Sequence[list[int]]) -> None:
        self.sequences = [encode(numbers) for numbers in batch]
        self.lengths: _Ints = np.array([len(numbers) for numbers in batch], dtype=np.int32)
        self.numbers: _Ints = np.fromiter(chain.from_iterable(batch), dtype=np.int32)


class _Segment:
    """A stretch of sequences, searchable by the rarest tokens of each."""

    def __init__(self, start: int, sequences: Sequence[Encoded], vocabulary: int, threshold: float) -> None:
        self.start = start
        self.size = len(sequences)
        self.end = start + self.size
        self._threshold = threshold
        numbers = _decode(sequences)
        counts = np.bincount(numbers, minlength=vocabulary)
        known = int(np.count_nonzero(counts))
        # The rank of each token, 0 for the most frequent one of this segment; those not in it share the last.
        self._ranks: _Ints = np.full(vocabulary + 1, known, dtype=np.int32)
        self._ranks[np.argsort(-counts)[:known]] = np.arange(known)
        lengths: _Ints = np.fromiter(map(len, sequences), dtype=np.int32, count=self.size)
        listed, self._held = _profile(self._ranks[numbers], lengths, threshold, known + 1)
        # Frequent tokens are counted by their bits; here it is enough that they are there.
        listed.data[listed.indices < _FREQUENT] = _TRACE
        self._holders = listed.T.tocsr()

    def candidates(self, batch: _Batch) -> tuple[_Ints, _Ints]:
        """Return the pairs (number in the batch, row) that share enough tokens to be above the threshold."""
        ranks = self._ranks[np.minimum(batch.numbers, len(self._ranks) - 1)]
        listed, asked = _profile(ranks, batch.lengths, self._threshold, self._holders.shape[0])
        shared = listed @ self._holders
        rows, repeats = shared.indices, np.diff(shared.indptr)
        common = shared.data + np.bitwise_count(np.repeat(asked.frequent, repeats) & self._held.frequent[rows])
        enough = np.flatnonzero(common >= np.repeat(asked.needed, repeats) + self._held.needed[rows])
        owners = np.searchsorted(shared.indptr, enough, side="right") - 1
        return owners.astype(np.int32), rows[enough]


class _Profile(NamedTuple):
    """What we know of each sequence beside its listed tokens."""

    # A bit for each of the most frequent tokens that it holds.
    frequent: NDArray[np.uint64]
    # Its part of the number of common tokens that a pair must have, less those that neither bits nor lists can count.
    needed: NDArray[np.float32]


def _profile(ranks: _Ints, lengths: _Ints, threshold: float, width: int) -> tuple[csr_array, _Profile]:
    """Return the matrix of the listed tokens (sequence by rank), and what else we know of the sequences.

    A pair above the threshold shares at least `least` tokens, so that the rarest one that it shares has at least
    `least` - 1 more frequent ones beside it, in both sequences: these need not be listed.
    """
    ends = np.cumsum(lengths)
    starts = ends - lengths
    ranks = _sorted_within(ranks, lengths)
    least = np.ceil(threshold / (2 - threshold) * lengths).astype(np.int64)
    listed = np.arange(len(ranks)) >= np.repeat(starts + least - 1, lengths)
    pointers = np.concatenate([[0], np.cumsum(listed)])[np.concatenate([[0], ends])].astype(np.int32)
    data = np.ones(pointers[-1], dtype=np.float32)
    matrix = csr_array((data, ranks[listed], pointers), shape=(len(lengths), width))
    is_frequent = ranks < _FREQUENT
    bits = _BITS[np.where(is_frequent, ranks, -1)]
    frequent = np.bitwise_or.reduceat(np.append(bits, _BITS[-1]), starts)
    # Frequent tokens that are repeated: a pair shares at most the smaller number of these, so no more than the mean.
    again = _count(is_frequent, ends, lengths) - np.bitwise_count(frequent)
    uncounted = again / 2 + _count(~listed & ~is_frequent, ends, lengths)
    return matrix, _Profile(frequent, (threshold / 2 * lengths - uncounted).astype(np.float32))


def _sorted_within(ranks: _Ints, lengths: _Ints) -> _Ints:
    keys = np.repeat(np.arange(len(lengths), dtype=np.int64) << 32, lengths) | ranks
    keys.sort()
    return (keys & 0xFFFFFFFF).astype(np.int32)


def _count(these: NDArray[np.bool_], ends: _Ints, lengths: _Ints) -> _Ints:
    before = np.concatenate([[0], np.cumsum(these)])
    counts: _Ints = before[ends] - before[ends - lengths]
    return counts


def encode(numbers: list[int]) -> Encoded:
    """Return numbers as a text of one character each, or as they are where there are more than characters."""
    return "".join(map(chr, numbers)) if max(numbers, default=0) < _CHARACTERS else numbers


def _decode(sequences: Sequence[Encoded]) -> _Ints:
    try:
        text = "".join(sequences)  # type: ignore[arg-type]
    except TypeError:
        numbers = (map(ord, sequence) if isinstance(sequence, str) else sequence for sequence in sequences)
        return np.fromiter(chain.from_iterable(numbers), dtype=np.int32)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)


def _near(first: Sequence[Encoded], second: Sequence[Encoded], threshold: float) -> NDArray[np.float64]:
    """Return the similarity of each of the first with each of the second, 0 where it is not near the threshold."""
    near: NDArray[np.float64] = process.cdist(
        first, second, scorer=Indel.normalized_similarity, score_cutoff=threshold - MARGIN, dtype=np.float64
    )
    return near


def f_measure(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return ROUGE-L's F-measure in the order of operations of `rouge_score.scoring.fmeasure`."""
    common = LCSseq.similarity(first, second)
    if not common:
        return 0.0
    precision, recall = common / len(first), common / len(second)
    return 2 * precision * recall / (precision + recall)
