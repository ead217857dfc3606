"""Endpoints in groups: some steps ask a group of their own, such as a judge at another address."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from selfinstruct.core.errors import GivenUp
from selfinstruct.core.values import Answer, Request
from selfinstruct.endpoints.retry import Endpoints, Keep


@dataclass(eq=False)
class Routes:
    """Several groups, asked as one: `of_step` has those of some steps, `others` answers all else."""

    others: Endpoints
    of_step: Mapping[str, Endpoints]

    @property
    def _groups(self) -> list[Endpoints]:
        return [self.others, *self.of_step.values()]

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
    def room(self) -> int:
        """How many more requests could leave at once."""
        return sum(group.room for group in self._groups)

    @property
    def not_asked(self) -> list[str]:
        """Which endpoints are not asked at present, and why; one line each."""
        return [line for group in self._groups for line in group.not_asked]

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause."""
        return sum((group.faults for group in self._groups), Counter[str]())

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Send a request to the group of its step, and return its completion; raises what `Endpoints` raise."""
        return await self.of_step.get(request.kind, self.others).complete(request, keep)

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
