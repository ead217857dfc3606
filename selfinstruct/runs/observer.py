"""How the caller learns what is going on while it waits for a result."""

from collections import Counter
from typing import Protocol

from selfinstruct.pipeline.settling import Settlement
from selfinstruct.report.numbers import Report


class Progress(Protocol):
    """A run that is being grown, as it stands at the moment; not to be changed.

    `stopped_by` says why it asks nothing new any more, "" as long as it does. `not_asked` has a line for each endpoint
    that is left out at present.
    """

    report: Report
    stopped_by: str

    @property
    def in_flight(self) -> int:
        """How many requests have left and are not back."""
        ...

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight."""
        ...

    @property
    def not_asked(self) -> list[str]:
        """Which endpoints are not asked at present, and why."""
        ...

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause, those that are being asked again included."""
        ...

    @property
    def cost(self) -> float | None:
        """What was spent, in money, at most; None if no prices are known."""
        ...

    def interrupt(self) -> None:
        """Stop asking and wait for what is in flight; called a second time, give that up, too.

        To be called in the thread of the event loop, as `started` and `settled` are.
        """
        ...


class Observer:
    """Learns of progress; does nothing with it. Override what you need."""

    def started(self, progress: Progress) -> None:
        """Called in the event loop when a run begins to ask."""

    def settled(self, settlement: Settlement) -> None:
        """Called with each completion and what followed from it: new items, accepted tasks, rejections."""

    def ended(self) -> None:
        """Called in the event loop when a run that has started asks nothing any more, whatever the reason."""

    def counted(self, count: int, what: str) -> None:
        """Called with how many there have been so far, such as `tasks read` or `completions read`."""
