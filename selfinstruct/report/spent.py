"""What a run has spent, in tokens and in money."""

from dataclasses import dataclass, field

from selfinstruct.core.spending import PriceLists, Spending
from selfinstruct.core.values import Usage


@dataclass(kw_only=True)
class Spent:
    """What all answers took, and what may have been billed without one.

    `spent` are the tokens of all answers, `held` the most of requests that may have been billed without one,
    `price_lists` what they were bought at.
    """

    spent: Spending = field(default_factory=Spending)
    held: Spending = field(default_factory=Spending)
    price_lists: PriceLists = field(default_factory=dict)

    @property
    def cost(self) -> float | None:
        """What was spent, in money, at most; None if no prices are known."""
        return (self.spent + self.held).cost(self.price_lists) if self.price_lists else None

    @property
    def cost_of_answers(self) -> float | None:
        """What the answers cost, in money, as far as they told what they took; None if no prices are known."""
        return self.spent.cost(self.price_lists) if self.price_lists else None

    @property
    def usual_cost(self) -> float | None:
        """What all of that would have cost without a lane; None if no prices are known."""
        return (self.spent + self.held).usual_cost(self.price_lists) if self.price_lists else None

    @property
    def unpriced(self) -> Usage:
        """The tokens that are in no cost, since no prices were named as they were bought."""
        return (self.spent + self.held).unpriced(self.price_lists)

    @property
    def usage(self) -> Usage:
        """The tokens of all answers."""
        return self.spent.usage

    @property
    def reserved(self) -> Usage:
        """The most tokens of requests that may have been billed without an answer."""
        return self.held.usage
