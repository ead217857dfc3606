"""All endpoints as one: what may succeed later is asked again, what cannot is not, and no cap is passed."""

import asyncio
from dataclasses import replace

import pytest

from selfinstruct.core import wire
from selfinstruct.core.errors import (
    BackendError,
    CapReached,
    EndpointRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.settings import Caps
from selfinstruct.core.values import Answer, Reply, Request, Usage
from selfinstruct.endpoints.retry import MOST_TRIES
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.scripted import REQUEST, Asker, Scripted, ask_with, said, texts


def _now() -> float:
    return asyncio.get_running_loop().time()


def _busy(pause: float = 0.0) -> Unavailable:
    return Unavailable("busy", cause="HTTP 503", pause=pause)


def _unreachable() -> Unavailable:
    return Unavailable("no route", cause="cannot connect", reached=False)


# --- asking again


def test_what_may_succeed_later_is_asked_again_and_counted(store: Store) -> None:
    async def ask(asker: Asker) -> str:
        answer = await asker.ask()
        assert asker.endpoints.faults == {"HTTP 503": 2}
        assert (asker.budget.spent_at_most, asker.budget.is_waiting) == (Usage(3, 4), False)
        return answer.completion.text

    assert ask_with(store, Scripted(_busy(), _busy(), "hello"), work=ask) == "hello"
    assert (store.count("faults"), store.attempts()) == ({"HTTP 503": 2}, 3)


def test_a_body_that_holds_no_completion_is_kept_and_asked_for_again(store: Store) -> None:
    backend = Scripted(Reply(b"<html>"), "hello")

    async def ask(asker: Asker) -> list[tuple[int, bytes]]:
        await asker.ask()
        assert asker.endpoints.faults == {"HTML page": 1}
        # Nobody tells what it cost.
        assert asker.budget.spent_at_most == asker.budget.most(REQUEST) + Usage(3, 4)
        return asker.kept.bodies

    assert ask_with(store, backend, work=ask) == [(1, b"<html>"), (2, said("hello").body)]


def test_it_gives_up_in_the_end(store: Store) -> None:
    backend = Scripted(_busy())
    with pytest.raises(Unavailable, match="busy"):
        ask_with(store, backend, work=Asker.ask)
    assert backend.asked == MOST_TRIES
    gaps = [later - earlier for earlier, later in zip(backend.times, backend.times[1:], strict=False)]
    assert all(gap <= 0.5 * 2**number for number, gap in enumerate(gaps))


def test_what_was_never_reached_is_given_up_early(store: Store) -> None:
    backend = Scripted(_unreachable())
    with pytest.raises(EndpointRefused, match="no route; is the address right and the server running"):
        ask_with(store, backend, work=Asker.ask)
    assert backend.asked == 3


def test_a_prompt_that_fails_while_others_are_answered_is_handed_on_as_refused(store: Store) -> None:
    class Picky(Scripted):
        async def complete(self, request: Request) -> Reply:
            if request.prompt == "bad":
                raise _busy()
            return await super().complete(request)

    async def ask(asker: Asker) -> Answer:
        asking = asyncio.ensure_future(asker.endpoints.complete(replace(REQUEST, prompt="bad"), asker.kept))
        while not asking.done():
            await asker.ask()
        return await asking

    answer = ask_with(store, Picky("hello", seconds=1.0), work=ask)
    assert answer.completion.finish_reason == wire.PROMPT_REFUSED
    assert answer.completion.text == "failed 8 times while others were answered: busy"
    assert answer.line.attempt == 0


@pytest.mark.parametrize("error", [_unreachable(), Unavailable("busy", cause="HTTP 503", overloaded=True)], ids=str)
def test_an_outage_is_no_fault_of_the_prompts(store: Store, error: Unavailable) -> None:
    """Not even of those that were asked before the last answer came. Now and then it is looked whether it has ended."""
    backend = Scripted(seconds=1.0, later=lambda now: error if 110 <= now < 150 else "hello")
    told = texts(ask_with(store, backend, work=lambda asker: asker.ask_all(400), concurrency=8))
    assert not [each for each in told if "while others were answered" in each]
    assert told.count("hello") > 390
    assert sum(110 <= at < 150 for at in backend.times) < 60


def test_bodies_that_hold_no_completion_are_no_answers_however_few_are_in_flight(store: Store) -> None:
    async def ask(asker: Asker) -> None:
        with pytest.raises(EndpointRefused, match="no answer for 5 s"):
            await asker.ask()

    ask_with(store, Scripted(Reply(b"<html>"), seconds=2.0), work=ask, give_up_after=5.0)


def test_what_waits_for_its_turn_is_no_silence(store: Store) -> None:
    async def ask(asker: Asker) -> float | None:
        await asker.ask()
        assert asker.endpoints.seconds_until_given_up is None
        await asyncio.sleep(100)
        asking = asyncio.ensure_future(asker.ask())
        await asyncio.sleep(0.5)
        left = asker.endpoints.seconds_until_given_up
        await asking
        return left

    assert ask_with(store, Scripted("hello", seconds=1.0), work=ask, give_up_after=5.0) == 4.5


def test_when_nothing_is_answered_for_long_the_endpoint_is_given_up(store: Store) -> None:
    async def ask(asker: Asker) -> float:
        with pytest.raises(EndpointRefused, match="no answer for 5 s; the last try: busy; run the same command"):
            await asker.ask()
        return _now()

    assert 105 <= ask_with(store, Scripted(_busy(), seconds=1.0), work=ask, give_up_after=5.0) <= 107


def test_a_process_that_was_stopped_heard_no_silence_and_asks_again(store: Store) -> None:
    late = Unavailable("late", cause="timeout", perhaps_billed=True)

    async def ask(asker: Asker) -> str:
        asking = asyncio.ensure_future(asker.ask())
        await asyncio.sleep(1)
        virtual_time.stop_the_process(1000)
        return (await asking).completion.text

    assert ask_with(store, Scripted(late, "hello", seconds=2.0), work=ask, give_up_after=15.0) == "hello"


@pytest.mark.parametrize("error", [_busy(pause=600), _unreachable()], ids=["busy", "unreachable"])
def test_stopping_ends_the_wait_for_another_try(store: Store, error: Unavailable) -> None:
    backend = Scripted(error, seconds=1.0)

    async def ask(asker: Asker) -> float:
        asyncio.get_running_loop().call_later(1.000001, asker.endpoints.stop)
        with pytest.raises(Unavailable):
            await asker.ask()
        return _now()

    assert ask_with(store, backend, work=ask) < 102
    assert backend.asked == 1


def test_after_stopping_what_is_in_flight_comes_back_and_nothing_leaves(store: Store) -> None:
    backend = Scripted("hello", seconds=10.0)

    async def ask(asker: Asker) -> list[str]:
        asyncio.get_running_loop().call_later(5, asker.endpoints.stop)
        return texts(await asker.ask_all(4))

    told = ask_with(store, backend, work=ask, concurrency=2)
    assert told[:2] == ["hello"] * 2
    assert ["Unavailable" in each for each in told[2:]] == [True] * 2
    assert backend.asked == 2


# --- what no retry can mend


def test_a_refused_prompt_becomes_a_body_that_says_so_and_costs_nothing(store: Store) -> None:
    backend = Scripted(PromptRefused("filtered"))

    async def ask(asker: Asker) -> Answer:
        answer = await asker.ask()
        assert asker.budget.spent_at_most == Usage()
        return answer

    answer = ask_with(store, backend, work=ask)
    assert (answer.completion.text, answer.completion.finish_reason) == ("filtered", wire.PROMPT_REFUSED)
    assert backend.asked == answer.line.attempt == 1
    assert store.reserved() == Usage()


@pytest.mark.parametrize(
    ("error", "cause"),
    [(PromptTooLong("8,000 tokens"), "prompt too long"), (EndpointRefused("wrong key"), "endpoint refused")],
)
def test_what_is_no_use_to_ask_again_is_raised_at_once(store: Store, error: BackendError, cause: str) -> None:
    backend = Scripted(error)

    async def ask(asker: Asker) -> None:
        with pytest.raises(type(error), match=str(error)):
            await asker.ask()
        assert asker.endpoints.faults == {cause: 1}
        assert (asker.budget.spent_at_most, asker.budget.is_waiting) == (Usage(), False)

    ask_with(store, backend, work=ask)
    assert backend.asked == 1


# --- caps and limits


def test_a_cap_waits_for_what_is_reserved_and_is_reached_when_that_is_spent(store: Store) -> None:
    backend = Scripted("hello", seconds=1.0)

    async def ask(asker: Asker) -> list[str]:
        most = asker.budget.most(REQUEST)
        assert most.prompt_tokens + most.completion_tokens < 200
        return texts(await asker.ask_all(60))

    # As long as 7 tokens a request leave room for one that may take just under 100, one is sent at a time or more.
    told = ask_with(store, backend, work=ask, caps=Caps(tokens=300))
    assert all("CapReached" in each or each == "hello" for each in told)
    assert 25 < told.count("hello") == backend.asked
    assert 300 - 200 < 7 * backend.asked <= 300


def test_a_cap_on_requests_counts_every_try(store: Store) -> None:
    backend = Scripted("hello", _busy(), seconds=1.0)

    async def ask(asker: Asker) -> None:
        await asker.ask()
        with pytest.raises(CapReached, match=r"‹caps\.requests› 5 are sent"):
            await asker.ask()

    ask_with(store, backend, work=ask, caps=Caps(requests=5))
    assert backend.asked == store.attempts() == 5


def test_a_limit_a_minute_is_kept_by_those_that_are_asked_again_too(store: Store) -> None:
    backend = Scripted(_busy(), "hello", _busy(), "hello")
    told = ask_with(store, backend, work=lambda asker: asker.ask_all(20), requests_a_minute=5)
    assert texts(told) == ["hello"] * 20
    assert all(later - earlier >= 60 for earlier, later in zip(backend.times, backend.times[5:], strict=False))


def test_no_more_are_in_flight_than_may_be(store: Store) -> None:
    backend = Scripted("hello", seconds=1.0)

    async def ask(asker: Asker) -> list[tuple[int, int, int]]:
        asking = asyncio.gather(*(asker.ask() for _ in range(7)))
        await asyncio.sleep(0.5)
        seen = [(asker.endpoints.concurrency, asker.endpoints.in_flight, asker.endpoints.room)]
        await asking
        return [*seen, (asker.endpoints.concurrency, asker.endpoints.in_flight, asker.endpoints.room)]

    assert ask_with(store, backend, work=ask, concurrency=3) == [(3, 3, 0), (3, 0, 3)]
    assert backend.busiest == 3


# --- answers without a text


def _empty(usage: Usage = Usage(3, 4)) -> Reply:  # noqa: B008
    return said("", usage=usage)


def test_an_answer_without_text_is_asked_for_again_told_and_paid_for(store: Store) -> None:
    async def ask(asker: Asker) -> str:
        answer = await asker.ask()
        assert asker.endpoints.faults == {"empty answer": 2}
        most = asker.budget.most(REQUEST)
        # One tells what it took, one does not.
        assert asker.budget.spent_at_most == Usage(3, 4) + most + Usage(3, 4)
        return answer.completion.text

    backend = Scripted(_empty(), _empty(Usage()), "hello")
    assert ask_with(store, backend, work=ask) == "hello"
    assert store.count("faults") == {"empty answer": 2}


@pytest.mark.parametrize("concurrency", [1, 8])
def test_an_endpoint_that_says_nothing_but_empty_texts_is_given_up(store: Store, concurrency: int) -> None:
    backend = Scripted(_empty())

    async def ask(asker: Asker) -> list[str]:
        return texts(await asker.ask_all(concurrency))

    async def ask_until_refused(asker: Asker) -> None:
        for _ in range(10):
            told = await ask(asker)
            if any("all of 20 answers held no text; the last one: an answer without text" in each for each in told):
                return
            assert not any("while others were answered" in each for each in told)
        raise AssertionError(told)

    ask_with(store, backend, work=ask_until_refused, concurrency=concurrency)
    assert 20 <= backend.asked < 20 + concurrency


def test_an_address_that_shows_pages_is_given_up_and_never_asked_for_more_at_a_time(store: Store) -> None:
    backend = Scripted(Reply(b"<html><title>Sign in</title></html>"))

    async def ask(asker: Asker) -> tuple[list[str], int]:
        before = asker.endpoints.concurrency
        told = texts(await asker.ask_all(8))
        while not any("all of 10 answers" in each for each in told):
            told = texts(await asker.ask_all(8))
            assert asker.endpoints.concurrency <= before
        return told, asker.endpoints.concurrency

    told, _ = ask_with(store, backend, work=ask)
    assert any("an HTML page: Sign in; does ‹base_urls› lack /v1" in each for each in told)
    assert 10 <= backend.asked < 20


def test_a_prompt_that_brings_empty_texts_is_refused_once_others_were_answered(store: Store) -> None:
    backend = Scripted("hello", _empty())

    async def ask(asker: Asker) -> Answer:
        await asker.ask()
        return await asker.ask()

    answer = ask_with(store, backend, work=ask)
    assert answer.completion.finish_reason == wire.PROMPT_REFUSED
    assert "failed 8 times while others were answered: an answer without text" in answer.completion.text
    assert backend.asked == 1 + MOST_TRIES


def test_what_holds_no_answer_is_told_when_the_endpoint_is_given_up(store: Store) -> None:
    async def ask(asker: Asker) -> None:
        with pytest.raises(EndpointRefused, match=r"no answer for 5 s; the last try: http://a: .*page: Sign in"):
            await asker.ask()

    page = Reply(b"<html><title>Sign in</title></html>")
    ask_with(store, Scripted(page, seconds=2.0), work=ask, give_up_after=5.0)
