"""Which endpoint a request goes to, as things stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from selfinstruct.core.values import Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.endpoint import Endpoint

# A request that a lane has had no room for so often goes where there is some, if that is wanted.
_TURNED_AWAY = 3


@dataclass
class Course:
    """How it has gone with a request so far.

    `guesses` are parameters that it perhaps was refused for: an endpoint, a model there, a parameter. Lanes had no room
    for it as often as they have `turned_away` it.
    """

    failed_at: list[float] = field(default_factory=list)
    guesses: list[tuple[str, str, str]] = field(default_factory=list)
    turned_away: int = 0


@dataclass(frozen=True)
class Choice:
    """The endpoints of a run, those that stand in for a lane without room among them."""

    endpoints: Sequence[Endpoint]
    budget: Budget

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight at the same time, at all endpoints together."""
        return sum(each.limit for each in self.endpoints if self._may_be_asked(each, 0))

    @property
    def lowest_price(self) -> float:
        """The share of the usual price at which a request may be answered, at best."""
        return min((each.price for each in self.endpoints if each.refusal is None), default=1.0)

    @property
    def is_single(self) -> bool:
        """Whether there is one address only."""
        return sum(not each.lane for each in self.endpoints) == 1

    @property
    def has_other(self) -> bool:
        """Whether an endpoint is left to be asked where it is wanted, and not for want of room elsewhere."""
        return any(each.refusal is None and not each.lane for each in self.endpoints)

    def next(self, most: Usage, turned_away: int) -> tuple[Endpoint | None, float | None]:
        """Return which endpoint to ask next, and in how many seconds it may be asked; None when all are busy.

        Lanes have so often `turned_away` the request. One that rests is asked as soon as it may be.
        """
        beside = turned_away >= _TURNED_AWAY
        free = [
            (each.seconds_until_ready(most), bool(each.lane) != beside, each.failures, each.in_flight / each.limit, at)
            for at, each in enumerate(self.endpoints)
            if self._may_be_asked(each, turned_away)
            and each.in_flight < each.limit
            # What a cap leaves may be enough for the lane alone.
            and not (each.lane and self.budget.objection(most, each.price))
        ]
        if not free:
            return None, None
        seconds, *_, best = min(free)
        return self.endpoints[best], seconds

    def _may_be_asked(self, endpoint: Endpoint, turned_away: int) -> bool:
        """Tell whether an endpoint is for this request: one that stands in for a lane is where that has no room."""
        lane = endpoint.lane
        return not lane or (lane.refusal is None and (lane.is_full or turned_away >= _TURNED_AWAY))
