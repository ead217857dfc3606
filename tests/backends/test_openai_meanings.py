"""What vendors answer when something is wrong, over HTTP, and what is made of it."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from selfinstruct.core import wire
from selfinstruct.core.errors import (
    BackendError,
    EndpointRefused,
    FormRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.settings import Ask
from selfinstruct.core.values import Request, Sampling, Usage
from tests.backends.opened import opened
from tests.support.misbehaving_server import MisbehavingServer

REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16), schema={"type": "object"}, kind="check")


@dataclass
class RefusingServer(MisbehavingServer):
    """A server that answers with one status and one body."""

    status: int = 400
    body: Any = None
    told: dict[str, str] = field(default_factory=dict)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return web.Response(text=text, status=self.status, headers=self.told)


def refused(status: int, body: Any, **headers: str) -> BackendError:
    """Return what a request raises that is answered so."""

    async def ask(url: str) -> None:
        backend = opened("openai", url, model="m", form="text")
        try:
            await backend.complete(REQUEST)
        finally:
            await backend.close()

    told = {name.replace("_", "-"): value for name, value in headers.items()}
    with RefusingServer(status=status, body=body, told=told) as server, pytest.raises(BackendError) as caught:
        asyncio.run(ask(server.url))
    return caught.value


def error(message: str, code: object = None, type_: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "code": code, "type": type_}}


@pytest.mark.parametrize(
    ("status", "body", "advice"),
    [
        (401, error("Authentication Fails", type_="authentication_error"), "check OPENAI_API_KEY"),
        (400, [error("API key not valid. Please pass a valid API key.", 400)], "check OPENAI_API_KEY"),
        (400, error("The API key is expired"), "check OPENAI_API_KEY"),
        (400, error("Incorrect API key provided", "invalid_api_key"), "check OPENAI_API_KEY"),
        (403, error("Country, region, or territory not supported"), "your region"),
        (400, [error("User location is not supported for the API use.")], "your region"),
        (403, error("Project does not have access to it"), "your region"),
        (404, {"detail": "Not Found"}, "check ‹model›"),
        (400, error("Model Not Exist", "invalid_request_error"), "check ‹model›"),
        (400, error("gpt-3.5 is not a valid model ID"), "check ‹model›"),
        (400, {"code": 20012, "message": "Model does not exist. Please check it carefully."}, "check ‹model›"),
        (400, error("模型不存在，请检查模型代码。", "1211"), "check ‹model›"),
        (400, {"object": "error", "message": "Invalid model: mistral-9", "type": "invalid_model"}, "check ‹model›"),
        (402, error("Insufficient Balance"), "add credit"),
        (429, error("Your account is not active", "billing_not_active"), "add credit"),
        (
            400,
            {"code": "invalid argument", "error": "Incorrect API key provided"},
            "OPENAI_API_KEY",
        ),
        (404, "404 page not found", "404 page not found"),
        (429, error("You exceeded your current quota", "insufficient_quota"), "add credit"),
        (429, error("Your account is in arrears", "1113"), "add credit"),
        (429, error("Your account is suspended", type_="exceeded_current_quota_error"), "add credit"),
        (400, error("Access denied", "Arrearage"), "add credit"),
        (403, error("余额不足", "insufficient_user_quota"), "add credit"),
    ],
    ids=str,
)
def test_what_no_request_gets_past_ends_the_run_with_advice(status: int, body: Any, advice: str) -> None:
    told = refused(status, body)
    assert isinstance(told, EndpointRefused)
    assert advice in str(told)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, error("m requires moderation, and your input was flagged")),
        (400, error("Input data may contain inappropriate content.", "data_inspection_failed")),
        (400, error("系统检测到输入或生成内容可能包含不安全或敏感内容", "1301")),
        (400, error("Invalid prompt: flagged as a possible violation; check the API key is correct, or the model")),
        (400, error("The response was filtered", "content_filter")),
        (400, error("Bad Request")),
        (422, {"detail": [{"loc": ["body"], "msg": "value error"}]}),
    ],
    ids=str,
)
def test_what_is_about_the_prompt_leaves_others_be(status: int, body: Any) -> None:
    assert isinstance(refused(status, body), PromptRefused)


@pytest.mark.parametrize(
    "body",
    [
        error("This model's maximum context length is 4096 tokens."),
        error("Range of input length: the prompt is too long"),
        error("x", "context_length_exceeded"),
        error("Your request exceeded model token limit: 8192"),
        [error("The input token count (9000) exceeds the maximum number of tokens allowed (8192).")],
        error("Range of input length should be [1, 30720]", "invalid_parameter_error"),
        {"error": "`inputs` tokens + `max_new_tokens` must be <= 4096", "error_type": "validation"},
        {"error": "The number of tokens to keep is greater than the context length"},
        error("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"),
        error("max_tokens is too large: 3072. This model supports at most 2048 completion tokens"),
        "输入过长",
    ],
    ids=str,
)
def test_what_does_not_fit_is_told_apart(body: Any) -> None:
    assert isinstance(refused(400, body), PromptTooLong)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, error("Rate limit reached for the model m; unknown model tier", "rate_limit_exceeded")),
        # Where the quota is that of a minute, the same words say so.
        (429, [error("You exceeded your current quota, please check your plan", 429)]),
        (503, error("No channel for the model m", "model_not_found")),
        (500, None),
    ],
    ids=str,
)
def test_what_passes_is_worth_asking_again(status: int, body: Any) -> None:
    assert isinstance(refused(status, body), Unavailable)


@pytest.mark.parametrize(
    ("status", "headers", "is_billed"),
    [
        (429, {}, False),
        (529, {}, False),
        (503, {"content_type": "application/json"}, False),
        (503, {"retry_after": "1"}, False),
        (503, {"content_type": "text/plain"}, True),
        *((status, {"content_type": "application/json"}, True) for status in (408, 500, 502, 504, 520, 524, 599)),
    ],
    ids=str,
)
def test_what_a_gateway_gives_up_on_may_be_billed(status: int, headers: dict[str, str], is_billed: bool) -> None:
    told = refused(status, error("no answer"), **headers)
    assert isinstance(told, Unavailable)
    assert told.perhaps_billed == is_billed


@pytest.mark.parametrize(
    ("status", "body", "raised"),
    [
        (403, "<html><title>Attention Required! | Cloudflare</title></html>", Unavailable),
        (404, "404 page not found", Unavailable),
        (404, error("The model m does not exist."), EndpointRefused),
    ],
    ids=str,
)
def test_a_page_after_an_answer_is_of_something_on_the_way(status: int, body: Any, raised: type[BackendError]) -> None:
    async def ask(server: RefusingServer) -> None:
        backend = opened("openai", server.url, model="m", form="text")
        try:
            await backend.complete(REQUEST)
            server.status, server.body = status, body
            with pytest.raises(raised):
                await backend.complete(REQUEST)
        finally:
            await backend.close()

    with RefusingServer(status=200, body=json.loads(wire.write("Yes.", "stop", Usage(), "m"))) as server:
        asyncio.run(ask(server))


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after_ms": "1500"}, 1.5),
        ({"x_ratelimit_remaining_requests": "0", "x_ratelimit_reset_requests": "40s"}, 40),
        ({"x_ratelimit_remaining_requests": "0", "x_ratelimit_reset_requests": "12"}, 12),
        ({"retry_after": "1", "x_ratelimit_remaining_tokens": "0", "x_ratelimit_reset_tokens": "9s"}, 9),
        ({"retry_after": "1e9"}, 600),
        ({"retry_after": "Fri, 31 Dec 2027 23:59:59 +99999999999999"}, 0),
        ({"x_ratelimit_remaining_requests": "0", "x_ratelimit_reset_requests": "1900000000"}, 0),
        ({}, 0),
    ],
    ids=str,
)
def test_a_rate_limit_tells_how_long_to_wait(headers: dict[str, str], pause: float) -> None:
    told = refused(429, error("slow down"), **headers)
    assert isinstance(told, Unavailable)
    assert told.pause == pause


@pytest.mark.parametrize(
    ("message", "parameters"),
    [
        ("Penalty is not enabled for models/m", ["presence_penalty"]),
        ("`temperature` and `top_p` cannot both be specified for this model.", ["top_p"]),
        ("Unsupported value: 'temperature' does not support 0.7 with this model.", ["temperature"]),
        ("temperature is deprecated for this model", ["temperature"]),
        ("[{'type': 'extra_forbidden', 'loc': ['body', 'presence_penalty']}]", ["presence_penalty"]),
        ("Unrecognized request argument supplied: max_tokens", ["max_tokens"]),
        ("invalid temperature: only 1 is allowed for this model", ["temperature"]),
        ("invalid top_p: only 0.95 is allowed for this model", ["top_p"]),
        ("`temperature` may only be set to 1 when thinking is enabled.", ["temperature"]),
        ("Invalid value: 'temperature' must be 1 for this model", ["temperature"]),
        ("Range of top_p should be (0.0, 1.0]", ["top_p"]),
        ("top_p must be in (0, 1)", ["top_p"]),
        ("top_p 参数非法：取值范围是：(0,1)", ["top_p"]),
        ("top_p参数取值只能是0.95", ["top_p"]),
        ("[{'type': 'less_than', 'loc': ['body', 'top_p'], 'msg': 'Input should be less than 1'}]", ["top_p"]),
        # They name no parameter, or only what the prompt asks for.
        ("invalid request: top_position must be in (0, 1)", [""]),
        ("Bad request: Say which temperature water has when it boils.", [""]),
    ],
)
def test_a_parameter_that_is_refused_is_left_out(message: str, parameters: list[str]) -> None:
    sampling = Sampling(0.5, 0.9, 16, presence_penalty=1.0)

    async def ask(url: str) -> None:
        backend = opened("openai", url, model="m", form="text")
        try:
            with pytest.raises(BackendError) as caught:
                await backend.complete(Request("Say yes.", sampling))
            assert [getattr(caught.value, "parameter", "")] == parameters
            # It is not sent again, so that the same words are about something else.
            with pytest.raises(BackendError) as caught_again:
                await backend.complete(Request("Say yes.", sampling))
            assert not parameters[0] or getattr(caught_again.value, "parameter", "") not in parameters
        finally:
            await backend.close()

    with RefusingServer(status=400, body=error(message)) as server:
        asyncio.run(ask(server.url))


KEYS: dict[str, Any] = {"api_key": "password", "headers": {"X-Api-Key": "Token other-secret"}}


@pytest.mark.parametrize(
    ("body", "stays"),
    [
        ({"note": "bad key Bearer password, Token other-secret"}, False),
        # With a key that is a word, answers keep that word.
        (json.loads(wire.write("Choose a password; keep it other-secret.", "stop", Usage(), "m")), True),
    ],
    ids=["no answer", "an answer"],
)
def test_a_key_goes_from_all_that_comes_but_a_word_stays_in_an_answer(body: Any, stays: bool) -> None:
    async def ask(url: str) -> bytes:
        backend = opened("openai", url, model="m", **KEYS)
        try:
            return (await backend.complete(REQUEST)).body
        finally:
            await backend.close()

    with RefusingServer(status=200, body=body) as server:
        came = asyncio.run(ask(server.url)).decode()
    assert ("password" in came, "other-secret" in came) == (stays, False)


def kept(body: Any, **connection: Any) -> bytes:
    """Return what is kept of an answer with a status of success."""

    async def ask(url: str) -> bytes:
        backend = opened("openai", url, model="m", **connection)
        try:
            return (await backend.complete(REQUEST)).body
        finally:
            await backend.close()

    with RefusingServer(status=200, body=body) as server:
        return asyncio.run(ask(server.url))


def test_a_key_goes_from_a_stream_though_it_is_split_over_the_pieces() -> None:
    said = ["Keep other-", "sec", "ret well."]
    pieces: list[dict[str, Any]] = [{"choices": [{"delta": {"content": text}}]} for text in said]
    pieces.append({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"completion_tokens": 5}})
    stream = "".join(f"data: {json.dumps(piece)}\n\n" for piece in pieces)
    found = wire.read(kept(stream, **KEYS))
    assert (found.text, found.finish_reason, found.usage) == ("Keep *** well.", "stop", Usage(0, 5))
    assert kept(stream).decode() == stream


def test_a_key_that_is_a_word_goes_from_an_answer_that_broke_off() -> None:
    body = {"choices": [{"message": {"content": "Hi"}, "error": {"message": "bad key password"}}]}
    assert b"password" not in kept(body, **KEYS)


def test_headers_of_the_environment_are_secret_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Title: mine\nX-Api-Key: tok-9f8e7d6c")
    assert wire.read(kept(json.loads(wire.write("It is tok-9f8e7d6c.", "stop", Usage(), "m")))).text == "It is ***."


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, error("This is a chat model and not supported in the v1/completions endpoint.")),
        (404, "Not Found"),
        (405, error("Method Not Allowed")),
        (400, error("Unknown request URL: POST /v1/completions")),
    ],
)
def test_where_there_are_no_plain_completions_only_the_form_is_refused(status: int, body: Any) -> None:
    """Unless the user wants it: then nothing else can be done."""

    async def ask(url: str, form: Ask) -> None:
        backend = opened("openai", url, model="m", form=form)
        try:
            await backend.complete(replace(REQUEST, api="completions"))
        finally:
            await backend.close()

    with RefusingServer(status=status, body=body) as server:
        with pytest.raises(FormRefused, match="takes no plain completions"):
            asyncio.run(ask(server.url, "auto"))
        with pytest.raises((EndpointRefused, PromptRefused)):
            asyncio.run(ask(server.url, "continuation"))
