"""Whatever bytes come back: a whole answer, or a broken connection, after which the next answer is read as ever."""

import asyncio
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Request, Sampling, Usage
from tests.backends.opened import opened
from tests.support.malformed import cut_short, endless_kinds, kinds_that_end, sound_but_odd
from tests.support.raw_server import Raw, RawServer, whole

TEXT = "Name seven things that float."
BODY = wire.write(TEXT, "stop", Usage(3, 4), "m")
SOUND = Raw((whole(BODY),), "keep")
CAUSES = {"connection broken", "garbled answer", "HTTP 999"}


class Line:
    """An endpoint that is asked again and again over the same client, and answers as it is told."""

    def __init__(self, server: RawServer, runner: asyncio.Runner, timeout: float) -> None:
        self._server, self._runner = server, runner
        self._backend = opened("openai", server.url, model="m", timeout=timeout, form="text")

    def ask(self, raw: Raw) -> str:
        (came,) = self.ask_all([raw])
        if isinstance(came, BaseException):
            raise came
        return came

    def ask_all(self, raws: list[Raw]) -> list[str | BaseException]:
        """Ask once for each answer, all at the same time; return the texts, or what was raised in their place."""
        # Each is sent once, unless what was given up before comes late.
        self._server.answer = lambda number, _: raws[number % len(raws)]
        return self._runner.run(self._ask(len(raws)))

    def wait_until_all_is_sent(self) -> None:
        while self._server.sent < len(self._server.asked):
            time.sleep(0.005)
        # For the loop to see it.
        self._runner.run(asyncio.sleep(0.01))

    async def _ask(self, count: int) -> list[str | BaseException]:
        return await asyncio.gather(*(self._text() for _ in range(count)), return_exceptions=True)

    async def _text(self) -> str:
        reply = await self._backend.complete(Request("Say something.", Sampling(0.0, 1.0, 16)))
        return wire.read(reply.body).text

    def close(self) -> None:
        self._runner.run(self._backend.close())


def _line(timeout: float) -> Iterator[Line]:
    with RawServer(lambda *_: SOUND) as server, asyncio.Runner() as runner:
        line = Line(server, runner, timeout)
        yield line
        line.close()


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    yield from _line(timeout=60)


@pytest.fixture
def fresh_line() -> Iterator[Line]:
    yield from _line(timeout=60)


@pytest.fixture(scope="module")
def hasty_line() -> Iterator[Line]:
    yield from _line(timeout=1)


def _batched(raws: Iterator[Raw], size: int) -> Iterator[list[Raw]]:
    while batch := list(islice(raws, size)):
        yield batch


def _cause(came: str | BaseException) -> str:
    """Return the cause of a failure that is worth asking again, and may be billed all the same."""
    assert isinstance(came, Unavailable)
    assert (came.perhaps_billed, came.reached) == (True, True)
    assert "\n" not in str(came)
    return came.cause


@pytest.mark.parametrize("raw", kinds_that_end(BODY).values(), ids=kinds_that_end(BODY))
def test_a_malformed_answer_is_a_broken_connection(line: Line, raw: Raw) -> None:
    (came,) = line.ask_all([raw])
    assert _cause(came) in CAUSES
    assert line.ask(SOUND) == TEXT


def test_there_are_many_kinds_of_malformed_answers() -> None:
    assert len(kinds_that_end(BODY)) >= 40


def test_what_comes_unasked_after_an_answer_is_not_the_next_one(fresh_line: Line) -> None:
    unasked = whole(wire.write("Not asked for.", "stop", Usage(), "m"))
    assert fresh_line.ask(Raw((whole(BODY), unasked), "keep")) == TEXT
    fresh_line.wait_until_all_is_sent()
    assert fresh_line.ask(SOUND) == TEXT


def test_an_answer_that_is_cut_anywhere_is_a_broken_connection(line: Line) -> None:
    for raws in _batched(cut_short(wire.write("Hi.", "stop", Usage(3, 4), "m")), 10):
        assert {_cause(came) for came in line.ask_all(raws)} == {"connection broken"}
    assert line.ask(SOUND) == TEXT


@pytest.mark.parametrize("raw", endless_kinds(BODY).values(), ids=endless_kinds(BODY))
def test_an_answer_without_an_end_is_given_up_in_time(hasty_line: Line, raw: Raw) -> None:
    (came,) = hasty_line.ask_all([raw])
    assert _cause(came) == "timeout"


@pytest.mark.parametrize("raw", sound_but_odd(BODY).values(), ids=sound_but_odd(BODY))
def test_an_odd_answer_that_is_whole_is_read(line: Line, raw: Raw) -> None:
    assert line.ask(raw) == TEXT
