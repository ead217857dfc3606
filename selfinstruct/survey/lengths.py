"""How long the texts of a dataset are, and what kind of tasks it has."""

from collections import Counter
from dataclasses import dataclass, field

from selfinstruct.core.values import Task
from selfinstruct.languages import Language
from selfinstruct.survey.values import Division, Histogram, Part, Spread, division, histogram, spread

EDGES = (0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000, 5000)
_LONGEST_LABEL = 40
_MOST_LABELS = 100_000
_SHOWN_LABELS = 20


@dataclass(frozen=True)
class Length:
    """How long one field is, in the unit of the language; fields that are empty are left out."""

    histogram: Histogram
    spread: Spread | None


@dataclass(frozen=True)
class Makeup:
    """Lengths in `unit` by field, and shares of the tasks.

    `classification` is None where nobody asked which tasks are; `labels` are the most frequent outputs of those that
    are, `label_evenness` is 1 if all labels are as frequent.
    """

    unit: str
    lengths: dict[str, Length]
    with_input: Part
    questions: Part
    limits: Part
    classification: Part | None
    labels: Division
    different_labels: int


@dataclass
class Sizes:
    """Counts the tasks of a dataset as they pass."""

    language: Language
    _lengths: dict[str, list[float]] = field(default_factory=lambda: {"instruction": [], "input": [], "output": []})
    _counts: Counter[str] = field(default_factory=Counter)
    _labels: Counter[str] = field(default_factory=Counter)

    def add(self, task: Task) -> None:
        """Count one task."""
        size, counts = self.language.size, self._counts
        self._lengths["instruction"].append(size(task.instruction))
        counts["tasks"] += 1
        counts["with_input"] += any(each.input for each in task.instances)
        counts["questions"] += is_question(task.instruction)
        counts["limits"] += self.language.sets_limit.search(task.instruction) is not None
        counts["classification"] += task.is_classification
        self.add_instances(task)

    def add_instances(self, task: Task) -> None:
        """Count the instances of a task that is counted itself."""
        size = self.language.size
        for instance in task.instances:
            if instance.input:
                self._lengths["input"].append(size(instance.input))
            if instance.output:
                self._lengths["output"].append(size(instance.output))
            if task.is_classification:
                self._count_label(instance.output.strip().casefold())

    def _count_label(self, label: str) -> None:
        if len(label) <= _LONGEST_LABEL and (label in self._labels or len(self._labels) < _MOST_LABELS):
            self._labels[label] += 1

    def makeup(self, *, was_asked: bool) -> Makeup:
        """Return what was counted; `was_asked` says whether somebody asked which tasks are classification tasks."""
        lengths = {name: Length(histogram(found, EDGES), spread(found)) for name, found in self._lengths.items()}
        shares = {name: self._share(name) for name in _SHARES}
        asked = self._share("classification")
        every = division(self._labels)
        most = Division(dict([*every.counts.items()][:_SHOWN_LABELS]), every.entropy, every.evenness)
        return Makeup(
            self.language.size_unit,
            lengths,
            **shares,
            classification=asked if asked.many or was_asked else None,
            labels=most,
            different_labels=len(every.counts),
        )

    def _share(self, name: str) -> Part:
        return Part(self._counts[name], self._counts["tasks"])


_SHARES = ("with_input", "questions", "limits")


def is_question(instruction: str) -> bool:
    """Return whether an instruction ends with a question."""
    return instruction.rstrip(" \"'”’)）」』").endswith(("?", "？"))
