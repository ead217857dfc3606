"""Calls that are made again as long as they may succeed later."""

import asyncio
from collections.abc import Awaitable, Callable
from random import uniform
from typing import TypeVar

from selfinstruct.core.errors import EndpointRefused, GivenUp, Unavailable

T = TypeVar("T")
_MOST_TRIES_TO_REACH = 3
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0


class Persistence:
    """Makes a call until it succeeds, or has failed for `patience` seconds.

    Where nothing was ever reached, three tries are enough.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._has_reached = False

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call brings; `GivenUp`, or what it raises that is not worth another try."""
        clock = asyncio.get_running_loop().time
        began, tries = clock(), 0
        while True:
            try:
                found = await call()
            except Unavailable as error:
                tries += 1
                self._has_reached |= error.reached
                if not self._has_reached and tries >= _MOST_TRIES_TO_REACH:
                    raise EndpointRefused(f"{error}; is the address right and the server running?") from error
                if clock() - began > self._patience:
                    silence = f"no answer for {self._patience:g} s; the last try: {error}"
                    raise GivenUp(f"{silence}; run the same command when it is back") from error
                wait = error.pause or min(_LONGEST_WAIT, _FIRST_WAIT * 2**tries) * uniform(0.5, 1)
                await asyncio.sleep(wait)
            else:
                self._has_reached = True
                return found
