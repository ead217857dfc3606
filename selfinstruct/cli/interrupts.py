"""Ctrl-C and SIGTERM while a run is worked on: once to stop asking and keep what comes in, twice to end now."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()


@contextmanager
def interruptible(interrupt: Callable[[], object]) -> Iterator[None]:
    """Call a function for each interrupt as long as the context lasts; needs a running loop in the main thread.

    `loop.add_signal_handler` would leave Python's own handler behind, which ends in a traceback.
    """
    loop = asyncio.get_running_loop()

    def hand_on(*_: object) -> None:
        loop.call_soon_threadsafe(interrupt)

    before = {number: signal.signal(number, hand_on) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
