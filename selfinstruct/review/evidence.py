"""The records of a run that reviewers have decided on, each with what the run made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import Instance, Record, Task
from selfinstruct.decisions.standing import Key, Standings, key_of
from selfinstruct.languages import Language, find_language
from selfinstruct.review.risks import Risks
from selfinstruct.storage.browsing import Row
from selfinstruct.storage.store import Store


@dataclass(frozen=True)
class Seen:
    """A record that was decided on, one of the `instances` of its task, and whether it is wanted in the dataset.

    `item` is the id of the claimed instruction that it was for, "" if there is none. `names` are the reason of its
    rejection, or the risks of what was accepted. `similarity` is its ROUGE-L F1 with the nearest instruction if it is a
    near-duplicate, with the nearest seed task if it was accepted.
    """

    record: Record
    instances: tuple[Instance, ...]
    is_wanted: bool
    names: tuple[str, ...]
    similarity: float
    item: str


@dataclass(frozen=True)
class Evidence:
    """What reviewers kept, restored or rejected of an open run.

    What they skipped or only edited tells nothing, nor what they want as they edited it: as the run holds it, it may
    have been bad. `risks` are told as far as labels are counted and tasks compared by now.
    """

    store: Store
    settings: RunSettings
    standings: Standings
    risks: Risks

    @property
    def language(self) -> Language:
        """The language of the run."""
        return find_language(self.settings.language)

    @cached_property
    def _wanted(self) -> dict[Key, bool]:
        return {
            key_of(record): standing.is_in(was_accepted=False)
            for record, standing in self.standings.all()
            if standing.verdict and not (standing.edit and standing.is_in(was_accepted=False))
        }

    def says(self, instruction: str, instances: tuple[Instance, ...]) -> bool | None:
        """Return whether any record of an instruction is wanted; None if none of them was decided on."""
        said = [self._wanted[key] for key in map(key_of, _records(instruction, instances)) if key in self._wanted]
        return any(said) if said else None

    @cached_property
    def rejected(self) -> list[Seen]:
        """Those that the run has rejected, each once."""
        found: dict[Key, Seen] = {}
        for each in self.store.rejected_as(self.standings.instructions):
            similarity = each.nearest.similarity if each.nearest else 0.0
            for record in _records(each.instruction, each.instances):
                if (key := key_of(record)) in self._wanted and key not in found:
                    found[key] = Seen(record, each.instances, self._wanted[key], (each.reason,), similarity, each.item)
        return [*found.values()]

    @cached_property
    def accepted(self) -> list[Seen]:
        """Those that the run has accepted."""
        return [seen for task in self.store.accepted_as(self.standings.instructions) for seen in self._seen(task)]

    def _seen(self, task: Task) -> Iterator[Seen]:
        item = self.store.item(task.id)
        similarity = item.seed_similarity if item else 0.0
        number = self.store.number_of(task.id) or 0
        for at, record in enumerate(_records(task.instruction, task.instances)):
            if (key := key_of(record)) in self._wanted:
                row = Row(
                    (number, at),
                    task.id,
                    at,
                    record,
                    is_classification=task.is_classification,
                    seed_similarity=similarity,
                )
                risks = tuple(self.risks.of(row))
                yield Seen(record, task.instances, self._wanted[key], risks, similarity, task.id)


def _records(instruction: str, instances: tuple[Instance, ...]) -> list[Record]:
    return [Record(instruction, each.input, each.output) for each in instances] or [Record(instruction, "", "")]
