"""What the loop asks, whatever stands behind it: endpoints that share the work, groups of them, batches."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from selfinstruct.core.errors import GivenUp
from selfinstruct.core.values import Answer, Request

# Records the body that an attempt brought, then reads it.
Keep = Callable[[int, bytes], Answer]


class Group(Protocol):
    """Answers requests, and says how it has been doing.

    `on_change` is called whenever there is room again, or an answer is there.
    """

    on_change: Callable[[], None]

    @property
    def concurrency(self) -> int:
        """How many requests may be asked at the same time."""
        ...

    @property
    def in_flight(self) -> int:
        """How many requests are asked, and answered within minutes."""
        ...

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked that is answered within minutes."""
        ...

    @property
    def is_away(self) -> bool:
        """Whether all that it was asked is out, and not answered within minutes; also if it was asked nothing."""
        ...

    @property
    def not_asked(self) -> list[str]:
        """What is not asked at present, or not answered yet, and why; one line each."""
        ...

    @property
    def slowed(self) -> Sequence[str]:
        """What is asked less than at first, and why; one line each."""
        ...

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause."""
        ...

    @property
    def seconds_until_given_up(self) -> float | None:
        """In how many seconds it counts as gone if nothing is answered; None while no answer is due."""
        ...

    def given_up(self) -> GivenUp:
        """Return the error that says that it has not answered for too long."""
        ...

    def has_room(self, step: str) -> bool:
        """Tell whether a request of a step could leave at once."""
        ...

    def nothing_more(self) -> None:
        """Take note that nothing else is to be asked until an answer comes: what might wait for more need not."""
        ...

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Return the completion of a request; `keep` gets what came before anything else happens."""
        ...

    def stop(self) -> None:
        """Send nothing from now on; requests in flight may still come back."""
        ...

    async def close(self) -> None:
        """Release all connections."""
        ...
