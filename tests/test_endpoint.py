"""Retries: what may succeed later is asked again, what cannot is not."""

import asyncio
import time
from collections.abc import Callable

import pytest

from selfinstruct.endpoint import ATTEMPTS, ATTEMPTS_TO_REACH, Endpoint
from selfinstruct.errors import BackendError, EndpointRefused, PromptRefused, Unavailable
from selfinstruct.types import Completion, Request, Sampling, Usage

REQUEST = Request("Say hello.", Sampling(1.0, 1.0, 16))


class Scripted:
    """A backend that plays a list of errors and texts, the last one for ever."""

    def __init__(self, *script: BackendError | str) -> None:
        self.script = list(script)
        self.asked = 0

    async def complete(self, request: Request) -> Completion:
        step = self.script[min(self.asked, len(self.script) - 1)]
        self.asked += 1
        if isinstance(step, str):
            return Completion(step, "stop", Usage(), "m")
        raise step

    async def close(self) -> None:
        pass


def _overloaded() -> Unavailable:
    return Unavailable("busy", cause="HTTP 503", retry_after=0.001)


def _complete(backend: Scripted, then: Callable[[Endpoint], None] = lambda _: None) -> Completion:
    async def ask() -> Completion:
        endpoint = Endpoint(backend)
        asyncio.get_running_loop().call_later(0.05, then, endpoint)
        return await endpoint.complete(REQUEST)

    return asyncio.run(ask())


def test_what_may_succeed_later_is_asked_again_and_counted() -> None:
    async def ask() -> tuple[Completion, Endpoint]:
        endpoint = Endpoint(Scripted(_overloaded(), _overloaded(), "hello"))
        return await endpoint.complete(REQUEST), endpoint

    completion, endpoint = asyncio.run(ask())
    assert completion.text == "hello"
    assert endpoint.faults == {"HTTP 503": 2}


def test_it_gives_up_in_the_end() -> None:
    backend = Scripted(_overloaded())
    with pytest.raises(Unavailable):
        _complete(backend)
    assert backend.asked == ATTEMPTS


def test_what_was_never_reached_is_given_up_early() -> None:
    backend = Scripted(Unavailable("no route", cause="cannot connect", retry_after=0, reached=False))
    with pytest.raises(EndpointRefused, match="no route; is the address right"):
        _complete(backend)
    assert backend.asked == ATTEMPTS_TO_REACH


@pytest.mark.parametrize("error", [PromptRefused("filtered"), EndpointRefused("wrong key")])
def test_what_no_retry_can_mend_is_raised_at_once(error: BackendError) -> None:
    backend = Scripted(error)
    with pytest.raises(type(error)):
        _complete(backend)
    assert backend.asked == 1


def test_stopping_ends_the_wait_for_another_try() -> None:
    backend = Scripted(Unavailable("busy", cause="rate limit", retry_after=60))
    started = time.monotonic()
    with pytest.raises(Unavailable):
        _complete(backend, Endpoint.stop)
    assert time.monotonic() - started < 30
    assert backend.asked == 1


def test_text_that_is_not_unicode_is_made_fit_to_store() -> None:
    assert _complete(Scripted("a\ud800b")).text == "a?b"
