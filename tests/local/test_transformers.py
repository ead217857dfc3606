"""transformers serve with a real model, chat and completions."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct import Connection, Request, Sampling, Serving, serve
from tests.local.conftest import ask
from tests.servers.conftest import Family, in_loop

# A model on a busy processor has all the time that it needs.
pytestmark = pytest.mark.timeout(1200)

_CHAT = Request("Name three colours.", Sampling(temperature=0.5, top_p=0.9, max_tokens=4, presence_penalty=1.0))


@in_loop
async def test_it_answers_both_ways(folder: Path, family: Family) -> None:
    serving = Serving("transformers", args=("--dtype", "float32"))
    async with serve(Connection(model=str(folder)), serving) as served:
        assert served.room.context == 8192
        going_on = replace(_CHAT, api="completions", prompt="1. Red\n2. Green\n3.", stop=("\n4.",))
        answers = await asyncio.gather(*(ask(served.connection, each) for each in (_CHAT, going_on)))
        assert all(answer.text.strip() and answer.usage.completion_tokens for answer in answers)
    assert not family.members()
