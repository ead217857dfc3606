"""One request goes ahead of the others as long as nothing is known of a model."""

import asyncio

import pytest

from selfinstruct.backends.openai import scouts
from selfinstruct.core.errors import EndpointRefused, HeldBack, PromptRefused


@pytest.fixture(autouse=True)
def endless_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scouts, "_PATIENCE", 600.0)


async def _asked(errors: list[Exception | None]) -> tuple[int, list[BaseException | None]]:
    """Ask eight times at once, with what is raised in turn, and nothing once that is over; tell how many were sent."""
    ahead, sent = scouts.Scouts(), 0

    async def ask() -> None:
        nonlocal sent
        async with ahead.turn("m"):
            sent += 1
            await asyncio.sleep(0)
            if error := errors.pop(0) if errors else None:
                raise error
            ahead.answered("m")

    ended = await asyncio.gather(*(ask() for _ in range(8)), return_exceptions=True)
    again = await asyncio.gather(ask(), return_exceptions=True)
    return sent, [*ended, *again]


def test_what_waits_is_not_sent_once_the_one_ahead_is_refused_for_good() -> None:
    refusal = EndpointRefused("no such model")
    sent, (first, *others, again) = asyncio.run(_asked([refusal]))
    assert (sent, first, again) == (2, refusal, None)
    assert {type(each) for each in others} == {HeldBack}
    assert {str(each) for each in others} == {"no such model"}


def test_what_waits_is_sent_after_the_refusal_of_a_prompt() -> None:
    refusal = PromptRefused("not this")
    sent, ended = asyncio.run(_asked([refusal]))
    assert (sent, ended) == (9, [refusal, *[None] * 8])
