"""The tasks of a run from which an export is made, and whether there are any that it asks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Task
from selfinstruct.exports.dataset import dataset
from selfinstruct.exports.pairing import paired
from selfinstruct.exports.selection import Condition, Selection
from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps.findings import Verdict
from selfinstruct.storage.store import Store

# Yields the tasks, and shows how many there have been, with a word on what becomes of them.
Watch = Callable[[Iterable[Task], str], Iterator[Task]]


@dataclass(frozen=True)
class Source:
    """The seed tasks of a run if they are wanted, then the accepted ones up to the target; what is selected of them.

    What the run accepts in the meantime is left out, so that all parts fit each other. With a `least_gap`, each task
    has the worst of its other outputs beside it, and those are left out whose scores are not so far apart.
    """

    store: Store
    report: Report
    selection: Selection
    include_seeds: bool
    least_gap: float | None = None

    def accepted(self) -> Iterator[Task]:
        """Yield the accepted tasks, as reviewers left them, up to the target."""
        return dataset(self.store, self.report)

    def parts(self) -> list[str]:
        """Return the parts that get a task; `InputError` if train gets none."""
        split = self.selection.split
        if split is None:
            return ["train"]
        unshuffled = replace(self, selection=replace(self.selection, shuffle=None))
        parts = [part for part in self.selection.parts if _any(unshuffled.tasks(part))]
        if "train" not in parts:
            raise InputError(f"‹split› {split}: no task falls to train; choose a larger share")
        return parts

    def tasks(self, part: str) -> Iterator[Task]:
        """Yield the selected tasks of a part."""
        selected = self.selection.of(self._every(), part)
        if self.least_gap is None:
            return selected
        return paired(self.store, selected, self.least_gap, self.report.standings)

    def _every(self) -> Iterator[Task]:
        if self.include_seeds:
            yield from self.report.settings.seed_tasks
        yield from self.accepted()

    def require_tasks(self) -> None:
        """Raise `InputError` if a condition asks for what the run does not know, or no task meets all of them."""
        for condition in self.selection.conditions:
            if condition.name == "classification":
                self._require_classification(condition)
            if not _any(filter(condition.is_met, self._every())) and (why := condition.why_unmet(self._every())):
                raise InputError(f"‹conditions› {condition.text}: {why}")
        whole = replace(self, selection=Selection(self.selection.conditions))
        unpaired = replace(whole, least_gap=None)
        if self.selection.conditions and not _any(unpaired.tasks("train")):
            raise InputError(f"‹conditions›: {self._met()}no task meets all of this; nothing is written")
        if self.least_gap is not None and not _any(whole.tasks("train")):
            raise InputError(
                f"‹min_gap› {self.least_gap:g}: no task has two outputs whose scores are so far apart; have several"
                " written with ‹best_of›, or choose a smaller gap"
            )

    def lacks(self) -> Iterator[str]:
        """Yield a line for each condition on what some of the tasks do not have."""
        yield from filter(None, (condition.told(self._every()) for condition in self.selection.conditions))

    def _require_classification(self, condition: Condition) -> None:
        settings = self.report.settings
        if name := settings.recipe:
            recipe = build_recipe(name, find_language(settings.language), settings.instances_per_task or 1)
            if not recipe.finds(Verdict):
                raise InputError(
                    f"‹conditions› {condition.text}: ‹recipe› {name} has no classification step; leave it out"
                )
        elif not any(task.is_classification for task in self.accepted()):
            raise InputError(f"‹conditions› {condition.text}: the imported tasks do not say; leave it out")

    def _met(self) -> str:
        """Return how many tasks meet each of several conditions, with a semicolon; "" if there is only one."""
        conditions = self.selection.conditions
        if len(conditions) == 1:
            return ""
        meet = [f"{each.text}: {sum(map(each.is_met, self._every())):,}" for each in conditions]
        return f"of {Count(sum(1 for _ in self._every())):task}, so many meet {', '.join(meet)}; "


def _any(tasks: Iterator[Task]) -> bool:
    return next(tasks, None) is not None
