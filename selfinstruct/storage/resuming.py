"""What a run needs to know of earlier sessions to go on."""

from collections.abc import Iterator
from typing import NamedTuple

from selfinstruct.core.values import ACCEPTED, Hint
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.rows import unpacked
from selfinstruct.storage.tallies import PROPOSED_IN, Tallies


class Claimed(NamedTuple):
    """An instruction that was claimed, with the tokens that its similarity is measured by."""

    id: str
    instruction: str
    tokens: list[str]


class Resuming(Tallies):
    """What we ask of an open run folder when a run goes on."""

    def claimed(self, after: int = 0) -> Iterator[Claimed]:
        """Yield all instructions that were ever claimed, in that order, but for so many."""
        query = "SELECT id, instruction, tokens FROM items WHERE rowid > ? ORDER BY rowid"
        return self._each(lambda row: Claimed(row[0], row[1], row[2].split()), query, after)

    def claimed_at(self, number: int) -> tuple[str, str]:
        """Return the id and the text of the instruction that was claimed after so many others."""
        # No item is ever removed.
        row = next(self._rows("SELECT id, instruction FROM items WHERE rowid = ?", number + 1), None)
        with damage_named(self.folder, "an instruction"):
            if row is None:
                raise LookupError(f"there is none with the number {number + 1:,}")
        return row[0], row[1]

    def accepted_by_kind(self) -> Iterator[tuple[bool, int]]:
        """Yield how many tasks were accepted, those that are no classification tasks before those that are."""
        query = "SELECT is_classification, count(*) FROM items WHERE stage = ? GROUP BY 1 ORDER BY 1"
        return self._each(lambda row: (bool(row[0]), row[1]), query, ACCEPTED)

    def claimed_by_hint(self) -> Iterator[tuple[Hint, int]]:
        """Yield how many instructions were claimed, by what their prompt named or, without one, by their own hint."""
        query = (
            "SELECT coalesce(nullif(completions.hint, ''), items.hint), count(*) FROM items"
            f" LEFT JOIN completions ON completions.id = {PROPOSED_IN} GROUP BY 1"
        )
        return self._each(lambda row: (unpacked(row[0]), row[1]), query)

    def latest_instructions(self, count: int) -> list[str]:
        """Return the accepted instructions that were claimed last, so many at most."""
        query = "SELECT instruction FROM items WHERE stage = ? ORDER BY rowid DESC LIMIT ?"
        return [instruction for (instruction,) in self._rows(query, ACCEPTED, count)]

    def labels(self) -> Iterator[str]:
        """Yield the outputs of all accepted classification tasks."""
        labelled = "SELECT id FROM items WHERE is_classification AND stage = ?"
        rows = self._rows(f"SELECT output FROM instances WHERE item IN ({labelled})", ACCEPTED)
        return (output for (output,) in rows)
