"""What a run took: requests, tokens, money and time, by step and model, and what failed."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.core.spending import PriceLists, Spending
from selfinstruct.core.values import Usage
from selfinstruct.report.numbers import Report
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store


@dataclass(frozen=True)
class Cost:
    """What the answered requests of a step and a model took; `money` is None where no prices are known."""

    step: str
    model: str
    requests: int
    usage: Usage
    money: float | None


@dataclass(frozen=True)
class Costs:
    """What a run took in all: `seconds` of work, tasks that were `accepted`, those of them that were `grown` for it.

    Where `is_replayed`, another run has asked, and the seconds are those of the replay and of what came after it.
    `failed` counts failed requests by cause; `perhaps` are the tokens of those that may have been billed without an
    answer, `perhaps_money` what these would cost.
    """

    steps: tuple[Cost, ...]
    accepted: int
    grown: int
    seconds: float
    is_replayed: bool
    sent: int
    failed: Mapping[str, int]
    perhaps: Usage
    perhaps_money: float | None

    @property
    def usage(self) -> Usage:
        """The tokens of all answers together."""
        return sum((each.usage for each in self.steps), Usage())

    @property
    def to_judge(self) -> float:
        """The tokens that a judge took for each accepted task."""
        judging = sum((each.usage for each in self.steps if each.step == JUDGE), Usage())
        return judging.total / max(1, self.accepted)

    @property
    def tokens_a_task(self) -> float:
        """The tokens that an accepted task took, those of a judge included; imported ones were written elsewhere."""
        writing = sum((each.usage for each in self.steps if each.step != JUDGE), Usage())
        return writing.total / max(1, self.grown) + self.to_judge

    @property
    def money(self) -> float | None:
        """What all answers cost, None where no prices are known."""
        known = [each.money for each in self.steps if each.money is not None]
        return sum(known) if known else None


def costs(store: Store, report: Report) -> Costs:
    """Return what a run took."""
    lists = report.price_lists
    steps = (
        Cost(each.step, each.model, each.requests, each.spent.usage, _money(each.spent, lists))
        for each in store.taken_by_step()
    )
    return Costs(
        tuple(sorted(steps, key=lambda each: (-each.usage.total, each.step, each.model))),
        report.accepted,
        report.grown,
        report.seconds,
        report.is_replayed,
        report.attempts,
        dict(sorted(report.faults.items())),
        report.reserved,
        report.held.cost(lists) if lists else None,
    )


def _money(spent: Spending, lists: PriceLists) -> float | None:
    """Return what was spent in money, None if no prices are known for any of it."""
    return spent.cost(lists) if lists and spent.unpriced(lists) != spent.usage else None
