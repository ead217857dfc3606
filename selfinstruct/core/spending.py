"""What was spent where not all tokens cost the same: those of a lane cost a share of the usual price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage


@dataclass(frozen=True)
class Spending:
    """Tokens, by the share of the usual price that they cost."""

    by_price: Mapping[float, Usage] = field(default_factory=dict)

    @classmethod
    def of(cls, usage: Usage, price: float = 1.0) -> "Spending":
        """Return tokens that all cost the same share of the price."""
        return cls({price: usage})

    @property
    def usage(self) -> Usage:
        """All tokens together."""
        return sum(self.by_price.values(), Usage())

    def cost(self, prices: Prices) -> float:
        """Return what the tokens cost."""
        return sum(price * prices.cost(usage) for price, usage in self.by_price.items())

    def __add__(self, other: "Spending") -> "Spending":
        prices = dict.fromkeys((*self.by_price, *other.by_price))
        return Spending({price: self._at(price) + other._at(price) for price in prices})

    def __sub__(self, other: "Spending") -> "Spending":
        prices = dict.fromkeys((*self.by_price, *other.by_price))
        return Spending({price: self._at(price) - other._at(price) for price in prices})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spending):
            return NotImplemented
        return self._told() == other._told()

    def __hash__(self) -> int:
        return hash(frozenset(self._told().items()))

    def _at(self, price: float) -> Usage:
        return self.by_price.get(price, Usage())

    def _told(self) -> dict[float, Usage]:
        return {price: usage for price, usage in self.by_price.items() if usage != Usage()}


def all_of(parts: Iterable[Spending]) -> Spending:
    """Return what was spent in all."""
    return sum(parts, Spending())
