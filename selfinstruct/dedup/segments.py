"""Stretches of token sequences, searchable for those that may be near to others. The bounds are told in `bounds`."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from selfinstruct.dedup.bounds import Listed, Marks, Pairs, Ranking, listed, marks, most_differing
from selfinstruct.dedup.numbering import Encoded, Ints, Numbered, are_characters, encode

# Listed tokens that are looked at in one go.
_AT_ONCE = 1 << 20
_SHORT = 255
_ROW = 0xFFFFFFFF


class Segment:
    """A stretch of sequences with a list for each token of those that hold it, in the order of their lengths."""

    def __init__(self, start: int, sequences: Numbered, ranking: Ranking, threshold: float) -> None:
        self.start = start
        self.size = len(sequences)
        self.end = start + self.size
        self.sequences = sequences
        self._threshold = threshold
        self._are_characters = are_characters(sequences.numbers)
        self._ends = np.cumsum(sequences.lengths, dtype=np.int64)
        known = listed(sequences, ranking, threshold)
        # From here on a row is a place in the order of lengths.
        order = np.argsort(sequences.lengths, kind="stable").astype(np.int32)
        self._order, self._lengths = order, sequences.lengths[order]
        self._bits = marks(sequences, ranking).bits[order]
        longest = int(self._lengths[-1]) if self.size else 0
        # How many rows are shorter than this.
        self._shorter = np.searchsorted(self._lengths, np.arange(longest + 2))
        rows = np.empty_like(order)
        rows[order] = np.arange(self.size, dtype=np.int32)
        keys = known.ranks.astype(np.int64) << 32 | rows[known.owners]
        by_token = np.argsort(keys)
        self._keys = keys[by_token]
        # The length of the longest sequence that may be near with this token as the rarest one that is shared.
        reach = 2 / threshold * known.left - sequences.lengths[known.owners]
        self._reach = np.minimum(reach, _SHORT).astype(np.uint8)[by_token]

    def encoded(self, position: int) -> Encoded:
        """Return the sequence at a position, counted from the start of the first segment."""
        row = position - self.start
        end = self._ends[row]
        numbers = self.sequences.numbers[end - self.sequences.lengths[row] : end]
        return encode(numbers, known=self._are_characters)

    def candidates(self, asked: Marks, tokens: Listed) -> Iterator[Pairs]:
        """Yield the pairs (number of the one asked about, position) that may be near, each at least once."""
        starts, ends = self._lists(asked, tokens)
        some = np.flatnonzero(ends > starts)
        starts, ends, owners = starts[some], ends[some], tokens.owners[some]
        for these in _slices(ends - starts):
            numbers, rows = self._held(starts[these], ends[these], owners[these], asked)
            # Much faster than indexing.
            differing = np.bitwise_count(asked.bits.take(numbers, axis=0) ^ self._bits.take(rows, axis=0))
            most = most_differing(asked.lengths.take(numbers) + self._lengths.take(rows), self._threshold)
            near = np.flatnonzero(differing[:, 0] + differing[:, 1] <= most)
            yield numbers[near], self._order[rows[near]].astype(np.int64) + self.start

    def _lists(self, asked: Marks, tokens: Listed) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the list of each listed token begins and ends, as far as the lengths are right."""
        lengths = asked.lengths.take(tokens.owners)
        shortest = np.ceil(self._threshold / (2 - self._threshold) * lengths)
        longest = np.floor(2 / self._threshold * tokens.left - lengths)
        bounds = np.clip((shortest, longest + 1), 0, len(self._shorter) - 1).astype(np.int64)
        keys = tokens.ranks.astype(np.int64) << 32 | self._shorter.take(bounds)
        # Faster in ascending order.
        starts, ends = self._keys.searchsorted(keys.T.ravel()).reshape(-1, 2).T
        return starts, ends

    def _held(
        self, starts: NDArray[np.int64], ends: NDArray[np.int64], owners: Ints, asked: Marks
    ) -> tuple[Ints, NDArray[np.int64]]:
        """Return the pairs (number, row) that share a listed token which may be the rarest one that they share."""
        counts = ends - starts
        reach = np.concatenate(
            [self._reach[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        )
        lists = np.repeat(np.arange(len(starts), dtype=np.int32), counts)
        lengths = np.minimum(asked.lengths[owners], _SHORT).astype(np.uint8)
        right = np.flatnonzero(reach >= lengths.take(lists))
        lists = lists.take(right)
        places = right + (starts - (np.cumsum(counts) - counts)).take(lists)
        return owners.take(lists), self._keys.take(places) & _ROW


def _slices(counts: NDArray[np.int64]) -> Iterator[slice]:
    """Yield slices of lists that are looked at in one go."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = ends[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
        yield slice(start, end)
        start = end


def merged(segments: Sequence[Numbered]) -> Numbered:
    """Return sequences one after the other."""
    return Numbered(*(np.concatenate(parts) for parts in zip(*segments, strict=True)))
