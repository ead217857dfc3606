"""What was spent where not all tokens cost the same: prices change, and those of a lane cost a share of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfinstruct.core.rates import Rate
from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage

# The prices at which a run has bought, by the number of their list.
PriceLists = Mapping[int, Prices]
NO_RATE = Rate()


@dataclass(frozen=True)
class Spending:
    """Tokens, by what they cost."""

    by_rate: Mapping[Rate, Usage] = field(default_factory=dict)

    @classmethod
    def of(cls, usage: Usage, rate: Rate = NO_RATE) -> "Spending":
        """Return tokens that all cost the same."""
        return cls({rate: usage})

    @property
    def usage(self) -> Usage:
        """All tokens together."""
        return sum(self.by_rate.values(), Usage())

    def cost(self, lists: PriceLists) -> float:
        """Return what the tokens cost, as far as their prices are known."""
        return sum(rate.share * lists[rate.prices].cost(usage) for rate, usage in self._priced(lists))

    def usual_cost(self, lists: PriceLists) -> float:
        """Return what they would cost if none of them had a share of its price."""
        return sum(lists[rate.prices].cost(usage) for rate, usage in self._priced(lists))

    def unpriced(self, lists: PriceLists) -> Usage:
        """Return the tokens whose prices are not known."""
        return sum((usage for rate, usage in self.by_rate.items() if rate.prices not in lists), Usage())

    def _priced(self, lists: PriceLists) -> Iterable[tuple[Rate, Usage]]:
        return ((rate, usage) for rate, usage in self.by_rate.items() if rate.prices in lists)

    def __add__(self, other: "Spending") -> "Spending":
        rates = dict.fromkeys((*self.by_rate, *other.by_rate))
        return Spending({rate: self._at(rate) + other._at(rate) for rate in rates})

    def __sub__(self, other: "Spending") -> "Spending":
        rates = dict.fromkeys((*self.by_rate, *other.by_rate))
        return Spending({rate: self._at(rate) - other._at(rate) for rate in rates})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spending):
            return NotImplemented
        return self._told() == other._told()

    def __hash__(self) -> int:
        return hash(frozenset(self._told().items()))

    def _at(self, rate: Rate) -> Usage:
        return self.by_rate.get(rate, Usage())

    def _told(self) -> dict[Rate, Usage]:
        return {rate: usage for rate, usage in self.by_rate.items() if usage != Usage()}


def all_of(parts: Iterable[Spending]) -> Spending:
    """Return what was spent in all."""
    return sum(parts, Spending())
