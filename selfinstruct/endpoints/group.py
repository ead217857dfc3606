"""All endpoints of a run as one that can be relied on: what may succeed later is asked again, what cannot is not."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import uniform

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from selfinstruct.core import wire
from selfinstruct.core.errors import (
    CapReached,
    EndpointRefused,
    ParameterRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.values import Answer, Reply, Request, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.endpoint import Endpoint

MOST_TRIES = 8
_MOST_TRIES_TO_REACH = 3
_backoff = wait_random_exponential(multiplier=0.5, max=60)
# Records the body that an attempt brought, then reads it.
Keep = Callable[[int, bytes], Answer]


class Endpoints:
    """Asks whichever endpoint has room, up to 8 times a request, with random exponential waits.

    `faults` counts failed requests by cause. While nothing has ever been reached, a request gives up after 3 tries:
    the address is wrong or the server is not running. `on_change` is called whenever there is room again, `on_refused`
    with the names of an endpoint, a model there and a parameter whenever that is refused.
    """

    def __init__(self, endpoints: Sequence[Endpoint], budget: Budget, give_up_after: float = 600.0) -> None:
        self.faults: Counter[str] = Counter()
        self.on_change: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str, str, str], None] = lambda *_: None
        self._endpoints = endpoints
        self._budget = budget
        self._give_up_after = give_up_after
        self._stopping = asyncio.Event()
        self._reached = False
        self._answered_at: float | None = None
        self._has_failed = False
        self._waiting = 0
        self._changed = asyncio.Event()

    # --- what there is room for

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight at the same time, at all endpoints together."""
        return sum(endpoint.limit for endpoint in self._endpoints)

    @property
    def in_flight(self) -> int:
        """How many requests have left and are not back."""
        return sum(endpoint.in_flight for endpoint in self._endpoints)

    @property
    def room(self) -> int:
        """How many more requests could leave at once, beside those that wait already."""
        return max(0, self.concurrency - self.in_flight - self._waiting)

    @property
    def not_asked(self) -> list[str]:
        """Which endpoints are not asked at present, and why; one line each."""
        return [f"{each.name} {why}" for each in self._endpoints if (why := each.not_asked)]

    # --- asking

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Send a request until a completion comes back, and return it.

        `keep` gets every body before anything else happens; it raises `Unavailable` if the body holds no completion,
        which is asked for again. A refused prompt is handed on as a body that says so; so is a prompt that fails while
        others are answered. Raises `Unavailable` when all tries have failed, `PromptTooLong` and `CapReached` at once,
        `EndpointRefused` if no endpoint is left, or if there was no answer for as long as was agreed.
        """
        if self._answered_at is None:
            self._answered_at = _now()
        failed_at: list[float] = []
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Unavailable),
            stop=self._should_give_up,
            wait=_seconds_to_wait,
            sleep=self._sleep,
            after=lambda _: failed_at.append(_now()),
            reraise=True,
        )
        try:
            answer: Answer = await retrying(self._attempt, request, keep)
        except Unavailable as error:
            if not self._reached and not self._stopping.is_set():
                raise EndpointRefused(f"{error}; is the address right and the server running?") from error
            if self._silence() > self._give_up_after:
                raise self.given_up() from error
            is_about_prompt = error.reached and not error.overloaded and self._answered_at > failed_at[0]
            if is_about_prompt and not self._stopping.is_set():
                refused = f"failed {MOST_TRIES} times while others were answered: {error}"
                return keep(0, wire.refusal(refused, request.model))
            raise
        return answer

    @property
    def seconds_until_given_up(self) -> float | None:
        """In how many seconds there will have been no answer for too long; None while nothing is waited for."""
        if self._answered_at is None or not (self.in_flight or self._has_failed):
            return None
        return max(0.0, self._give_up_after - self._silence())

    def given_up(self) -> EndpointRefused:
        """Return the error that says that there was no answer for as long as was agreed."""
        last = next((each.last_failure for each in self._endpoints if each.last_failure), "")
        told = f"no answer for {self._give_up_after:g} seconds" + (f"; the last try: {last}" if last else "")
        return EndpointRefused(f"{told}; run the same command when it is back")

    def stop(self) -> None:
        """Send nothing from now on; requests in flight are still waited for."""
        self._stopping.set()
        self._wake()

    async def close(self) -> None:
        """Release all connections."""
        for endpoint in self._endpoints:
            await endpoint.backend.close()

    async def _attempt(self, request: Request, keep: Keep) -> Answer:
        most = self._budget.most(request)
        endpoint = await self._free_endpoint(most)
        attempt = self._budget.reserve(most)
        taken = endpoint.take(most)
        if self.in_flight == 1 and not self._has_failed:
            # Until now there was nothing to be answered.
            self._answered_at = _now()
        try:
            reply = await self._ask(endpoint, request, attempt)
            answer = keep(attempt, reply.body)
        except Unavailable as error:
            self._has_failed = True
            self._count_fault(attempt, error.cause, perhaps_billed=error.perhaps_billed)
            raise
        finally:
            self._wake()
        self._answered_at, self._has_failed = _now(), False
        usage = answer.completion.usage
        endpoint.settle(taken, usage)
        self._budget.settle(attempt, usage)
        return answer

    async def _ask(self, endpoint: Endpoint, request: Request, attempt: int) -> Reply:
        """Return the reply of an endpoint; the refusal of a prompt is one, too."""
        try:
            reply = await endpoint.ask(request)
        except PromptRefused as error:
            self._budget.release(attempt)
            reply = Reply(wire.refusal(str(error), request.model))
        except PromptTooLong:
            self._reached, self._answered_at = True, _now()
            self._count_fault(attempt, "prompt too long", perhaps_billed=False)
            raise
        except EndpointRefused as error:
            if any(each.refusal is None for each in self._endpoints):
                raise Unavailable(str(error), cause="endpoint refused") from error
            self._count_fault(attempt, "endpoint refused", perhaps_billed=False)
            raise
        except Unavailable as error:
            self._reached |= error.reached
            if isinstance(error, ParameterRefused):
                self.on_refused(endpoint.name, error.model, error.parameter)
            if self._reached or len(self._endpoints) > 1:
                endpoint.leave_out_if_dead()
            raise
        self._reached = True
        return reply

    def _count_fault(self, attempt: int, cause: str, *, perhaps_billed: bool) -> None:
        self.faults[cause] += 1
        self._budget.fail(attempt, cause, perhaps_billed=perhaps_billed)

    async def _free_endpoint(self, most: Usage) -> Endpoint:
        """Wait until there is an endpoint that may be asked, and a budget for it."""
        self._waiting += 1
        try:
            while not self._stopping.is_set():
                objection = self._budget.objection(most)
                if objection and not self._budget.is_waiting:
                    raise CapReached(objection)
                seconds = None
                if not objection:
                    endpoint, seconds = self._next(most)
                    if endpoint and not seconds:
                        return endpoint
                await self._change(seconds)
        finally:
            self._waiting -= 1
        raise _stopped()

    def _next(self, most: Usage) -> tuple[Endpoint | None, float | None]:
        """Return which endpoint to ask next, and in how many seconds it may be asked; None when all are busy."""
        now = _now()
        free = [each for each in self._endpoints if each.in_flight < each.limit]
        waits = {each.name: each.seconds_until_ready(most, now) for each in free}
        best = min(free, key=lambda each: (waits[each.name], each.failures, each.in_flight / each.limit), default=None)
        return best, waits[best.name] if best else None

    async def _change(self, seconds: float | None) -> None:
        """Wait until something changes, or the seconds are over."""
        self._changed.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)

    def _wake(self) -> None:
        self._changed.set()
        self.on_change()

    # --- asking again

    def _should_give_up(self, state: RetryCallState) -> bool:
        limit = MOST_TRIES if self._reached else _MOST_TRIES_TO_REACH
        if not self._reached and len(self._endpoints) > 1 and self.in_flight:
            # Another one may yet answer.
            limit = state.attempt_number + 1
        return self._stopping.is_set() or state.attempt_number >= limit or self._silence() > self._give_up_after

    def _silence(self) -> float:
        """Return for how many seconds there was no answer."""
        return 0.0 if self._answered_at is None else _now() - self._answered_at

    async def _sleep(self, seconds: float) -> None:
        left = self._give_up_after - self._silence()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), min(seconds, max(0.0, left) + 0.01))
            raise _stopped()


def _stopped() -> Unavailable:
    return Unavailable("stopped before it was asked again", cause="stopped")


def _seconds_to_wait(state: RetryCallState) -> float:
    """Return the wait before the next try; where the endpoint asked for a pause, it keeps that itself."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ParameterRefused) or (isinstance(error, Unavailable) and error.pause):
        return uniform(0, 0.1)
    return _backoff(state)


def _now() -> float:
    return asyncio.get_running_loop().time()
