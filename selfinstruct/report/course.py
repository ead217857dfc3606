"""How a run went: what became of its candidates, a thousand at a time, and what the next tasks will take."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from selfinstruct.core.counts import Count, Rough, rough_money
from selfinstruct.core.spending import Spending
from selfinstruct.core.values import ACCEPTED, REJECTED, Usage
from selfinstruct.report.ideas import Ideas
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

STRETCH = 1_000
# A short run is told in shorter stretches, so that there is a course to see.
_SHORTER = (500, 200, 100, 50, 20, 10)
_FEWEST_STRETCHES = 8
# Candidates that say anything of those to come; the share of them that may still be on its way.
_FEWEST = 50
_HARDLY = 0.1


@dataclass
class Stretch:
    """Candidates in a row, and what came of them: those accepted, on their way, rejected later, and refused by reason.

    `requests` are those answered for them, in all steps that grow a run, `spent` what these took; a judge that was
    asked afterwards does not grow it.
    """

    candidates: int = 0
    accepted: int = 0
    waiting: int = 0
    rejected: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    spent: Spending = field(default_factory=Spending)

    @property
    def usage(self) -> Usage:
        """The tokens that the answers took."""
        return self.spent.usage

    @property
    def claimed(self) -> int:
        """Those that were sound and new."""
        return self.accepted + self.waiting + self.rejected

    @property
    def acceptance(self) -> float:
        """The share of the candidates that became tasks, of those whose fate is known."""
        known = self.candidates - self.waiting
        return self.accepted / known if known else 0.0

    @property
    def tasks(self) -> int:
        """How many tasks come of it, those that are on their way counted as likely as the others."""
        return round(self.candidates * self.acceptance)

    @property
    def tasks_a_request(self) -> float:
        """Tasks for each request."""
        return self.tasks / self.requests if self.requests else 0.0


@dataclass(frozen=True)
class Outlook:
    """What so many `further` tasks are likely to take, if the run goes on as in its last stretch."""

    further: int
    is_to_target: bool
    requests: int
    tokens: int
    cost: float | None


@dataclass(frozen=True)
class Course:
    """A run in stretches of `size` candidates; its `first` and its `recent` ones, and what follows from these.

    Both hold as many candidates as tell something: a quarter of those that a model proposed, from 50 to 1,000. They
    are None, as the `outlook` is, where nothing can be said.
    """

    size: int
    stretches: tuple[Stretch, ...]
    first: Stretch | None
    recent: Stretch | None
    outlook: Outlook | None


@dataclass(frozen=True)
class Words:
    """The sentences in which a course is told, each with places for its numbers."""

    trend: str = "Of the first {:candidate} {} were sound and new, of the last as many {}."
    recent: str = "The last {} took {:request} and brought {:task}."
    to_target: str = "At this rate the {:task} still to come will take about {:more request} and {:token}{}."
    to_double: str = "At this rate {:more task} would take about {:more request} and {:token}{}."
    of_money: str = ", at a cost of about {}"


ENGLISH = Words()


def ideas_of(first: Stretch | None, recent: Stretch | None) -> Ideas | None:
    """Return how many of the first and of the latest candidates were new, None if either are not known."""
    if not first or not recent:
        return None
    candidates = min(first.candidates, recent.candidates)
    return Ideas(candidates, *(round(candidates * each.claimed / each.candidates) for each in (first, recent)))


def told(ideas: Ideas | None, recent: Stretch | None, coming: Outlook | None, words: Words = ENGLISH) -> list[str]:
    """Return in words how the end of a run differs from its beginning, and what comes next, as far as that is known.

    What comes next follows from the numbers that are told: so many tasks of so many requests.
    """
    lines = []
    if ideas and recent:
        shares = (f"{each / ideas.candidates:.0%}" for each in (ideas.first, ideas.recent))
        lines.append(words.trend.format(Count(ideas.candidates), *shares))
        lines.append(words.recent.format(*map(Count, (recent.candidates, recent.requests, recent.tasks))))
    if coming:
        money = "" if coming.cost is None else words.of_money.format(rough_money(coming.cost))
        line = words.to_target if coming.is_to_target else words.to_double
        lines.append(line.format(Count(coming.further), Rough(coming.requests), Rough(coming.tokens), money))
    return lines


def course(store: Store, report: Report) -> Course:
    """Return how a run went; `outlook` goes to its target, or once it is reached, to twice as many tasks."""
    size = _size(report.candidates)
    stretches = tuple(_stretches(store, size, report.not_growing))
    # Tasks may have been imported before; of what has only begun, the requests are not known yet.
    asked = [each for each in stretches if each.requests and each.waiting <= _HARDLY * each.candidates]
    enough = enough_of(sum(each.candidates for each in asked))
    first, recent = _together(asked, enough), _together(asked[::-1], enough)
    return Course(size, stretches, first, recent, outlook(recent, report))


def enough_of(candidates: int) -> int:
    """Return how many candidates of so many tell something of how the run goes: a quarter, from 50 to 1,000."""
    return min(STRETCH, max(_FEWEST, candidates // 4))


def _together(stretches: Sequence[Stretch], enough: int) -> Stretch | None:
    """Return the first stretches as one that has enough candidates, None if there are not as many."""
    together = Stretch()
    for each in stretches:
        _add(together, each)
        together.requests, together.spent = together.requests + each.requests, together.spent + each.spent
        if together.candidates >= enough:
            return together
    return None


def _size(candidates: int) -> int:
    sizes = (STRETCH, *_SHORTER)
    return next((size for size in sizes if candidates >= _FEWEST_STRETCHES * size), sizes[-1])


def _stretches(store: Store, size: int, without: Collection[str]) -> list[Stretch]:
    """Return the stretches, each with the requests that were about its candidates, `without` those of some steps."""
    stretches, ends = _in_stretches(_proposed(store), size)
    # What shows demonstrations is about its own candidates; what works on items is about theirs.
    for about, requests, spent in store.taken_by_completion(store.proposing_steps(), without):
        stretch = stretches[min(bisect_left(ends, about), len(ends) - 1)]
        stretch.requests, stretch.spent = stretch.requests + requests, stretch.spent + spent
    return stretches


def _in_stretches(by_completion: dict[int, Stretch], size: int) -> tuple[list[Stretch], list[int]]:
    """Return stretches of at least so many candidates, the last one aside, and the last completion of each."""
    stretches, ends = [Stretch()], [0]
    for number in sorted(by_completion):
        if stretches[-1].candidates >= size:
            stretches.append(Stretch())
            ends.append(0)
        _add(stretches[-1], by_completion[number])
        ends[-1] = number
    return stretches, ends


def _proposed(store: Store) -> dict[int, Stretch]:
    """Return what came of the candidates of each completion."""
    found: dict[int, Stretch] = {}
    for number, stage, count in store.claimed_by_completion():
        of = found.setdefault(number, Stretch())
        of.candidates += count
        name = {ACCEPTED: "accepted", REJECTED: "rejected"}.get(stage, "waiting")
        setattr(of, name, getattr(of, name) + count)
    for number, reason, count in store.refused_by_completion():
        of = found.setdefault(number, Stretch())
        of.candidates += count
        of.refused[reason] += count
    return found


def _add(stretch: Stretch, more: Stretch) -> None:
    stretch.candidates += more.candidates
    stretch.accepted += more.accepted
    stretch.waiting += more.waiting
    stretch.rejected += more.rejected
    stretch.refused += more.refused


def outlook(recent: Stretch | None, report: Report) -> Outlook | None:
    """Return what follows from the latest candidates, None if nothing does."""
    if not recent or not recent.tasks_a_request:
        return None
    left = report.target - report.kept
    further = left if left > 0 else report.kept
    requests = further * recent.requests / recent.tasks
    share = requests / recent.requests
    lists = report.price_lists
    cost = recent.spent.cost(lists) * share if lists else None
    return Outlook(further, left > 0, round(requests), round(recent.usage.total * share), cost)
