"""The scripted backend plays what it is told: to a run in Python, and from a file on the command line."""

import asyncio
import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from selfinstruct.api import generate
from selfinstruct.core import wire
from selfinstruct.core.errors import EndpointRefused, PromptTooLong, Unavailable
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Reply, Request, Sampling
from selfinstruct.testing import ScriptedBackend, said
from tests.support import virtual_time

REQUEST = Request("Say hello.", Sampling(1.0, 1.0, 16))


def played(backend: ScriptedBackend, times: int) -> list[str]:
    async def play() -> Sequence[Reply | BaseException]:
        return [(await asyncio.gather(backend.complete(REQUEST), return_exceptions=True))[0] for _ in range(times)]

    replies = virtual_time.run(play())
    return [wire.read(each.body).text if isinstance(each, Reply) else repr(each) for each in replies]


def test_lines_come_one_after_the_other_and_the_last_one_for_ever() -> None:
    backend = ScriptedBackend(["one", said("two", REQUEST), PromptTooLong("three"), "four"])
    assert played(backend, 6) == ["one", "two", "PromptTooLong('three')", "four", "four", "four"]
    assert backend.requests == [REQUEST] * 6


def test_a_text_alone_is_one_line() -> None:
    assert played(ScriptedBackend("yes"), 2) == ["yes", "yes"]


def test_an_empty_script_is_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        ScriptedBackend([])


def test_a_function_is_asked_each_time_and_may_raise() -> None:
    numbers = count()

    def say(request: Request) -> str | Reply:
        if next(numbers) == 1:
            raise Unavailable("no", cause="test")
        return request.prompt.upper()

    first, second, third = played(ScriptedBackend(say), 3)
    assert (first, third) == ("SAY HELLO.", "SAY HELLO.")
    assert second.startswith("Unavailable")


def test_answers_take_their_time() -> None:
    async def seconds() -> float:
        start = asyncio.get_running_loop().time()
        await asyncio.gather(*(ScriptedBackend(["a"], seconds=3.0).complete(REQUEST) for _ in range(4)))
        return asyncio.get_running_loop().time() - start

    assert virtual_time.run(seconds()) == 3.0


def test_it_names_its_model() -> None:
    backend = ScriptedBackend(["a"])
    assert asyncio.run(backend.models()) == ["scripted"]
    assert wire.read(asyncio.run(backend.complete(REQUEST)).body).model == "scripted"
    asyncio.run(backend.close())


# --- a run


def test_a_run_reaches_its_target(tmp_path: Path) -> None:
    numbers = count()

    def say(request: Request) -> str:
        tasks = [
            {"instruction": f"Say {number} in words: {'abcdefghij'[number % 10] * 9} {number}x {number}y", "input": ""}
            | {"output": f"Here is {number}."}
            for number in (next(numbers) for _ in range(4))
        ]
        return json.dumps({"tasks": tasks})

    backend = ScriptedBackend(say)
    result = generate(Settings(target=10, recipe="alpaca", random_seed=1), tmp_path / "run", backend=backend)
    assert not result.stopped_by
    assert result.report.accepted >= 10
    records = json.loads((tmp_path / "run" / "alpaca_data.json").read_text(encoding="utf-8"))
    assert records[0]["output"] == "Here is 0."
    assert {request.kind for request in backend.requests} == {"tasks"}


def test_a_run_ends_with_the_error_of_the_script(tmp_path: Path) -> None:
    with pytest.raises(EndpointRefused, match="the key is wrong"):
        generate(Settings(target=10), tmp_path / "run", backend=ScriptedBackend([EndpointRefused("the key is wrong")]))
