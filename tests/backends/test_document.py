"""What docs/endpoints.md says of refusals and failures is what follows, over HTTP."""

import asyncio
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from aiohttp import web

from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError, EndpointRefused, PromptRefused, PromptTooLong, Unavailable
from selfinstruct.core.values import Completion, Request, Sampling
from tests.backends.opened import opened
from tests.support.misbehaving_server import MisbehavingServer

_PAGE = Path(__file__).parents[2] / "docs" / "endpoints.md"
_SECTION = _PAGE.read_text("utf-8").partition("## What refusals and failures look like\n")[2].partition("\n## ")[0]
_ROWS = re.findall(r"^\| [^|]+ \| (\d{3}) \| `(.*)` \| ([\w: ]+) \|$", _SECTION, re.MULTILINE)
_ADVICE = {
    "ends: key": "check OPENAI_API_KEY",
    "ends: credit": "add credit",
    "ends: model": "check ‹model›",
    "ends: access": "your region",
}
_REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16), kind="check")


@dataclass
class Playing(MisbehavingServer):
    """A server that answers each request with the status and the body of a row: its number is the model's name."""

    rows: list[tuple[int, str]] = field(default_factory=list)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        status, body = self.rows[int((await request.json())["model"])]
        return web.Response(text=body, status=status)


async def _ask_all(url: str, count: int) -> list[Completion | BackendError]:
    backend = opened("openai", url, model="m", form="text")
    try:
        found: list[Completion | BackendError] = []
        for number in range(count):
            try:
                reply = await backend.complete(replace(_REQUEST, model=str(number)))
                found.append(wire.read(reply.body))
            except BackendError as error:
                found.append(error)
        return found
    finally:
        await backend.close()


@pytest.fixture(scope="module")
def told() -> list[Completion | BackendError]:
    rows = [(int(status), body) for status, body, _ in _ROWS]
    with Playing(rows=rows) as server:
        return asyncio.run(_ask_all(server.url, len(rows)))


@pytest.mark.parametrize(
    ("number", "follows"), [(at, row[2]) for at, row in enumerate(_ROWS)], ids=lambda each: str(each)
)
def test_what_the_page_says_follows(told: list[Completion | BackendError], number: int, follows: str) -> None:
    error = told[number]
    match follows:
        case "pauses" | "again":
            assert isinstance(error, Unavailable)
            assert error.overloaded == (follows == "pauses")
        case "prompt refused":
            assert isinstance(error, PromptRefused)
        case "shorter":
            assert isinstance(error, PromptTooLong)
        case _:
            assert isinstance(error, EndpointRefused)
            assert _ADVICE[follows] in str(error)


def test_words_are_told(told: list[Completion | BackendError]) -> None:
    shown = [str(error) for error in told]
    assert not any("does not say why" in each or "\n" in each for each in shown)
    for words in (
        "an HTML page: Sign in",
        "<400> InternalError.Algo",
        "login fail",
        "temporarily rate-limited upstream",
    ):
        assert any(words in each for each in shown)


def test_the_page_has_all_kinds() -> None:
    assert len(_ROWS) > 60
    assert {follows for *_, follows in _ROWS} == {*_ADVICE, "pauses", "again", "prompt refused", "shorter"}
