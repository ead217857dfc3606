"""A training file that was edited by hand, beside the dataset that it was made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.values import Record
from selfinstruct.datafiles.shapes import task_in
from selfinstruct.datafiles.tally import Tally
from selfinstruct.datafiles.values import values_with_places
from selfinstruct.formats import joined, kind_of, records
from selfinstruct.review.away.known import Found
from selfinstruct.review.away.matching import Pairs


@dataclass(frozen=True)
class Kept:
    """A record of the dataset: what it is in the run, its texts as they are now, whether reviewers restored it."""

    found: Found
    text: Record
    was_restored: bool = False


class EditedFile:
    """The records of a file beside those of the dataset.

    Some shapes join instruction and input: there, both sides are compared as they are in such a file.
    """

    def __init__(self, path: Path, kept: Sequence[Kept]) -> None:
        self.path, self.kept = path, kept
        self.left_out: dict[str, str] = {}
        self.places: list[str] = []
        self.records: list[Record] = []
        for where, found in _read(path):
            if isinstance(found, LeftOut):
                self.left_out[found.instruction] = f"{where}: {found}"
            else:
                self.places.append(where)
                self.records.append(found)
        self.is_joined = not any(each.input for each in self.records) and any(each.text.input for each in kept)
        self.pairs = Pairs([self.as_in_file(each.text) for each in kept], self.records)

    def as_in_file(self, record: Record) -> Record:
        """Return a record as it stands in the file, if it does."""
        if self.is_joined:
            record = Record(joined(record), "", record.output)
        return replace(record, instruction=record.instruction.strip())

    def edits(self) -> Iterator[tuple[str, Kept, Record | None]]:
        """Yield what was changed: where, the record, and what it was changed to; None if that cannot be told."""
        for at, place in sorted(self.pairs.of.items()):
            kept, record = self.kept[place], self.records[at]
            if record != self.as_in_file(kept.text):
                yield self.places[at], kept, _split(record, kept.text) if self.is_joined else record

    def missing(self) -> list[int]:
        """Return the places in the dataset of the records that the file lacks."""
        left_out = self.left_out
        return [at for at in self.pairs.missing if self.as_in_file(self.kept[at].text).instruction not in left_out]

    def last(self, *, was_restored: bool) -> int:
        """Return the place of the last record that it has, of those that were restored or of the others; -1: none."""
        return max((at for at in self.pairs.of.values() if self.kept[at].was_restored == was_restored), default=-1)


def _split(record: Record, text: Record) -> Record | None:
    """Return instruction and input of a text that joins them, by the one that is still there; None if neither is."""
    asked = record.instruction
    if not text.input:
        return record
    if asked.startswith(head := f"{text.instruction.strip()}\n"):
        return Record(text.instruction, asked.removeprefix(head), record.output)
    if asked.endswith(tail := f"\n{text.input}".rstrip()):
        return Record(asked.removesuffix(tail), text.input, record.output)
    return None


def _read(path: Path) -> Iterator[tuple[str, Record | LeftOut]]:
    """Yield the records of a file, each with where it stands; what no reader of ours learns from as its error."""
    for where, value in values_with_places(path, Tally(), whole=True):
        try:
            if isinstance(value, InputError):
                raise value
            if not isinstance(value, dict):
                raise InputError(f"must be a JSON object, not {kind_of(value)}")
            task = task_in(value).task
        except LeftOut as error:
            if not error.instruction:
                raise InputError(f"{where}: {error}; put the record back as it was") from None
            yield where, error
        except InputError as error:
            raise InputError(f"{where}: {str(error).removeprefix(f'{where}: ')}") from None
        else:
            yield from ((where, replace(each, instruction=each.instruction.strip())) for each in records([task]))
