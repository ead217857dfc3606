"""Several endpoints share the work; one that fails is left out, and tried again later."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from selfinstruct.core.errors import (
    BackendError,
    EndpointRefused,
    ParameterRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.values import Answer
from selfinstruct.storage.store import Store
from tests.support.scripted import Asker, Scripted, Step, ask_with, texts


def _now() -> float:
    return asyncio.get_running_loop().time()


def _unreachable() -> Unavailable:
    return Unavailable("no route", cause="cannot connect", reached=False)


def _not_taken() -> ParameterRefused:
    return ParameterRefused("m does not take temperature", "m", "temperature")


async def _ask_for(asker: Asker, seconds: float) -> int:
    """Keep four requests in flight for so long; return how many were answered."""
    end, answered = _now() + seconds, 0
    while _now() < end:
        told = texts(await asker.ask_all(4))
        assert set(told) == {"hello"}
        answered += len(told)
    return answered


def test_they_share_the_work(store: Store) -> None:
    backends = [Scripted("hello", seconds=1.0) for _ in range(3)]

    async def ask(asker: Asker) -> float:
        assert asker.endpoints.concurrency == 12
        assert texts(await asker.ask_all(120)) == ["hello"] * 120
        return _now()

    assert ask_with(store, *backends, work=ask, concurrency=4) == 110
    assert [backend.asked for backend in backends] == [40, 40, 40]


def test_the_faster_one_gets_more(store: Store) -> None:
    fast, slow = Scripted("hello", seconds=1.0), Scripted("hello", seconds=9.0)
    ask_with(store, fast, slow, work=lambda asker: asker.ask_all(100), concurrency=5)
    assert fast.asked == 90
    assert slow.asked == 10


def test_one_that_dies_is_left_out_and_tried_again_later(store: Store) -> None:
    def dies_for_a_while(now: float) -> Step:
        return _unreachable() if 150 <= now < 300 else "hello"

    good, mortal = Scripted("hello", seconds=1.0), Scripted(later=dies_for_a_while, seconds=1.0)

    async def ask(asker: Asker) -> list[list[str]]:
        seen = []
        for seconds in (45, 50, 300):
            assert await _ask_for(asker, seconds)
            seen.append(asker.endpoints.not_asked)
        return seen

    before, meanwhile, after = ask_with(store, good, mortal, work=ask, concurrency=2)
    assert (before, after) == ([], [])
    assert [each.partition(" after ")[0] for each in meanwhile] == ["http://b is asked again in a while,"]
    assert meanwhile[0].endswith(" failures: no route")
    tries = Counter("dead" if 150 <= at < 300 else "back" if at >= 300 else "alive" for at in mortal.times)
    assert tries["alive"] > 40
    assert 5 <= tries["dead"] <= 15
    assert tries["back"] > 40


def test_while_one_is_dead_no_request_waits_for_it(store: Store) -> None:
    async def ask(asker: Asker) -> int:
        return await _ask_for(asker, 1000)

    answered = ask_with(store, Scripted("hello", seconds=1.0), Scripted(_unreachable()), work=ask, concurrency=4)
    assert answered > 3900


def test_a_refused_key_at_one_leaves_the_others_working(store: Store) -> None:
    good, refusing = Scripted("hello", seconds=1.0), Scripted(EndpointRefused("wrong key"))

    async def ask(asker: Asker) -> list[str]:
        assert texts(await asker.ask_all(40)) == ["hello"] * 40
        assert asker.endpoints.not_asked == ["http://b is left out: wrong key"]
        assert asker.endpoints.concurrency == 4
        return list(asker.endpoints.faults)

    assert ask_with(store, good, refusing, work=ask, concurrency=4) == ["endpoint refused"]
    assert refusing.asked <= 4


def test_when_all_refuse_it_is_raised(store: Store) -> None:
    async def ask(asker: Asker) -> None:
        with pytest.raises(EndpointRefused, match="wrong key"):
            await asker.ask()

    ask_with(store, *(Scripted(EndpointRefused("wrong key")) for _ in range(3)), work=ask)


@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_one_that_cannot_be_reached_does_no_harm_while_another_is_slow(store: Store, concurrency: int) -> None:
    slow, dead = Scripted("hello", seconds=300.0), Scripted(_unreachable())
    told = ask_with(store, slow, dead, work=lambda asker: asker.ask_all(2 * concurrency), concurrency=concurrency)
    assert texts(told) == ["hello"] * 2 * concurrency


def test_one_that_refuses_a_parameter_is_not_dead(store: Store) -> None:
    """Each request in flight is refused once, then the parameter is left out."""
    backends = [Scripted(*[_not_taken()] * 8, "hello", seconds=1.0) for _ in range(2)]

    async def ask(asker: Asker) -> float:
        assert texts(await asker.ask_all(16)) == ["hello"] * 16
        assert asker.endpoints.not_asked == []
        return _now()

    assert ask_with(store, *backends, work=ask) < 110


@pytest.mark.parametrize("refusal", [PromptRefused("HTTP 400: no"), PromptTooLong("HTTP 400: too long")], ids=str)
def test_one_that_refuses_whatever_another_answers_is_left_out(store: Store, refusal: BackendError) -> None:
    good, useless = Scripted("hello", seconds=1.0), Scripted(refusal)

    async def ask(asker: Asker) -> list[str]:
        done = Counter(type(each).__name__ for each in await asker.ask_all(40))
        assert done.total() == 40
        return asker.endpoints.not_asked

    (told,) = ask_with(store, good, useless, work=ask, concurrency=4)
    assert "all of its first 5 prompts were refused: HTTP 400" in told
    assert useless.asked <= 8


def test_one_that_refuses_some_prompts_stays(store: Store) -> None:
    refusals = [PromptRefused("HTTP 400: no")] * 6
    some = Scripted("hello", *refusals, "hello")

    async def ask(asker: Asker) -> list[str]:
        await asker.ask_all(12)
        return asker.endpoints.not_asked

    assert ask_with(store, some, Scripted("hello", seconds=9.0), work=ask, concurrency=1) == []


def _with_an_id(number: int) -> str:
    return f"HTTP 400: stream must be on (request id: 8f{number}c1)"


def _each_otherwise(number: int) -> str:
    return f"HTTP 400: {'abcdefghijkl'[number]} is sensitive"


@pytest.mark.parametrize(("said", "asked"), [(_with_an_id, [5]), (_with_an_id, [5, 5]), (_each_otherwise, [12])])
def test_those_that_refuse_all_first_prompts_in_the_same_words_are_left_out(
    store: Store, said: Callable[[int], str], asked: list[int]
) -> None:
    backends = [Scripted(*(PromptRefused(said(at)) for at in range(12))) for _ in asked]

    async def ask(asker: Asker) -> str:
        try:
            for _ in range(12):
                await asker.ask()
        except EndpointRefused as error:
            return str(error)
        return ""

    end = ask_with(store, *backends, work=ask, concurrency=1)
    assert [backend.asked for backend in backends] == asked
    assert end.startswith("all of its first 5 prompts were refused: HTTP 400: stream must be on") == (5 in asked)


def test_one_that_has_answered_before_may_refuse_many_in_the_same_words(store: Store) -> None:
    some = Scripted("hello", *[PromptRefused("HTTP 400: no")] * 20)

    async def ask(asker: Asker) -> list[Answer | BaseException]:
        return [(await asker.ask_all(1))[0] for _ in range(21)]

    assert texts(ask_with(store, some, work=ask)) == ["hello", *["HTTP 400: no"] * 20]
