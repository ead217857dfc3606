"""The loop that lets a judge score the tasks that a run has accepted already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from selfinstruct.core.scores import next_to_judge
from selfinstruct.core.values import Item
from selfinstruct.pipeline.jobs import Job
from selfinstruct.pipeline.loop import Loop
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.pool.onward import MOST_REQUESTS
from selfinstruct.steps import Step

# More than ever wait.
_ALL = 10**12


class Backlog(Schedule):
    """The items that wait for the judge; nothing else is asked."""

    def choose(
        self,
        concurrency: int,
        share_spent: float = 0.0,
        *,
        fruitless: bool = False,
        has_room: Callable[[str], bool] = lambda _: True,
    ) -> tuple[Step, tuple[Item, ...]] | None:
        """Return the judge with the next item; None if none waits."""
        (judge,) = self._recipe.works_on
        items = self._batch(judge, _ALL, self._on_time(), full=False)
        return (judge, items) if items else None


@dataclass(kw_only=True, eq=False, repr=False)
class JudgingLoop(Loop):
    """Asks about each instance of the `tasks` until it has its verdicts, or three requests have brought none.

    `done` counts the tasks that are through, `unjudged` those of them that have no score.
    """

    _plans: ClassVar[type[Schedule]] = Backlog
    tasks: Sequence[Item]

    def __post_init__(self) -> None:
        self.done = self.unjudged = 0
        super().__post_init__()

    def _waiting_at_first(self) -> Iterable[Item]:
        return self.tasks

    @property
    def _is_complete(self) -> bool:
        return False

    def _go_on_with(self, job: Job, settlement: Settlement) -> None:
        judged = {task.id: task for task in settlement.outcome.judged}
        for item in job.items:
            if task := judged.get(item.id):
                scores = tuple(each for each in task.scores if each)
                item = replace(item, scores=scores, attempts=0)
                is_through = next_to_judge(scores, len(item.written), job.step.verdicts) is None
            else:
                item = replace(item, attempts=item.attempts + 1)
                is_through = item.attempts >= MOST_REQUESTS
                self.unjudged += is_through and next_to_judge(item.scores, len(item.written), 1) is not None
            if is_through:
                self.done += 1
            else:
                self.schedule.put(item)
