"""Where a model is not known, the error names what the endpoint serves, in one line, and is never late for it."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from selfinstruct.backends.openai import models
from selfinstruct.backends.openai.failures import UnknownModel
from selfinstruct.core.errors import EndpointRefused
from selfinstruct.core.values import Request, Sampling
from tests.backends.opened import opened
from tests.support.misbehaving_server import MisbehavingServer

KEY = "sk-abcdefghijklmnop"
UNKNOWN = "check ‹model› (‹check› lists what is served)"


@dataclass
class ListingServer(MisbehavingServer):
    """A server that knows no model, and lists models in its own way; without an answer, it never ends the list."""

    answer: web.Response | None = None
    listed: list[str] = field(default_factory=list)

    async def _list_models(self, request: web.Request) -> web.Response:
        self.listed.append(request.path)
        if self.answer is None:
            await asyncio.Event().wait()
        assert self.answer
        return web.Response(body=self.answer.body, status=self.answer.status)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": {"message": "no such model"}}, status=404)


def serving(names: Sequence[Any]) -> web.Response:
    return web.Response(text=json.dumps({"data": [{"id": name} for name in names]}))


def refusals(server: ListingServer, model: str, times: int = 1) -> list[str]:
    """Return what requests for a model raise, one after the other."""

    async def ask() -> list[str]:
        told = []
        backend = opened("openai", server.url, model=model, form="text", api_key=KEY)
        try:
            for _ in range(times):
                with pytest.raises(EndpointRefused) as caught:
                    await backend.complete(Request("Say yes.", Sampling(0.0, 1.0, 16)))
                told.append(str(caught.value))
        finally:
            await backend.close()
        return told

    with server:
        return asyncio.run(ask())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the list take its time, however busy the machine is."""
    monkeypatch.setattr(models, "_SOON", 600.0)
    monkeypatch.setattr(models, "_TIMEOUT", 600.0)


@pytest.mark.parametrize(
    ("names", "model", "told"),
    [
        (["plausible-1"], "gpt-9", "(served: plausible-1), "),
        (["a", "Qwen/Qwen2.5-7B-Instruct", "llama"], "qwen2.5-7b", "(served: Qwen/Qwen2.5-7B-Instruct, "),
        ([f"m-{n}" for n in range(1500)] + ["deepseek-chat"], "deepseek-chta", "(served: deepseek-chat, "),
        ([f"m-{n}" for n in range(10)], "x", " and 7 more), "),
        (["m", "n"], "m", "(it is listed there), "),
        (["a\nb", "c\x1b[31m", "", "x" * 81, f"of-{KEY}", "sound"], "m", "(served: sound), "),
    ],
    ids=["one", "nearest", "many", "the rest counted", "a wrong path", "odd names"],
)
@pytest.mark.usefixtures("patient")
def test_the_nearest_of_what_is_served_are_named(names: list[str], model: str, told: str) -> None:
    server = ListingServer(answer=serving(names))
    (said, again) = refusals(server, model, times=2)
    assert told in said
    assert said == again
    assert (len(server.listed), said.count("\n"), KEY in said) == (1, 0, False)
    assert len(said) < 500


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(text="no", status=404),
        web.Response(text="no", status=401),
        web.Response(text="no", status=500),
        web.Response(text="<html>"),
        web.Response(text=json.dumps({"data": []})),
        web.Response(text=json.dumps({"data": [{"name": "a"}]})),
    ],
    ids=["no list", "a key", "an error", "a page", "none", "no names"],
)
@pytest.mark.usefixtures("patient")
def test_a_list_that_cannot_be_had_changes_nothing(answer: web.Response) -> None:
    assert UNKNOWN in refusals(ListingServer(answer=answer), "gpt-9")[0]


def test_a_list_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_SOON", 0.05)
    server = ListingServer()
    assert UNKNOWN in refusals(server, "gpt-9", times=2)[1]
    assert len(server.listed) <= 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://localhost:8000", "‹base_urls› (does it lack /v1?) and"),
        ("https://gateway.example/openai", "‹base_urls› (does it lack /v1?) and"),
        ("http://localhost:8000/v1/chat/completions", "‹base_urls› (leave out /chat/completions) and"),
        ("http://localhost:8000/v1/completions", "‹base_urls› (leave out /completions) and"),
        ("http://localhost:8000/v1", "‹base_urls› and"),
        ("https://open.example/api/paas/v4", "‹base_urls› and"),
        ("https://host.example/v1beta/openai", "‹base_urls› and"),
    ],
)
def test_what_is_likely_wrong_with_the_address_is_said(url: str, told: str) -> None:
    assert told in str(UnknownModel(url, "does not know the model"))
