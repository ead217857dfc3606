"""Endpoints that turn requests away for one reason each, and what comes of keeping them busy; all in virtual time."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from selfinstruct.core.errors import BackendError, Unavailable
from selfinstruct.core.values import Reply, Request
from selfinstruct.endpoints.retry import Endpoints
from tests.support.misbehaving.latency import LogNormal
from tests.support.scripted import REQUEST, Kept, said

TOLD_IN = 0.05
START = 100.0


class Asked(NamedTuple):
    """What an endpoint knows of a request when it comes: the time, and how many are being worked on."""

    at: float
    working: int


# Whether a request is turned away.
Rule = Callable[[Asked], bool]


def shedding(share: float, random: Random) -> Rule:
    """Turn a share of all requests away, whatever is asked."""
    return lambda _: random.random() < share


def capped(most: int) -> Rule:
    """Turn away what comes while so many requests are worked on."""
    return lambda asked: asked.working >= most


def in_windows(requests: int, seconds: float = 60.0) -> Rule:
    """Let so many requests in within each minute of the clock."""
    let_in: dict[float, int] = {}

    def turns_away(asked: Asked) -> bool:
        window = asked.at // seconds
        let_in[window] = let_in.get(window, 0) + 1
        if let_in[window] > requests:
            let_in[window] -= 1
            return True
        return False

    return turns_away


def sliding(requests: int, seconds: float = 60.0) -> Rule:
    """Let so many requests in within any minute."""
    let_in: deque[float] = deque()

    def turns_away(asked: Asked) -> bool:
        while let_in and let_in[0] + seconds <= asked.at:
            let_in.popleft()
        if len(let_in) >= requests:
            return True
        let_in.append(asked.at)
        return False

    return turns_away


def bucket(a_second: float, size: int) -> Rule:
    """Let a request in for each token of a bucket that fills at an even pace."""
    state = [float(size), START]

    def turns_away(asked: Asked) -> bool:
        state[0] = min(size, state[0] + (asked.at - state[1]) * a_second)
        state[1] = asked.at
        if state[0] < 1:
            return True
        state[0] -= 1
        return False

    return turns_away


def away(begin: float, end: float) -> Rule:
    """Turn everything away between two times, in seconds after the start."""
    return lambda asked: begin <= asked.at - START < end


def either(*rules: Rule) -> Rule:
    """Turn away what any of the rules turns away; what one did does not count for those that follow."""
    return lambda asked: any(rule(asked) for rule in rules)


@dataclass
class Limited:
    """A backend that answers with a latency what its rule does not turn away."""

    rule: Rule
    random: Random
    latency: LogNormal
    told_in: float = TOLD_IN
    pause: float = 0.0
    working: int = 0
    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    limits: str = ""

    async def complete(self, request: Request) -> Reply:
        """Answer a request, or turn it away at once."""
        clock = asyncio.get_running_loop()
        if self.rule(Asked(clock.time(), self.working)):
            await asyncio.sleep(self.told_in)
            self.refused.append(clock.time())
            raise Unavailable("busy", cause="rate limit", overloaded=True, pause=self.pause)
        self.working += 1
        try:
            await asyncio.sleep(self.latency.draw(self.random))
        finally:
            self.working -= 1
        self.answered.append(clock.time())
        return said("hello")

    async def models(self) -> list[str]:
        """Name none."""
        return []

    async def close(self) -> None:
        """Do nothing."""


async def keep_busy(endpoints: Endpoints, seconds: float) -> None:
    """Ask whenever there is room, for so long, as a run does."""
    clock, kept = asyncio.get_running_loop(), Kept()
    end, changed = clock.time() + seconds, asyncio.Event()
    tasks: set[asyncio.Task[None]] = set()
    endpoints.on_change = changed.set

    async def ask() -> None:
        with suppress(BackendError):
            await endpoints.complete(REQUEST, kept)
        kept.bodies.clear()
        changed.set()

    while clock.time() < end:
        while endpoints.room > 0 and clock.time() < end:
            task = asyncio.ensure_future(ask())
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            await asyncio.sleep(0)
        changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(end - clock.time()):
                await changed.wait()
    endpoints.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
