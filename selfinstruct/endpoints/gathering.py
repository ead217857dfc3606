"""Requests that wait to leave in a batch, and how many of them fit into one."""

from collections.abc import Callable

from selfinstruct.backends import Batching
from selfinstruct.core.errors import CapReached
from selfinstruct.core.values import Request
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.waiting import Waiting

# As long as any, to know the length of a line before the attempt has its number.
_SOME_ATTEMPT = 10**9


class Gathering:
    """What is `waiting`, in the order in which it is to leave, at a share of the usual `price`.

    `most_requests` and `most_bytes` are the most that the next batch may hold.
    """

    def __init__(self, budget: Budget, batching: Batching, price: float) -> None:
        self.waiting: list[Waiting] = []
        self.most_requests, self.most_bytes = batching.requests, batching.size
        self._budget, self._price = budget, price

    @property
    def has_room(self) -> bool:
        """Whether another request may be gathered."""
        return len(self.waiting) < self.most_requests

    @property
    def objection(self) -> str:
        """What the caps have against the first request, "" for nothing."""
        return self._objection(self.waiting[0].request)

    def cap_reached(self) -> CapReached:
        """Return the error that this objection is."""
        return self._budget.reached(self._budget.most(self.waiting[0].request), self._price)

    def take(
        self, line: Callable[[int, Request], bytes], note: Callable[[int, Request], None]
    ) -> tuple[list[bytes], dict[int, Waiting]]:
        """Take what was gathered first, as much as fits, and reserve the most that it may take.

        `line` makes the line of an attempt, and each is `note`d. Returns the lines, and the requests by their attempts.
        """
        lines: list[bytes] = []
        taken: dict[int, Waiting] = {}
        size = 0
        for waiting in self.waiting[: self.most_requests]:
            size += len(line(_SOME_ATTEMPT, waiting.request))
            if taken and (size > self.most_bytes or self._objection(waiting.request)):
                break
            attempt = self._budget.reserve(self._budget.most(waiting.request), self._price)
            note(attempt, waiting.request)
            lines.append(line(attempt, waiting.request))
            taken[attempt] = waiting
        del self.waiting[: len(taken)]
        return lines, taken

    def _objection(self, request: Request) -> str:
        return self._budget.objection(self._budget.most(request), self._price)
