"""Ctrl-C and SIGTERM while a run is worked on: once to stop asking and keep what comes in, twice to end now."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()


@contextmanager
def interruptible(interrupt: Callable[[], object]) -> Iterator[None]:
    """Call a function for each interrupt as long as the context lasts; needs a running loop in the main thread.

    `loop.add_signal_handler` would leave Python's own handler behind, which ends in a traceback.
    """
    loop = asyncio.get_running_loop()
    with _handled(lambda *_: loop.call_soon_threadsafe(interrupt)):
        yield


@contextmanager
def interruptible_once(interrupt: Callable[[], object]) -> Iterator[None]:
    """Call a function at the first interrupt while the context lasts, where no loop runs; the next does as before."""

    def hand_on(number: int, _: object) -> None:
        signal.signal(number, before[signal.Signals(number)])
        interrupt()

    with _handled(hand_on) as before:
        yield


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], object]) -> Iterator[Mapping[signal.Signals, Any]]:
    """Let a function handle signals while the context lasts; give what did before."""
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield before
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
