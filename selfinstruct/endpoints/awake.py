"""A clock for silence: one that stands still while the process does, for it hears nothing then.

A process may be stopped (Ctrl-Z, a debugger, a virtual machine that is put aside) for longer than any answer takes.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from selfinstruct.endpoints.endpoint import now

_TICK = 1.0
# Of a longer time without a tick, no more counts; a busy process may be late.
_LONGEST = 2.0


class AwakeClock:
    """Counts the seconds in which the process was awake, as long as it is `ticking`."""

    def __init__(self) -> None:
        self._seconds, self._looked_at = 0.0, now()
        self._users = 0

    def now(self) -> float:
        """Return how many seconds it has counted."""
        at = now()
        self._seconds += min(at - self._looked_at, _LONGEST)
        self._looked_at = at
        return self._seconds

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Look at the time every second."""
        self._users += 1
        if self._users == 1:
            # Whatever was before is no time in which it was to tick.
            self._looked_at = now()
            self._tick()
        try:
            yield
        finally:
            self._users -= 1
            if not self._users:
                self._timer.cancel()

    def _tick(self) -> None:
        self.now()
        self._timer = asyncio.get_running_loop().call_later(_TICK, self._tick)
