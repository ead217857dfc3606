"""A server that answers as ChatGLM-6B's `api.py` does, and some that do not, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError, EndpointRefused, InputError, Unavailable
from selfinstruct.core.values import Request, Sampling, Usage
from tests.backends.opened import opened

REQUEST = Request("写一首诗。", Sampling(temperature=0.0, top_p=0.9, max_tokens=300), kind="instructions")
Handler = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def _serving(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _ask(handler: Handler, request: Request = REQUEST, **connection: Any) -> bytes:
    """Return the body that comes back from a server."""

    async def ask() -> bytes:
        async with _serving(handler) as url:
            backend = opened("chatglm", url, **connection)
            try:
                return (await backend.complete(request)).body
            finally:
                await backend.close()

    return asyncio.run(ask())


def test_the_question_is_in_the_form_of_the_api_and_so_is_the_answer_read() -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.json_response({"response": "春眠不觉晓", "history": [["…", "…"]], "status": 200, "time": "now"})

    completion = wire.read(_ask(answer, replace(REQUEST, system="你是诗人。"), extra_body={"max_length": 99}))
    assert (completion.text, completion.finish_reason, completion.usage) == ("春眠不觉晓", "stop", Usage())
    assert completion.model == "chatglm"
    question = {"prompt": "你是诗人。\n\n写一首诗。", "history": [], "max_length": 99, "top_p": 0.9}
    assert asked == [question | {"temperature": 0.01}]


def test_prompt_and_answer_together_have_room() -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.json_response({"response": "好"})

    _ask(answer, Request("字" * 300, Sampling(0.5, 0.9, 200)))
    assert (asked[0]["max_length"], asked[0]["temperature"]) == (401, 0.5)


@pytest.mark.parametrize(
    ("status", "body", "error", "told"),
    [
        (500, "no", Unavailable, "HTTP 500"),
        (404, "no", EndpointRefused, r"HTTP 404; is this the address of ChatGLM's api\.py\?"),
        (200, "<html>", Unavailable, "an answer without response: an HTML page"),
        (200, json.dumps({"answer": "hi"}), Unavailable, "an answer without response"),
        (200, json.dumps({"response": None}), Unavailable, "an answer without response"),
        (200, "[" * 100_000, Unavailable, "an answer without response"),
        (200, "x" * (2**24 + 1), Unavailable, "an answer of more than 16 MiB, unpacked"),
    ],
)
def test_what_is_no_answer_is_told(status: int, body: str, error: type[BackendError], told: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=body)

    with pytest.raises(error, match=told):
        _ask(answer)


def test_an_answer_that_takes_too_long_is_not_waited_for() -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    with pytest.raises(Unavailable, match="no answer in time"):
        _ask(answer, timeout=0.2)


@pytest.mark.parametrize("how", [{"form": "continuation"}, {"form": "json"}], ids=str)
def test_what_it_does_not_offer_is_told(how: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"a ChatGLM server .*; use text or short"):
        opened("chatglm", **how)
