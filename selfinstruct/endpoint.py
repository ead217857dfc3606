"""A backend made dependable: what may succeed later is asked again, what cannot ends the run."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from selfinstruct.errors import EndpointRefused, PromptRefused, Unavailable
from selfinstruct.types import Backend, Completion, Request

ATTEMPTS = 8
ATTEMPTS_TO_REACH = 3
GIVE_UP_AFTER = 600.0
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
        self._answered_at = time.monotonic()
        self.faults: Counter[str] = Counter()

    async def complete(self, request: Request) -> Completion:
        """Return the completion, its texts fit to be stored and written as UTF-8.

        Raises `Unavailable` when all tries have failed, `PromptRefused` or `EndpointRefused` at once. A request that
        fails while others are answered is `PromptRefused`, too: the fault is its own. `EndpointRefused` also if none
        has been answered for 10 minutes.
        """
        started = time.monotonic()
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Unavailable),
            stop=self._should_give_up,
            wait=_seconds_to_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            completion: Completion = await retrying(self._ask, request)
        except Unavailable as error:
            if not self._reached:
                raise EndpointRefused(f"{error}; is the address right and the server running?") from error
            if time.monotonic() - self._answered_at > GIVE_UP_AFTER:
                told = f"no answer for {GIVE_UP_AFTER / 60:.0f} minutes; the last try: {error}"
                raise EndpointRefused(f"{told}; run the same command when it is back") from error
            if self._answered_at > started and not self._stopping.is_set():
                raise PromptRefused(f"failed {ATTEMPTS} times while others were answered: {error}") from error
            raise
        text, finish_reason, model = map(_storable, (completion.text, completion.finish_reason, completion.model))
        return replace(completion, text=text, finish_reason=finish_reason, model=model)

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
        self._answered_at = time.monotonic()
        return completion

    def _should_give_up(self, state: RetryCallState) -> bool:
        limit = ATTEMPTS if self._reached else ATTEMPTS_TO_REACH
        return self._stopping.is_set() or state.attempt_number >= limit

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
            raise Unavailable("stopped before it was asked again", cause="stopped")


def _storable(text: str) -> str:
    """Replace lone surrogates, which neither SQLite nor UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _seconds_to_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after if isinstance(error, Unavailable) else None
    # A server that asks for no wait at all gets one all the same.
    return asked_for or _backoff(state)
