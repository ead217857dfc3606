"""What to ask next, so that the pool soon holds the target number of tasks and few requests are for nothing."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from statistics import median

from selfinstruct.core.values import Item
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.underway import Aside
from selfinstruct.pipeline.ways import Ways
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

# An answer that takes this many times the usual time is overdue: what it may bring is asked of another request.
_OVERDUE = 4.0
# How many answers show what the usual time is.
_ENOUGH_ANSWERS = 8
# No answer is overdue before so many seconds: where answers come at once, there is nothing to gain, and what is asked
# must not depend on how busy the machine is, or no random seed would make a run repeatable.
_LEAST_OVERDUE = 10.0
# The same, until the first answer has come.
_LEAST_OVERDUE_AT_FIRST = 60.0
_A_MOMENT = 0.01
# How many requests may go beyond the need, as a share of all, so that nobody waits for the very last answers.
_BEYOND = 0.03
# How many claimed instructions may wait, as a share of the accepted tasks, so that the last ones do not go through the
# steps one by one. As a share of the target they would be more than a run that a cap ends early could finish.
_STOCK = 0.1
# Up to this share of a cap, nobody knows yet what it takes to finish what has begun.
_FREE = 0.25


@dataclass(frozen=True, slots=True)
class Flight:
    """A request in flight: its step, how many items it works on (0: it proposes), and since when, in seconds."""

    step: Step
    items: int
    since: float


class Schedule:
    """The items that wait for a step, and the requests in flight.

    Classification tasks beyond their share wait `aside`. Where it is `patient`, as in a lane, no answer is overdue,
    however long it takes; answers to the steps that are `batched` take hours, which says nothing of the others.
    """

    def __init__(
        self,
        recipe: Recipe,
        sizes: Sizes,
        ways: Ways,
        report: Report,
        clock: Callable[[], float],
        aside: Aside,
        *,
        patient: bool = False,
        batched: Collection[str] = (),
    ) -> None:
        self.in_flight: dict[int, Flight] = {}
        self.slowest = 0.0
        self._recipe = recipe
        self._sizes = sizes
        self._ways = ways
        self._report = report
        self._clock = clock
        self._aside = aside
        self._is_patient = patient
        self._batched = frozenset(batched)
        self._took: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=100))
        self._longest: dict[str, float] = {}
        self._steps = {step.name: step for step in recipe.works_on}
        self._waiting: dict[str, deque[Item]] = {name: deque() for name in self._steps}

    # --- requests in flight

    def start(self, number: int, step: Step, items: int) -> None:
        """Count a request as in flight."""
        self.in_flight[number] = Flight(step, items, self._clock())

    def end(self, number: int, *, answered: bool) -> None:
        """Count a request as back; learn from one that was `answered` how long that takes."""
        flight = self.in_flight.pop(number)
        if answered and flight.step.name not in self._batched:
            seconds = self._clock() - flight.since
            self.slowest = max(self.slowest, seconds)
            took = self._took[flight.step.name]
            took.append(seconds)
            if len(took) >= _ENOUGH_ANSWERS:
                self._longest[flight.step.name] = max(_LEAST_OVERDUE, _OVERDUE * median(took))

    @property
    def awaited(self) -> int:
        """How many instructions the requests in flight ask for."""
        return sum(not each.items for each in self.in_flight.values()) * self._recipe.proposes.batch

    def _on_time(self) -> list[Flight]:
        now = self._clock()
        return [each for each in self.in_flight.values() if now <= self._overdue_at(each)]

    def _overdue_at(self, flight: Flight) -> float:
        """Return when a request will be overdue; a step with few answers counts as no faster than the slowest."""
        if self._is_patient or flight.step.name in self._batched:
            return inf
        at_first = max(_LEAST_OVERDUE, 10 * self.slowest) if self.slowest else _LEAST_OVERDUE_AT_FIRST
        slowest = max(self._longest.values(), default=at_first)
        return flight.since + self._longest.get(flight.step.name, slowest)

    def seconds_until_overdue(self) -> float | None:
        """Return in how many seconds the next request in flight will be overdue; None if none will be."""
        now = self._clock()
        left = (self._overdue_at(each) - now for each in self.in_flight.values())
        return min((each + _A_MOMENT for each in left if 0 <= each < inf), default=None)

    # --- waiting items

    def put(self, item: Item) -> None:
        """Let an item wait for its step, if it waits for one; those that are asked about again come first."""
        if item.stage in self._waiting and not self._aside.takes(item, self._steps[item.stage]):
            self._append(item)

    def _append(self, item: Item) -> None:
        waiting = self._waiting[item.stage]
        put = waiting.appendleft if item.attempts else waiting.append
        put(item)

    def _take_back(self, *, everything: bool = False) -> None:
        """Let items that are aside wait for their step, those for which there is room, or `everything`."""
        for item in self._aside.released(self._report.target, everything=everything):
            self._append(item)

    # --- what to ask

    def choose(
        self,
        concurrency: int,
        share_spent: float = 0.0,
        *,
        fruitless: bool = False,
        has_room: Callable[[str], bool] = lambda _: True,
    ) -> tuple[Step, tuple[Item, ...]] | None:
        """Return the step to take next, with the items that it works on (none: it proposes); None to wait.

        What has begun is finished before anything new is proposed, but for a stock of instructions. What the requests
        in flight will probably bring is not asked for again, but for a few requests beyond the need: as many as may be
        in flight (`concurrency`), at most 3 % of all. A batch that is not full waits for what may still fill it.
        Nothing new is proposed once so much of a cap is spent (`share_spent`) that the rest is needed to finish, and
        after `fruitless` proposals only when nothing waits to be finished. Only steps are taken that there is room for
        (`has_room`). Where proposals are batched, they at most double the pool at a time: what is new is to feed them.
        """
        self._take_back()
        on_time, needed = self._on_time(), self._needed(concurrency)
        if self._recipe.proposes.name in self._batched:
            needed = min(needed, self._report.seeds + self._report.accepted)
        proposals = sum(not each.items for each in on_time)
        waiting = sum(map(len, self._waiting.values()))
        begun = sum(each.items for each in on_time) + waiting + proposals * self._each_proposal()
        is_last_resort = not (waiting or self._aside or any(each.items for each in on_time))
        lacks = _whole(needed, begun) > 0
        more = lacks and self._can_finish(begun, share_spent) and (is_last_resort or not fruitless)
        if lacks and not more:
            self._take_back(everything=True)
        proposal = (self._recipe.proposes, ()) if more and has_room(self._recipe.proposes.name) else None
        if proposal and waiting < self._stock(concurrency):
            return proposal
        # Of steps in the same place the one with more items goes first: no kind of tasks is to get ahead of another.
        steps = sorted(self._recipe.works_on, key=lambda step: (-step.place, -len(self._waiting[step.name])))
        for full in (True,) if more else (True, False):
            for step in steps:
                if has_room(step.name) and (items := self._batch(step, needed, on_time, full=full)):
                    return step, items
        return proposal

    def _batch(self, step: Step, needed: float, on_time: Sequence[Flight], *, full: bool) -> tuple[Item, ...]:
        """Take a batch of waiting items, if one may go: a full one, or one that nothing in flight can fill any more.

        Items that are farther on their way go first. The last steps work on no more items than are needed, the others
        fill their requests, which costs nothing more. An item that is asked about again goes alone.
        """
        waiting, size = self._waiting[step.name], self._size(step)
        as_far = [each for each in on_time if each.step.place >= step.place]
        missing = _whole(needed, sum(each.items for each in as_far))
        if not waiting or missing <= 0:
            return ()
        if step.is_spent_on_items:
            size = min(size, missing)
        if waiting[0].attempts:
            size = 1
        elif len(waiting) < size and (full or len(as_far) < len(on_time)):
            return ()
        taken = [waiting.popleft()]
        while waiting and len(taken) < size and not waiting[0].attempts:
            taken.append(waiting.popleft())
        return tuple(taken)

    def _needed(self, concurrency: int) -> float:
        report, requests = self._report, self._report.requests.total()
        beyond = report.accepted / requests * min(concurrency, floor(_BEYOND * requests)) if requests else 0.0
        # Which share of the claimed instructions becomes accepted tasks, 0.9 to begin with.
        survival = (report.accepted + 9) / (report.accepted + report.rejected_items + 10)
        return (report.target + beyond - report.kept) / survival

    def _each_proposal(self) -> float:
        """Return how many claimed instructions a request for them brings, 8 of 10 to begin with."""
        proposes = self._recipe.proposes
        return (self._report.claimed + 0.8 * proposes.batch) / (self._report.requests_of(proposes.name) + 1)

    def _size(self, step: Step) -> int:
        return self._sizes.items(step, self._ways.form(step))

    def _stock(self, concurrency: int) -> float:
        last = self._recipe.works_on[-1] if self._recipe.works_on else None
        return min(concurrency * self._size(last), _STOCK * self._report.accepted) if last else 0.0

    def _can_finish(self, begun: float, share_spent: float) -> bool:
        """Tell whether the rest of what may be spent finishes what has begun, if a task costs what it has cost."""
        if share_spent <= _FREE or not self._recipe.works_on:
            return True
        return self._report.accepted * (1 - share_spent) >= begun * share_spent


def _whole(needed: float, begun: float) -> int:
    """Return how many items more are needed. A part of one is worth no request while what has begun may bring it."""
    return floor(needed - begun) if begun else ceil(needed)
