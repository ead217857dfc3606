"""The tokens of claimed instructions as numbers, which a run that is opened again reads much faster than words.

It follows from the items, and is written when a session ends; what is not there yet is read from the items.
"""

import struct
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.writing import Writing

# Instructions in a row of the table.
STRETCH = 4096


class Stretch(NamedTuple):
    """Instructions in a row: how many tokens each has, their numbers, and the words that are met here first.

    Words are numbered over all stretches, in the order in which they are met; numbers are integers of 32 bits.
    """

    words: list[str]
    numbers: bytes
    lengths: bytes


class NumberedTokens(Writing):
    """What is kept of instructions as numbers in an open run folder."""

    def numbered(self) -> int:
        """Return of how many instructions, from the first one, the tokens are kept as numbers."""
        return self._number("SELECT coalesce(max(last), 0) FROM numbered")

    def stretches(self) -> Iterator[Stretch]:
        """Yield what is kept, in order."""
        end = 0
        for last, words, numbers, lengths in self._rows(
            "SELECT last, words, numbers, lengths FROM numbered ORDER BY 1"
        ):
            with damage_named(self.folder, "the tokens of instructions"):
                if len(lengths) != 4 * (last - end) or len(numbers) != 4 * sum(_read(lengths)):
                    raise ValueError(f"of {last - end:,} up to the number {last:,}")
            yield Stretch(words.split(), numbers, lengths)
            end = last

    def keep_numbered(self) -> None:
        """Keep the tokens of instructions that were claimed since this was done last, as far as they fill a row."""
        end = self.numbered()
        if self._number("SELECT coalesce(max(rowid), 0) FROM items") < end + STRETCH:
            return
        known: dict[str, int] = {}
        for stretch in self.stretches():
            known.update(zip(stretch.words, range(len(known), len(known) + len(stretch.words)), strict=True))
        while new := self._next(end, known):
            end += STRETCH
            with self._transaction():
                self._insert("numbered VALUES (?, ?, ?, ?)", (end, " ".join(new.words), new.numbers, new.lengths))

    def _next(self, end: int, known: dict[str, int]) -> Stretch | None:
        """Return the stretch after so many instructions, None if it is not full; learn its words."""
        before, numbers, lengths = len(known), list[int](), list[int]()
        rows = self._rows("SELECT tokens FROM items WHERE rowid > ? AND rowid <= ? ORDER BY rowid", end, end + STRETCH)
        for (tokens,) in rows:
            words = tokens.split()
            numbers += [known.setdefault(word, len(known)) for word in words]
            lengths.append(len(words))
        if len(lengths) < STRETCH:
            return None
        return Stretch([*islice(known, before, None)], _packed(numbers), _packed(lengths))


def _packed(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}i", *numbers)


def _read(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 4}i", packed)
