"""What holds for every backend: it opens without a word sent, answers or says what is wrong, and closes."""

import asyncio
from pathlib import Path

import pytest

from selfinstruct.backends import BACKENDS, Backend
from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Reply, Request, Sampling
from tests.backends.opened import opened

# Nothing listens here.
NOWHERE = "http://127.0.0.1:9/v1"
REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16))


@pytest.mark.parametrize("name", BACKENDS.names())
def test_it_has_a_test_of_its_own(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@pytest.mark.parametrize("name", BACKENDS.names())
def test_it_says_what_is_wrong_and_can_be_asked_again(name: str) -> None:
    async def ask(backend: Backend) -> list[Reply | Unavailable]:
        try:
            return await asyncio.gather(*(_reply_or_error(backend) for _ in range(2)))
        finally:
            await backend.close()

    backend = opened(name, NOWHERE, model="m")
    assert backend.limits == ""
    for told in asyncio.run(ask(backend)):
        if isinstance(told, Reply):
            assert wire.read(told.body).finish_reason in ("stop", "length")
        else:
            assert (told.reached, told.cause) == (False, "cannot connect")
            assert NOWHERE in str(told)


async def _reply_or_error(backend: Backend) -> Reply | Unavailable:
    try:
        return await backend.complete(REQUEST)
    except Unavailable as error:
        return error
