"""Token sequences as numbers: what is compared, stored and sent."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_CHARACTERS = 0x110000

Ints = NDArray[np.int32]
# One character a token, or the numbers themselves where there are more tokens than characters.
Encoded = str | list[int]


class Numbered(NamedTuple):
    """Sequences of numbers, one after the other, with the length of each."""

    numbers: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    def encoded(self) -> list[Encoded]:
        """Return each in the form in which it is compared fastest."""
        whole, ends = encode(self.numbers), np.cumsum(self.lengths, dtype=np.int64).tolist()
        return [whole[end - length : end] for end, length in zip(ends, self.lengths.tolist(), strict=True)]


class _Known(dict[str, int]):
    """Numbers of tokens; one that is asked for and not there gets the next number."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


class Numbering:
    """A number for each token, in the order in which they are first met."""

    def __init__(self) -> None:
        self._known = _Known()

    def number(self, tokens: Sequence[str]) -> list[int]:
        """Return the numbers of a sequence of tokens; new tokens get new ones."""
        # Much faster than asking for one after the other.
        return [*map(self._known.__getitem__, tokens)]

    def find(self, tokens: Sequence[str]) -> list[int]:
        """Return the numbers of a sequence of tokens; all that are not known have one that no known token has."""
        known, none = self._known, len(self._known)
        return [known.get(token, none) for token in tokens]


def joined(sequences: Iterable[Sequence[int]]) -> Numbered:
    """Return sequences one after the other."""
    numbers, lengths = list[int](), list[int]()
    for each in sequences:
        numbers.extend(each)
        lengths.append(len(each))
    return Numbered(np.array(numbers, dtype=np.int32), np.array(lengths, dtype=np.int32))


def unpacked(numbers: bytes, lengths: bytes) -> Numbered:
    """Return the sequences that were stored as integers of 32 bits."""
    return Numbered(*(np.frombuffer(each, "<i4").astype(np.int32, copy=False) for each in (numbers, lengths)))


def are_characters(numbers: Ints) -> bool:
    """Return whether each number can be a character."""
    return bool(numbers.max(initial=0) < _CHARACTERS)


def encode(numbers: Ints, *, known: bool = False) -> Encoded:
    """Return a sequence of numbers in the form in which it is compared fastest.

    It may be `known` that each can be a character.
    """
    if known or are_characters(numbers):
        return numbers.tobytes().decode("utf-32-le", "surrogatepass")
    beyond: list[int] = numbers.tolist()
    return beyond
