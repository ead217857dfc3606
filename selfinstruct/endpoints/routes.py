"""Groups asked as one: some steps ask a group of their own, such as a judge at another address, or batches."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from selfinstruct.core.errors import GivenUp
from selfinstruct.core.values import Answer, Request
from selfinstruct.endpoints.group import Group, Keep


@dataclass(eq=False)
class Routes:
    """Several groups, asked as one: `of_step` has those of some steps, `others` answers all else.

    What is `out` already, since an earlier session, comes from the group of its attempt.
    """

    others: Group
    of_step: Mapping[str, Group]
    out: Mapping[int, Group] = field(default_factory=dict)

    @cached_property
    def _groups(self) -> list[Group]:
        return [*dict.fromkeys((self.others, *self.of_step.values(), *self.out.values()))]

    @property
    def on_change(self) -> Callable[[], None]:
        """What is called whenever there is room again in any group."""
        return self.others.on_change

    @on_change.setter
    def on_change(self, call: Callable[[], None]) -> None:
        for group in self._groups:
            group.on_change = call

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight at the same time, in all groups together."""
        return sum(group.concurrency for group in self._groups)

    @property
    def in_flight(self) -> int:
        """How many requests have left and are not back."""
        return sum(group.in_flight for group in self._groups)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked, in any group."""
        return all(group.is_idle for group in self._groups)

    @property
    def is_away(self) -> bool:
        """Whether all that is asked is out, and not answered within minutes, in each group."""
        return all(group.is_away for group in self._groups)

    @property
    def not_asked(self) -> list[str]:
        """What is not asked at present, or not answered yet, and why; one line each."""
        return [line for group in self._groups for line in group.not_asked]

    @property
    def slowed(self) -> list[str]:
        """What is asked less than at first, and why; one line each."""
        return [line for group in self._groups for line in group.slowed]

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause."""
        return sum((group.faults for group in self._groups), Counter[str]())

    def has_room(self, step: str) -> bool:
        """Tell whether a request of a step could leave at once."""
        return self.of_step.get(step, self.others).has_room(step)

    def nothing_more(self) -> None:
        """Take note that nothing else is to be asked until an answer comes.

        No group is told as long as another one may soon bring more.
        """
        if self.is_idle:
            for group in self._groups:
                group.nothing_more()

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Send a request to the group of its step, and return its completion; raises what the group raises."""
        attempt = request.errand.attempt if request.errand else 0
        group = self.out.get(attempt) or self.of_step.get(request.kind, self.others)
        return await group.complete(request, keep)

    @property
    def seconds_until_given_up(self) -> float | None:
        """In how many seconds a group counts as gone if nothing of it answers; None while no answer is due."""
        left = (group.seconds_until_given_up for group in self._groups)
        return min((each for each in left if each is not None), default=None)

    def given_up(self) -> GivenUp:
        """Return the error that says that a group has not answered for too long."""
        silent = (group for group in self._groups if group.seconds_until_given_up == 0)
        return next(silent, self.others).given_up()

    def stop(self) -> None:
        """Send nothing from now on; requests in flight may still come back."""
        for group in self._groups:
            group.stop()

    async def close(self) -> None:
        """Release all connections."""
        for group in self._groups:
            await group.close()
