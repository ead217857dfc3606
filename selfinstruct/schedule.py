"""What to ask next, so that the pool holds the target number of tasks soon and little is asked in vain."""

from collections import Counter, deque
from collections.abc import Sequence
from math import ceil

from selfinstruct.recipes import Recipe
from selfinstruct.report import Report
from selfinstruct.steps import Step
from selfinstruct.types import Item


class Schedule:
    """The items that wait for a step, and the number of requests in flight by step."""

    def __init__(self, recipe: Recipe, report: Report, target: int) -> None:
        self.in_flight: Counter[str] = Counter()
        self._recipe = recipe
        self._report = report
        self._target = target
        self._waiting: dict[str, deque[Item]] = {step.name: deque() for step in recipe.works_on}

    def put(self, item: Item) -> None:
        """Let an item wait for its step, if it waits for one; those that are asked again come first."""
        if item.stage in self._waiting:
            waiting = self._waiting[item.stage]
            waiting.appendleft(item) if item.attempts else waiting.append(item)

    def take_back(self, step: Step, ids: Sequence[str]) -> tuple[Item, ...]:
        """Return the waiting items of these ids, in this order, as the prompt showed them; they wait no longer."""
        waiting = self._waiting.get(step.name, deque())
        by_id = {item.id: item for item in waiting}
        taken = tuple(by_id[id_] for id_ in ids) if waiting else ()
        for item in taken:
            waiting.remove(item)
        return taken

    def choose(self) -> tuple[Step, tuple[Item, ...]] | None:
        """Return the step to take next, with the items that it works on (none: it proposes); None to wait.

        What has begun is finished before anything new is proposed, in full batches as long as these come about.
        Nothing is asked that the requests in flight are expected to make needless.
        """
        if self._missing() <= 0:
            return None
        for step in reversed(self._recipe.works_on):
            waiting = self._waiting[step.name]
            if len(waiting) >= step.batch or (waiting and waiting[0].attempts):
                return step, self._take(step)
        if self._missing(waiting=True) > 0:
            return self._recipe.proposes, ()
        for step in reversed(self._recipe.works_on):
            if self._waiting[step.name]:
                return step, self._take(step)
        return None

    def _take(self, step: Step) -> tuple[Item, ...]:
        """Take a batch of waiting items, not more than are still missing; one that is asked again goes alone."""
        waiting = self._waiting[step.name]
        size = min(step.batch, ceil(self._missing() / self._survival()))
        taken = [waiting.popleft()]
        while waiting and len(taken) < size and not (taken[0].attempts or waiting[0].attempts):
            taken.append(waiting.popleft())
        return tuple(taken)

    def _missing(self, *, waiting: bool = False) -> float:
        """Return how many tasks there will be too few when what is in flight (and what is `waiting`) has ended."""
        proposes = self._recipe.proposes
        each_proposal = (self._report.claimed + 0.8 * proposes.batch) / (self._report.requests_of(proposes.name) + 1)
        under_way = self.in_flight[proposes.name] * each_proposal + self._report.waiting
        if not waiting:
            under_way -= sum(map(len, self._waiting.values()))
        return self._target - self._report.accepted - self._survival() * under_way

    def _survival(self) -> float:
        """Return which share of the claimed instructions becomes accepted tasks, 0.9 to begin with."""
        return (self._report.accepted + 9) / (self._report.accepted + self._report.dropped + 10)
