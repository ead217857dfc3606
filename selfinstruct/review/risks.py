"""What makes an accepted record worth a second look, though no filter objects to it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from selfinstruct.core.values import Draft, Record
from selfinstruct.filters.missing_input import may_lack_input
from selfinstruct.languages import Language, find_language
from selfinstruct.review.labels import Labels
from selfinstruct.review.neighbours import Neighbours
from selfinstruct.storage.browsing import Row
from selfinstruct.storage.store import Store

# How far below the threshold an instruction still counts as close to another.
_CLOSE = 0.1
_LONG = 4_000
_SHORT = {"words": 12, "characters": 4}
# The share of the longest that is sound from which on an instruction is long.
_LONG_SHARE = 2 / 3
# A refusal comes early; what follows in a long output is its matter.
_BEGINNING = 400
# A judge finds fault with what has a lower score than this, or one of its questions answered with no.
_FLAWLESS = 3.0
RISKS = (
    "judge_objects", "close_to_seed", "close_to_task", "near_refusal", "input_missing", "rare_label",
    "short_instruction", "long_instruction", "short_input", "long_input", "short_output", "long_output",
)  # fmt: skip


@dataclass
class Risks:
    """Tells the risks of accepted records; `neighbours` are None where nobody compares the tasks with each other."""

    language: Language
    threshold: float
    labels: Labels
    neighbours: Neighbours | None = None

    @classmethod
    def all_known(cls, store: Store, numbers: Collection[int]) -> "Risks":
        """Return the risks of a run, after a look at all of it: of tasks, of which these are compared with others."""
        settings = store.settings()
        risks = cls(find_language(settings.language), settings.similarity_threshold, Labels(store))
        risks.labels.count_up_to(store.last_accepted())
        risks.neighbours = Neighbours(store.folder, risks.close_from)
        risks.neighbours.compare(store, numbers)
        return risks

    def beside(self, store: Store) -> "Risks":
        """Return the same, as far as all is known by now, for another connection to the run."""
        return replace(self, labels=replace(self.labels, store=store))

    @property
    def close_from(self) -> float:
        """The ROUGE-L F-measure from which on two instructions are close."""
        return max(self.threshold - _CLOSE, self.threshold / 2)

    def of(self, row: Row) -> list[str]:
        """Return which of `RISKS` an accepted record has, at its place in the order of acceptance."""
        record, (number, _) = row.record, row.place
        output = record.output.strip()
        judged = row.judged if row.judged and row.judged.reward is None else None
        found = {
            "judge_objects": judged is not None and (judged.value < _FLAWLESS or not judged.is_all_valid),
            "close_to_seed": row.seed_similarity >= self.close_from,
            "close_to_task": self.neighbours is not None and self.neighbours.of(number) is not None,
            "near_refusal": self.language.declining.search(output[:_BEGINNING]) is not None,
            "input_missing": may_lack_input(Draft(record.instruction[:_LONG], record.input, ""), self.language),
            "rare_label": row.is_classification and self.labels.is_rare(number, output),
            **self._odd_lengths(record),
            "short_output": not row.is_classification and len(output) < _SHORT.get(self.language.size_unit, 4),
            "long_output": len(output) > _LONG,
        }
        return [name for name in RISKS if found[name]]

    def _odd_lengths(self, record: Record) -> dict[str, bool]:
        language, instruction, given = self.language, record.instruction, record.input.strip()
        size = language.size(instruction)
        return {
            "short_instruction": size <= language.shortest and not given,
            "long_instruction": size > _LONG_SHARE * language.longest,
            "short_input": len(given) == 1 and not language.asks_of_a_word.search(instruction),
            "long_input": len(given) > _LONG,
        }
