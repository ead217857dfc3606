"""One request goes ahead and finds out for the others what a model does not take, and whether it may be asked."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from selfinstruct.core.errors import EndpointRefused, HeldBack

# Far longer than a refusal takes, which comes before any work, and far shorter than many answers.
_PATIENCE = 3.0


class Scouts:
    """Holds requests for a model back while one is under way, until one was answered or 3 seconds have passed.

    Those that wait while it is refused as every other would be, as with a wrong key, are not sent.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._refused: dict[str, EndpointRefused] = {}
        self._ahead: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, model: str) -> AsyncIterator[None]:
        """Wait for the turn of a request, which lasts as long as the context.

        `HeldBack` if another one was refused for good meanwhile.
        """
        before = self._refused.get(model)
        if model in self._known or not await self._goes_ahead(model):
            yield
            return
        try:
            refusal = self._refused.get(model)
            if refusal and refusal is not before:
                raise HeldBack(str(refusal)) from refusal
            yield
        except HeldBack:
            raise
        except EndpointRefused as error:
            self._refused[model] = error
            raise
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
