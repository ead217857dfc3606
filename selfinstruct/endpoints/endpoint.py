"""One backend: how much we may ask of it, and how it has been doing."""

import asyncio
import re
from collections.abc import Iterable
from sys import maxsize

from selfinstruct.backends import Backend
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import EndpointRefused, ParameterRefused, PromptRefused, PromptTooLong, Unavailable
from selfinstruct.core.values import Reply, Request, Usage
from selfinstruct.endpoints.limits import Concurrency, RateLimit, Share

# So many failures in a row, and so many seconds without an answer, make it rest.
_FAILURES = 5
_SILENCE = 5.0
_REST = 1.0
_LONGEST_REST = 30.0
# Shorter pauses are not worth a word.
_LONG_PAUSE = 2.0
# What differs in a refusal that is the same: ids of requests, times, numbers of tokens.
_NUMBERED = re.compile(r"\S*\d\S*")


class Endpoint:
    """A backend and its limits: requests in flight, requests and tokens a minute, pauses that it asks for.

    `name` is what users see, `price` the share of the usual price that tokens cost. One in a lane is `patient`: so many
    requests are in flight at first, and however long answers take, nothing is wrong. The endpoint for what such a
    `lane` has no room for is at the same address: what is asked of either counts towards the limits a minute of both.
    `refusal` is what made it useless for good; `failures` counts those since the last answer, `last_failure` is the
    last of them.
    """

    def __init__(
        self,
        name: str,
        backend: Backend,
        *,
        concurrency: int | None = None,
        most_in_flight: int = maxsize,
        requests_a_minute: int | None = None,
        tokens_a_minute: int | None = None,
        price: float = 1.0,
        patient: int = 0,
        lane: "Endpoint | None" = None,
    ) -> None:
        self.name = name
        self.backend = backend
        self.price = price
        self.lane = lane
        self.in_flight = 0
        self.refusal: EndpointRefused | None = None
        self.failures = 0
        self.last_failure = ""
        self._is_patient = bool(patient)
        self._concurrency = Concurrency(concurrency, most_in_flight, patient)
        self._requests: RateLimit = lane._requests if lane else RateLimit(requests_a_minute)
        self._tokens: RateLimit = lane._tokens if lane else RateLimit(tokens_a_minute)
        self._is_reachable = True
        self._ready_at = self._asked_to_wait_until = 0.0
        self._answered_at = float("-inf")
        self._rest = 0.0
        self._lacks_room = False
        self._refused_prompts = 0
        self._refused_in_words: set[str] = set()

    @property
    def limit(self) -> int:
        """How many requests may be in flight."""
        if self.refusal:
            return 0
        return 1 if self._rest else self._concurrency.limit

    @property
    def slowed(self) -> str:
        """Why few requests are in flight, "" if it is not asked less than at first."""
        if self.refusal or self._rest or not self._concurrency.is_low:
            return ""
        return f"at most {self.limit:,} at a time at {self.name}, after rate limits or overload; ‹concurrency› fixes it"

    @property
    def is_full(self) -> bool:
        """Whether it rests for want of room: what may go elsewhere need not wait for it."""
        return bool(self._rest) and self._lacks_room

    @property
    def not_asked(self) -> str:
        """Why it is not asked at present, "" if it is."""
        if self.refusal:
            return f"is left out: {self.refusal}"
        if self._rest:
            said = self.last_failure.removeprefix(self.name).removeprefix(":").strip()
            return f"is asked again in a while, after {Count(self.failures):failure}: {said}"
        left = self._ready_at - now()
        return f"is asked again in {left:,.0f} s" if left >= _LONG_PAUSE else ""

    @property
    def is_paused(self) -> bool:
        """Whether it asked for a pause that is not over, or rests: nothing can come back before."""
        return self._asked_to_wait_until > now()

    def seconds_until_ready(self, most: Usage) -> float:
        """Return in how many seconds a request that may take so many tokens may leave, 0 if it may now."""
        limit, at = self._tokens.limit, now()
        if limit is not None and most.total > limit:
            fault = f"‹tokens_a_minute› {limit:,}: a single request may take up to {Count(most.total):token}"
            raise EndpointRefused(f"{fault}; raise it, or ask for shorter answers with ‹sampling›")
        waits = self._requests.seconds_until(1, at), self._tokens.seconds_until(most.total, at)
        return max(self._ready_at - at, *waits, 0.0)

    def take(self, most: Usage) -> Share:
        """Make room for a request that leaves now; call `ask` at once."""
        self.in_flight += 1
        self._requests.take(1, now())
        return self._tokens.take(most.total, now())

    def asked_before(self, requests: int, tokens: int, seconds_ago: float) -> None:
        """Count towards the limits what another process asked, at the latest so long ago."""
        at = now() - seconds_ago
        for each, amount in ((self._requests, requests), (self._tokens, tokens)):
            each.take(min(amount, each.limit or 0), at)
        self.wait(self._requests.seconds_until(1, now()))

    async def ask(self, request: Request) -> Reply:
        """Send a request for which `take` made room; return what comes back, or raise what the backend raises.

        Say that it is an answer, where it is one, with `answered`.
        """
        left_at = now()
        try:
            reply = await self.backend.complete(request)
        except ParameterRefused:
            raise
        except (PromptRefused, PromptTooLong) as error:
            self._refused_prompts += 1
            self._refused_in_words.add(_NUMBERED.sub("", f"{type(error).__name__} {error}"))
            raise
        except Unavailable as error:
            self.failed(str(error))
            self._lacks_room = error.lacks_room
            self._is_reachable = error.reached
            self.pause(error.pause)
            if error.overloaded:
                self._concurrency.overloaded(left_at, now())
            raise
        except EndpointRefused as error:
            self.refusal = error
            raise
        finally:
            self.in_flight -= 1
        self.pause(reply.pause)
        return reply

    def answered(self, request: Request, left_at: float) -> None:
        """Take note that the reply to a request that left at that time was an answer."""
        self.failures, self.last_failure = 0, ""
        self._rest, self._answered_at, self._refused_prompts = 0.0, now(), 0
        self._concurrency.answered(request.kind, left_at, now())

    def failed(self, why: str) -> None:
        """Count a failure, or a reply that holds no answer."""
        self.failures += 1
        self.last_failure = why

    def settle(self, taken: Share, usage: Usage) -> None:
        """Put the tokens that a request took in the place of those that it might have taken."""
        if usage.total:
            self._tokens.correct(taken, usage.total)

    def pause(self, seconds: float) -> None:
        """Ask nothing for so long, as the endpoint wishes."""
        if seconds > 0:
            self._asked_to_wait_until = max(self._asked_to_wait_until, now() + seconds)
            self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Ask nothing for so long, as our own limits say."""
        self._ready_at = max(self._ready_at, now() + seconds)

    def leave_out_if_useless(self, others: Iterable["Endpoint"], error: PromptRefused | PromptTooLong) -> None:
        """Leave it out for good if it has answered nothing yet but refused 5 prompts.

        That is sure where another endpoint refuses none, or where all were refused in the same words. Prompts that are
        too long become shorter.
        """
        if self._answered_at > float("-inf") or self._refused_prompts < _FAILURES:
            return
        is_alone = any(not (each.refusal or each.failures or each._refused_prompts) for each in others)
        is_alike = isinstance(error, PromptRefused) and len(self._refused_in_words) == 1
        if is_alone or is_alike:
            told = f"all of its first {_FAILURES} prompts were refused: {error}"
            self.refusal = EndpointRefused(f"{told}; change what it objects to, then run the same command")

    def leave_out_if_dead(self) -> None:
        """Let it rest if it has failed 5 times in a row, and answered nothing for 5 seconds or cannot be reached.

        After a rest it gets a single request. The first rest takes a second, each further one twice as long, up to 30.
        """
        rests = self._rest and now() < self._ready_at
        # In a lane, what is still in flight may be worked on for long.
        is_heard = self._is_patient and self.in_flight > 0
        is_silent = not self._is_reachable or (now() - self._answered_at > _SILENCE and not is_heard)
        if not rests and self.failures >= _FAILURES and is_silent:
            self._rest = min(2 * self._rest, _LONGEST_REST) or _REST
            self.pause(self._rest)


def now() -> float:
    """Return the time in seconds, on the clock of the event loop."""
    return asyncio.get_running_loop().time()
