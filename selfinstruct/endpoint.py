"""A backend made dependable: what may succeed later is asked again, what cannot ends the run."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from selfinstruct.errors import EndpointRefused, Unavailable
from selfinstruct.types import Backend, Completion, Request

ATTEMPTS = 8
ATTEMPTS_TO_REACH = 3
_backoff = wait_random_exponential(multiplier=0.5, max=60)


class Endpoint:
    """Asks a backend, up to 8 times a request with random exponential waits, or those that the server asks for.

    `faults` counts failed requests by cause. While nothing has ever been reached, a request gives up after 3 tries:
    the address is wrong or the server is not running.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._stopping = asyncio.Event()
        self._reached = False
        self.faults: Counter[str] = Counter()

    async def complete(self, request: Request) -> Completion:
        """Return the completion, its text fit to be stored and written as UTF-8.

        Raises `Unavailable` when all tries have failed, `PromptRefused` or `EndpointRefused` at once.
        """
        last: Unavailable | None = None

        async def ask() -> Completion:
            nonlocal last
            if last and self._stopping.is_set():
                raise last
            try:
                return await self._ask(request)
            except Unavailable as error:
                last = error
                raise

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Unavailable),
            stop=self._should_give_up,
            wait=_seconds_to_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            completion: Completion = await retrying(ask)
        except Unavailable as error:
            if not self._reached:
                raise EndpointRefused(f"{error}; is the address right and the server running?") from error
            raise
        return replace(completion, text=completion.text.encode("utf-8", "replace").decode("utf-8"))

    def stop(self) -> None:
        """Ask nothing again from now on; requests in flight are still waited for."""
        self._stopping.set()

    async def close(self) -> None:
        """Release the backend's connections."""
        await self._backend.close()

    async def _ask(self, request: Request) -> Completion:
        try:
            completion = await self._backend.complete(request)
        except Unavailable as error:
            self.faults[error.cause] += 1
            self._reached |= error.reached
            raise
        self._reached = True
        return completion

    def _should_give_up(self, state: RetryCallState) -> bool:
        limit = ATTEMPTS if self._reached else ATTEMPTS_TO_REACH
        return self._stopping.is_set() or state.attempt_number >= limit

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _seconds_to_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after if isinstance(error, Unavailable) else None
    return _backoff(state) if asked_for is None else asked_for
