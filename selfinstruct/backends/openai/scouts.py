"""One request goes ahead and finds out for the others what a model does not take."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Far longer than a refusal takes, which comes before any work, and far shorter than many answers.
_PATIENCE = 3.0


class Scouts:
    """Holds requests for a model back while one is under way, until one was answered or 3 seconds have passed."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._ahead: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, model: str) -> AsyncIterator[None]:
        """Wait for the turn of a request, which lasts as long as the context."""
        if model in self._known or not await self._goes_ahead(model):
            yield
            return
        try:
            yield
        finally:
            self._ahead[model].release()

    def answered(self, model: str) -> None:
        """Let all requests for a model go from now on."""
        self._known.add(model)

    async def _goes_ahead(self, model: str) -> bool:
        """Wait while another request is ahead; return whether this one is next, False if there is no need any more."""
        lock = self._ahead[model]
        try:
            async with asyncio.timeout(_PATIENCE):
                await lock.acquire()
        except TimeoutError:
            self.answered(model)
            return False
        if model in self._known:
            lock.release()
            return False
        return True
