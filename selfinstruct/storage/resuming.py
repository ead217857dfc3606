"""What a run needs to know of earlier sessions to go on."""

from collections.abc import Iterator
from typing import NamedTuple

from selfinstruct.core.values import ACCEPTED, Hint
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.rows import unpacked
from selfinstruct.storage.tallies import Tallies


class Claimed(NamedTuple):
    """An instruction that was claimed, with the tokens that its similarity is measured by."""

    id: str
    instruction: str
    tokens: list[str]
    is_accepted: bool
    is_classification: bool
    hint: Hint


class Resuming(Tallies):
    """What we ask of an open run folder when a run goes on."""

    def claimed(self) -> Iterator[Claimed]:
        """Yield all instructions that were ever claimed, in that order."""
        query = f"SELECT id, instruction, tokens, stage = '{ACCEPTED}', is_classification, hint FROM items"
        with damage_named(self.folder, "a row"):
            for id_, text, tokens, is_accepted, is_classification, hint in self._rows(f"{query} ORDER BY rowid"):
                yield Claimed(id_, text, tokens.split(), bool(is_accepted), bool(is_classification), unpacked(hint))

    def labels(self) -> Iterator[str]:
        """Yield the outputs of all accepted classification tasks."""
        labelled = "SELECT id FROM items WHERE is_classification AND stage = ?"
        rows = self._rows(f"SELECT output FROM instances WHERE item IN ({labelled})", ACCEPTED)
        return (output for (output,) in rows)
