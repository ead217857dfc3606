"""What is known of sequences before they are compared, and which pairs that leaves.

For sequences of m and n tokens, ROUGE-L's F-measure is above a threshold t if they have more than t/2·(m+n) tokens in
common in the same order, so they share at least as many. Two bounds follow.

Sort the tokens of both from the most frequent one to the rarest. All that the two share stand at or before the rarest
one that they share, in both: where only `left` tokens of a sequence stand at a place or before it, no pair above the
threshold has its rarest shared token there, if `left` is less than t/2·(m+n). So not all tokens need be listed, and of
those that hold a token, only those of the right length need be looked at.

Each token also has one of 128 bits: the most frequent ones have one each, the others share. Where a bit is set for one
sequence and not for the other, that has a token which the other has not, so that no more than (1-t)·(m+n) bits differ.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfinstruct.dedup.numbering import Ints, Numbered

# As many as a number has bits.
_FREQUENT = 64
_LOW = np.uint64(63)
# Pairs that are looked at in one go.
_PAIRS = 1 << 19

Bits = NDArray[np.uint64]
Pairs = tuple[NDArray[np.integer], NDArray[np.integer]]


class Ranking:
    """Tokens by how often they occur, the most frequent one first; those not counted come last."""

    def __init__(self, counted: Ints | None = None) -> None:
        counts = np.bincount(counted) if counted is not None and len(counted) else np.zeros(0, dtype=np.int64)
        self._ranks: Ints = np.empty(len(counts), dtype=np.int32)
        self._ranks[np.argsort(-counts, kind="stable")] = np.arange(len(counts), dtype=np.int32)

    def of(self, numbers: Ints) -> Ints:
        """Return the ranks of tokens."""
        known = len(self._ranks)
        if not known:
            return numbers
        return np.where(numbers < known, self._ranks[np.minimum(numbers, known - 1)], numbers)


class Marks(NamedTuple):
    """The lengths of sequences and the bits of their tokens."""

    lengths: Ints
    bits: Bits


class Listed(NamedTuple):
    """The tokens of sequences that are listed, in the order of their ranks.

    Each has the number of its sequence (its owner) and its rank, and how many are left there, itself included.
    """

    owners: Ints
    ranks: Ints
    left: Ints


def marks(sequences: Numbered, ranking: Ranking) -> Marks:
    """Return the marks of sequences."""
    numbers, lengths = sequences
    bits = np.zeros((len(lengths), 2), dtype=np.uint64)
    if len(numbers):
        ranks, some = ranking.of(numbers), lengths > 0
        starts = (np.cumsum(lengths, dtype=np.int64) - lengths)[some]
        own, frequent = np.uint64(1) << (ranks.astype(np.uint64) & _LOW), ranks < _FREQUENT
        for column, these in enumerate((frequent, ~frequent)):
            bits[some, column] = np.bitwise_or.reduceat(own * these, starts)
    return Marks(lengths, bits)


def listed(sequences: Numbered, ranking: Ranking, threshold: float) -> Listed:
    """Return the listed tokens of sequences."""
    numbers, lengths = sequences
    owners = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    keys = owners.astype(np.int64) << 32 | ranking.of(numbers)
    keys.sort()
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    left = np.arange(1, len(keys) + 1) - np.repeat(starts, lengths)
    # The other one is at least as long as what is shared.
    least = np.maximum(np.ceil(threshold / (2 - threshold) * lengths), 1)
    wanted = left >= np.repeat(least, lengths)
    # Of equal ones the last: what the two share stands at or before it.
    wanted[:-1] &= keys[1:] != keys[:-1]
    ranks = keys & 0xFFFFFFFF
    places = np.flatnonzero(wanted)
    places = places[np.argsort(ranks[places])]
    return Listed(owners[places], ranks[places].astype(np.int32), left[places].astype(np.int32))


def near_by_bits(asked: Marks, held: Marks, threshold: float) -> Iterator[Pairs]:
    """Yield the pairs (number of the one asked about, of the one held) that may be near, by their bits alone."""
    step = max(1, _PAIRS // max(1, len(held.lengths)))
    own, others = (((1 - threshold) * each.lengths).astype(np.float32) for each in (asked, held))
    for start in range(0, len(own), step):
        these = slice(start, start + step)
        differing = np.bitwise_count(asked.bits[these, 0, None] ^ held.bits[:, 0])
        differing += np.bitwise_count(asked.bits[these, 1, None] ^ held.bits[:, 1])
        # Rounded, so with more than enough to spare.
        first, second = np.nonzero(differing - others <= own[these, None] + np.float32(0.01))
        yield first + start, second


def most_differing(lengths: Ints, threshold: float) -> NDArray[np.floating]:
    """Return in how many bits sequences may differ that have so many tokens together."""
    most: NDArray[np.floating] = (1 - threshold) * lengths
    return most
