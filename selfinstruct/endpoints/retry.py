"""All endpoints of a run as one to rely on: it asks again what may succeed later, and nothing else."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from selfinstruct.core import wire
from selfinstruct.core.errors import (
    EndpointRefused,
    FormRefused,
    GivenUp,
    ParameterRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.values import Answer, Reply, Request, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.choice import Choice, Course
from selfinstruct.endpoints.endpoint import Endpoint, now
from selfinstruct.endpoints.group import Keep
from selfinstruct.endpoints.silence import Silence
from selfinstruct.endpoints.textless import Textless
from selfinstruct.endpoints.waits import seconds_to_wait

MOST_TRIES = 8
_MOST_TRIES_TO_REACH = 3


class Endpoints:
    """Asks whichever endpoint has room, up to 8 times a request, with random exponential waits.

    `faults` counts failed requests by cause. As long as no endpoint has ever been `reached`, a request gives up after 3
    tries: the address is wrong or the server is not running. `on_change` is called whenever there is room again,
    `on_refused` with the endpoint, the model and the parameter once it is certain that a model refuses a parameter.
    """

    def __init__(self, endpoints: Sequence[Endpoint], budget: Budget, give_up_after: float = 600.0) -> None:
        self.faults: Counter[str] = Counter()
        self.on_change: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str, str, str], None] = lambda *_: None
        self._endpoints = endpoints
        self._choice = Choice(endpoints, budget)
        self._budget = budget
        self._silence = Silence(give_up_after)
        self._stopping = asyncio.Event()
        self.reached = False
        self._textless = Textless()
        self._waiting = self._asking = 0
        self._changed = asyncio.Event()

    # --- room

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight at the same time, at all endpoints together."""
        return self._choice.concurrency

    @property
    def in_flight(self) -> int:
        """How many requests have left and are not back."""
        return sum(endpoint.in_flight for endpoint in self._endpoints)

    @property
    def room(self) -> int:
        """How many more requests could leave at once, beside those that wait already."""
        # Requests that wait to be asked again take no room, but there must not be too many of them.
        concurrency = self.concurrency
        return max(0, min(concurrency - self.in_flight - self._waiting, 2 * concurrency - self._asking))

    def has_room(self, step: str) -> bool:
        """Tell whether a request of a step could leave at once."""
        return self.room > 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked."""
        return not self._asking

    is_away = is_idle

    def nothing_more(self) -> None:
        """Take note that nothing else is to be asked now; no request waits for another one here."""

    @property
    def not_asked(self) -> list[str]:
        """Which endpoints are not asked at present, and why; one line each."""
        return [f"{each.name} {why}" for each in self._endpoints if (why := each.not_asked)]

    @property
    def slowed(self) -> list[str]:
        """Which endpoints are asked less than at first, and why; one line each."""
        return [each.slowed for each in self._endpoints if each.slowed]

    # --- asking

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Send a request until a completion comes back, and return it.

        `keep` gets every body before anything else happens; if the body holds no completion, it raises `NoAnswer`,
        and the request is sent again. A prompt that is refused, or fails while others are answered, makes a completion
        that says so. Raises `Unavailable` when all tries have failed, `PromptTooLong` and `CapReached` at once,
        `EndpointRefused` if no endpoint is left (as where the first prompts were all refused in the same words) or all
        of the first 20 answers held no text, `GivenUp` if none has answered for `give_up_after` seconds, `FormRefused`
        if the endpoint takes no such requests.
        """
        self._asking += 1
        try:
            return await self._complete(request, keep)
        finally:
            self._asking -= 1

    async def _complete(self, request: Request, keep: Keep) -> Answer:
        course = Course()
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Unavailable),
            stop=self._should_give_up,
            wait=seconds_to_wait,
            sleep=self._sleep,
            after=lambda _: course.failed_at.append(self._silence.clock.now()),
            reraise=True,
        )
        try:
            with self._silence.clock.ticking():
                return await retrying(self._attempt, request, keep, course)
        except Unavailable as error:
            if not self.reached and not self._stopping.is_set():
                raise EndpointRefused(f"{error}; is the address right and the server running?") from error
            if self._silence.is_too_long:
                raise self.given_up() from error
            is_about_prompt = error.reached and not error.overloaded and self._silence.answered_at > course.failed_at[0]
            if isinstance(error, wire.NoAnswer) and error.is_empty:
                # The endpoint is there, and has said something to others.
                is_about_prompt = self._silence.has_answered
            if is_about_prompt and not self._stopping.is_set():
                refused = f"failed {MOST_TRIES} times while others were answered: {error}"
                return keep(0, wire.refusal(refused, request.model))
            raise

    @property
    def seconds_until_given_up(self) -> float | None:
        """In how many seconds the endpoints count as gone if none answers; None while no answer is due."""
        asked = [each for each in self._endpoints if each.refusal is None]
        waits = self.in_flight or self._silence.has_failed or (self._waiting and all(each.is_paused for each in asked))
        return self._silence.seconds_left if waits else None

    def given_up(self) -> GivenUp:
        """Return the error that says that no endpoint has answered for `give_up_after` seconds."""
        last = next((f"; the last try: {each.last_failure}" for each in self._endpoints if each.last_failure), "")
        paused = "".join(f"; {line}" for line in self.not_asked if not last)
        silence = f"no answer for {self._silence.limit:g} s{last}{paused}"
        return GivenUp(f"{silence}; run the same command when it is back")

    def stop(self) -> None:
        """Send nothing from now on; requests in flight may still come back."""
        self._stopping.set()
        self._wake()

    async def close(self) -> None:
        """Release all connections."""
        for endpoint in self._endpoints:
            await endpoint.backend.close()

    async def _attempt(self, request: Request, keep: Keep, course: Course) -> Answer:
        most = self._budget.most(request)
        endpoint = await self._free_endpoint(most, course.turned_away)
        attempt = self._budget.reserve(most, endpoint.price)
        taken, left_at = endpoint.take(most), now()
        if self.in_flight == 1 and not self._silence.has_failed:
            # Until now there was nothing to answer.
            self._silence.begin()
        try:
            reply = await self._ask(endpoint, request, attempt)
            if reply.price is not None:
                self._budget.reprice(attempt, reply.price)
            answer = keep(attempt, reply.body)
        except wire.NoAnswer as error:
            usage = error.completion.usage
            self._silence.has_failed = True
            endpoint.failed(f"{endpoint.name}: {error}")
            endpoint.settle(taken, usage.completed(most))
            self._count_fault(attempt, error.cause, perhaps_billed=True, usage=usage)
            self._textless.count(error, has_answered=self._silence.has_answered)
            raise
        except Unavailable as error:
            self._silence.has_failed = True
            course.turned_away += error.lacks_room
            self._count_fault(attempt, error.cause, perhaps_billed=error.perhaps_billed)
            if isinstance(error, ParameterRefused):
                self._note(endpoint, error, course)
            raise
        finally:
            self._wake()
        self._silence.end()
        usage = answer.completion.usage
        endpoint.settle(taken, usage.completed(most))
        self._budget.settle(attempt, usage)
        if answer.completion.finish_reason != wire.PROMPT_REFUSED:
            endpoint.answered(request, left_at)
            self._confirm(course)
        return answer

    def _confirm(self, course: Course) -> None:
        # The very request was refused before; now something was left out.
        for refusal in course.guesses:
            self.on_refused(*refusal)

    def _note(self, endpoint: Endpoint, error: ParameterRefused, course: Course) -> None:
        refusal = endpoint.name, error.model, error.parameter
        if error.is_guess:
            course.guesses.append(refusal)
        else:
            self.on_refused(*refusal)

    async def _ask(self, endpoint: Endpoint, request: Request, attempt: int) -> Reply:
        """Return the reply of an endpoint; the refusal of a prompt is one, too."""
        try:
            reply = await self._reply(endpoint, request)
        except PromptRefused as error:
            self._budget.release(attempt)
            reply = Reply(wire.refusal(str(error), request.model))
        except (PromptTooLong, FormRefused) as error:
            self.reached = True
            self._silence.begin()
            self._count_fault(attempt, error.cause, perhaps_billed=False)
            raise
        except EndpointRefused as error:
            if self._choice.has_other:
                raise Unavailable(str(error), cause=error.cause) from error
            self._count_fault(attempt, error.cause, perhaps_billed=False)
            raise
        except Unavailable as error:
            self.reached |= error.reached
            if self.reached or not self._choice.is_single:
                endpoint.leave_out_if_dead()
            raise
        self.reached = True
        return reply

    async def _reply(self, endpoint: Endpoint, request: Request) -> Reply:
        """Return the reply of an endpoint; a prompt that it refuses as it does all others may go to another one."""
        try:
            return await endpoint.ask(request)
        except (PromptRefused, PromptTooLong) as error:
            endpoint.leave_out_if_useless(
                (each for each in self._endpoints if each is not endpoint and not each.lane), error
            )
            if endpoint.refusal:
                raise endpoint.refusal from error
            raise

    def _count_fault(self, attempt: int, cause: str, perhaps_billed: bool, usage: Usage = Usage()) -> None:  # noqa: B008
        self.faults[cause] += 1
        self._budget.fail(attempt, cause, perhaps_billed=perhaps_billed, usage=usage)

    async def _free_endpoint(self, most: Usage, turned_away: int) -> Endpoint:
        """Wait until there is an endpoint that may be asked, and a budget for it."""
        self._waiting += 1
        try:
            while not self._stopping.is_set():
                objection = self._budget.objection(most, self._choice.lowest_price)
                if objection and not self._budget.is_waiting:
                    raise self._budget.reached(most, self._choice.lowest_price)
                endpoint, seconds = (None, None) if objection else self._choice.next(most, turned_away)
                if endpoint and not seconds:
                    return endpoint
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await self._changed.wait()
        finally:
            self._waiting -= 1
        raise Unavailable("stopped before it was asked again", cause="stopped")

    def _wake(self) -> None:
        self._changed.set()
        self.on_change()

    # --- asking again

    def _should_give_up(self, state: RetryCallState) -> bool:
        limit = MOST_TRIES if self.reached else _MOST_TRIES_TO_REACH
        if not self.reached and not self._choice.is_single and self.in_flight:
            # Another endpoint may yet answer.
            limit = state.attempt_number + 1
        return self._stopping.is_set() or state.attempt_number >= limit or self._silence.is_too_long

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, self._silence.seconds_left + 0.01)):
                await self._stopping.wait()
