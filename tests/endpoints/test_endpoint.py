"""One endpoint: its pauses and limits, and when it is left out."""

import asyncio
from contextlib import suppress
from math import inf

import pytest

from selfinstruct.core.errors import CANNOT_CONNECT, BackendError, EndpointRefused, PromptRefused, Unavailable
from selfinstruct.core.values import Usage
from selfinstruct.endpoints.endpoint import Endpoint, now
from tests.support import virtual_time
from tests.support.scripted import REQUEST, Scripted, Step, said

MOST = Usage(100, 16)


def _busy(pause: float = 0.0) -> Unavailable:
    return Unavailable("busy", cause="HTTP 503", pause=pause, overloaded=True)


async def _ask(endpoint: Endpoint) -> None:
    endpoint.take(MOST)
    left_at = now()
    with suppress(BackendError):
        await endpoint.ask(REQUEST)
        endpoint.answered(REQUEST, left_at)


async def _ask_at_once(endpoint: Endpoint, count: int) -> None:
    await asyncio.gather(*(_ask(endpoint) for _ in range(count)))
    endpoint.leave_out_if_dead()


def _endpoint(*script: Step, concurrency: int | None = None) -> Endpoint:
    return Endpoint("http://a", Scripted(*script, seconds=1.0), concurrency=concurrency)


@pytest.mark.parametrize(
    ("step", "seconds"), [(said("hi", pause=20.0), 20.0), (_busy(pause=7.0), 7.0), ("hi", 0.0), (_busy(), 0.0)]
)
def test_a_pause_that_it_asks_for_is_kept(step: Step, seconds: float) -> None:
    async def ask() -> float:
        endpoint = _endpoint(step)
        await _ask(endpoint)
        return endpoint.seconds_until_ready(MOST)

    assert virtual_time.run(ask()) == seconds


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    async def ask() -> float:
        endpoint = _endpoint(_busy(pause=100.0), _busy(pause=1.0))
        await _ask(endpoint)
        await _ask(endpoint)
        return endpoint.seconds_until_ready(MOST)

    assert virtual_time.run(ask()) == 99.0


def test_it_rises_as_it_answers_and_sinks_when_it_is_overloaded() -> None:
    async def ask() -> list[int]:
        endpoint, limits = _endpoint(*["hi"] * 24, _busy()), []
        for count in (8, 16, 16):
            await _ask_at_once(endpoint, count)
            limits.append(endpoint.limit)
        return limits

    assert virtual_time.run(ask()) == [16, 32, 16]


def test_a_request_for_more_tokens_than_a_minute_has_is_told() -> None:
    async def ask(most: Usage) -> float:
        return Endpoint("http://a", Scripted("hi"), tokens_a_minute=100).seconds_until_ready(most)

    assert virtual_time.run(ask(Usage(90, 10))) == 0
    with pytest.raises(
        EndpointRefused, match="‹tokens_a_minute› 100: a single request may take up to 101 tokens; raise"
    ):
        virtual_time.run(ask(Usage(90, 11)))


@pytest.mark.parametrize(
    ("requests", "tokens", "seconds_ago", "waits"),
    [(9, 100, 1, 0), (10, 100, 1, 60), (9, 950, 1, 60), (2000, 90_000, 41, 20), (2000, 90_000, 61, 0), (9, 9, inf, 0)],
)
def test_what_a_process_before_asked_counts_for_a_minute(
    requests: int, tokens: int, seconds_ago: float, waits: float
) -> None:
    async def ask() -> float:
        endpoint = Endpoint("http://a", Scripted("hi"), requests_a_minute=10, tokens_a_minute=1000)
        endpoint.asked_before(requests, tokens, seconds_ago)
        return endpoint.seconds_until_ready(Usage(50, 50))

    assert virtual_time.run(ask()) == waits


def test_a_refusal_is_for_good_that_of_a_prompt_is_not() -> None:
    async def ask() -> list[tuple[int, bool]]:
        endpoint, seen = _endpoint(PromptRefused("filtered"), EndpointRefused("wrong key"), "hi"), []
        for _ in range(3):
            await _ask(endpoint)
            seen.append((endpoint.limit, bool(endpoint.not_asked)))
        return seen

    assert virtual_time.run(ask()) == [(8, False), (0, True), (0, True)]


# --- left out


def test_five_failures_after_a_silence_make_it_rest() -> None:
    async def ask() -> list[bool]:
        endpoint, seen = _endpoint(*["hi"] * 3, _busy()), []
        for _ in range(9):
            await _ask_at_once(endpoint, 1)
            seen.append(bool(endpoint.not_asked))
        assert (endpoint.limit, endpoint.seconds_until_ready(MOST)) == (1, 1.0)
        return seen

    # The fifth failure comes 5 seconds after the last answer, not more.
    assert virtual_time.run(ask()) == [False] * 8 + [True]


def test_one_that_cannot_be_reached_rests_without_a_silence() -> None:
    async def ask() -> list[bool]:
        gone = Unavailable("no route", cause=CANNOT_CONNECT, reached=False)
        endpoint, seen = Endpoint("http://a", Scripted("hi", gone)), []
        for _ in range(6):
            await _ask_at_once(endpoint, 1)
            seen.append(bool(endpoint.not_asked))
        return seen

    assert virtual_time.run(ask()) == [False] * 5 + [True]


def test_each_rest_is_twice_as_long_and_an_answer_ends_them() -> None:
    async def ask() -> list[float]:
        endpoint, rests = _endpoint(*[_busy()] * 11, "hi"), []
        await _ask_at_once(endpoint, 4)
        for _ in range(7):
            await _ask_at_once(endpoint, 1)
            rests.append(endpoint.seconds_until_ready(MOST))
            await asyncio.sleep(rests[-1])
        await _ask_at_once(endpoint, 1)
        assert not endpoint.not_asked
        return rests

    assert virtual_time.run(ask()) == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_many_failures_at_once_make_it_rest_once() -> None:
    async def ask() -> float:
        endpoint = _endpoint(_busy(), concurrency=50)

        async def fail() -> None:
            await _ask(endpoint)
            endpoint.leave_out_if_dead()

        await asyncio.gather(*(fail() for _ in range(50)))
        return endpoint.seconds_until_ready(MOST)

    assert virtual_time.run(ask()) == 1.0
