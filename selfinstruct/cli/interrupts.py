"""Ctrl-C and SIGTERM while a run is worked on: once to stop asking and keep what comes in, twice to end now."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from selfinstruct import Loop

_SIGNALS = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()


@contextmanager
def interruptible(run: Loop) -> Iterator[None]:
    """Hand interrupts on to a run as long as the context lasts; needs a running event loop in the main thread."""
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, run.interrupt)
    try:
        yield
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
