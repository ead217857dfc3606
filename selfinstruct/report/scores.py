"""How good a judge found the records of a dataset."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean

from selfinstruct.core.scores import HIGHEST, MARKS, Score
from selfinstruct.core.values import Task
from selfinstruct.decisions.values import QUESTIONS


@dataclass(frozen=True)
class Scores:
    """What a judge said of so many `records`, `of` all that there are.

    `shares` are those of yes for each question, and of records with no no (`all`). `marks` are the mean marks, and that
    of all (`mean_mark`); `spread` counts the records from each whole mark up to the next. `models` are the judges, with
    how many records each has judged. Of the records with several verdicts, `several`, these lie `apart` on average.
    """

    records: int
    shares: dict[str, float]
    marks: dict[str, float]
    spread: tuple[int, ...]
    models: dict[str, int]
    several: int = 0
    apart: float = 0.0
    of: int = 0

    def reaching(self, mark: int) -> int:
        """Return how many records have at least this score, a whole one."""
        return sum(self.spread[mark:])


@dataclass
class Verdicts:
    """Gathers what a judge said of tasks."""

    _scores: list[Score] = field(default_factory=list)
    _records: int = 0

    def add(self, task: Task) -> None:
        """Take in what was said of a task, if it was judged."""
        self._records += len(task.instances)
        # Rewards are no marks.
        self._scores += (each for each in task.scores if each and each.reward is None)

    @classmethod
    def of(cls, tasks: Iterable[Task]) -> Scores | None:
        """Return what was said of all these tasks, None if nothing was."""
        verdicts = cls()
        for task in tasks:
            verdicts.add(task)
        return verdicts.told()

    def told(self) -> Scores | None:
        """Return what all of it comes to, None if there is none."""
        scores = self._scores
        if not scores:
            return None
        shares = {name: mean(getattr(each, name) for each in scores) for name in QUESTIONS}
        apart = [each.spread for each in scores if each.verdicts]
        counts = Counter(min(int(each.value), HIGHEST) for each in scores)
        return Scores(
            len(scores),
            {**shares, "all": mean(each.is_all_valid for each in scores)},
            {name: mean(getattr(each, name) for each in scores) for name in MARKS}
            | {"mean_mark": mean(each.value for each in scores)},
            tuple(counts[mark] for mark in range(HIGHEST + 1)),
            dict(Counter(each.model for each in scores).most_common()),
            len(apart),
            mean(apart) if apart else 0.0,
            self._records,
        )
