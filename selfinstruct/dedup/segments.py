"""Stretches of token sequences, searchable for those that share enough tokens with others to be near them.

How it works is told in `near_duplicates`.
"""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# As many as a number has bits.
_FREQUENT = 64
_BITS = np.append(np.uint64(1) << np.arange(64, dtype=np.uint64), np.uint64(0))
# Far less than one token, even in sum.
_TRACE = 2.0**-10
_CHARACTERS = 0x110000

Ints = NDArray[np.int32]
# One character a token, or the numbers themselves where there are more tokens than characters.
Encoded = str | list[int]


class Batch:
    """Sequences to look for: encoded, and with the numbers of all tokens one after the other."""

    def __init__(self, batch: Sequence[list[int]]) -> None:
        self.sequences = [encode(numbers) for numbers in batch]
        self.lengths: Ints = np.array([len(numbers) for numbers in batch], dtype=np.int32)
        self.numbers: Ints = np.fromiter(chain.from_iterable(batch), dtype=np.int32)


class Segment:
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
        self._ranks: Ints = np.full(vocabulary + 1, known, dtype=np.int32)
        self._ranks[np.argsort(-counts)[:known]] = np.arange(known)
        lengths: Ints = np.fromiter(map(len, sequences), dtype=np.int32, count=self.size)
        listed, self._held = _profile(self._ranks[numbers], lengths, threshold, known + 1)
        # Frequent tokens are counted by their bits; here it is enough that they are there.
        listed.data[listed.indices < _FREQUENT] = _TRACE
        self._holders = listed.T.tocsr()

    def candidates(self, batch: Batch) -> tuple[Ints, Ints]:
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


def _profile(ranks: Ints, lengths: Ints, threshold: float, width: int) -> tuple["csr_array", _Profile]:
    """Return the matrix of the listed tokens (sequence by rank), and what else we know of the sequences.

    A pair above the threshold shares at least `least` tokens, so that the rarest one that it shares has at least
    `least` - 1 more frequent ones beside it, in both sequences: these need not be listed.
    """
    # It takes longer to load than all else, and small pools and those who only look need none of it.
    from scipy.sparse import csr_array

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


def _sorted_within(ranks: Ints, lengths: Ints) -> Ints:
    keys = np.repeat(np.arange(len(lengths), dtype=np.int64) << 32, lengths) | ranks
    keys.sort()
    return (keys & 0xFFFFFFFF).astype(np.int32)


def _count(these: NDArray[np.bool_], ends: Ints, lengths: Ints) -> Ints:
    before = np.concatenate([[0], np.cumsum(these)])
    counts: Ints = before[ends] - before[ends - lengths]
    return counts


def encode(numbers: list[int]) -> Encoded:
    """Return a sequence of numbers in the form in which it takes the least memory and is compared fastest."""
    return "".join(map(chr, numbers)) if max(numbers, default=0) < _CHARACTERS else numbers


def _decode(sequences: Sequence[Encoded]) -> Ints:
    try:
        text = "".join(sequences)  # type: ignore[arg-type]
    except TypeError:
        numbers = (map(ord, sequence) if isinstance(sequence, str) else sequence for sequence in sequences)
        return np.fromiter(chain.from_iterable(numbers), dtype=np.int32)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
