"""Runs of hours in seconds: an event loop whose clock jumps to the next timer instead of waiting for it."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine as `asyncio.run` does, but on a clock that starts at 0 and moves only when all tasks wait.

    Its time is `loop.time()`; what takes real time takes none of it. Timers go off in the order of their times, so
    what depends on nothing but timers is repeatable. `Stuck` is raised when all wait for what no timer will bring.
    """
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(coroutine)


def stop_the_process(seconds: float) -> None:
    """Let time pass in which no task gets on, as when the process is stopped."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, _Loop)
    loop.skip(seconds)


class Stuck(RuntimeError):
    """No task can go on, and no timer is set that could change this."""


class _Selector(selectors.DefaultSelector):
    """Waits for nothing; counts the seconds that it was told to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise Stuck("all tasks wait, and no timer is set")
            self.seconds += max(timeout, 0.0)
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.seconds

    def skip(self, seconds: float) -> None:
        self._virtual.seconds += seconds
