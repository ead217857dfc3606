"""What vendors answer when something is wrong, over HTTP, and what is made of it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web

from selfinstruct.backends import open_backend
from selfinstruct.config import Connection
from selfinstruct.errors import BackendError, EndpointRefused, PromptRefused, PromptTooLong, Unavailable
from selfinstruct.types import Request, Sampling
from tests.misbehaving_server import MisbehavingServer

REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16), schema={"type": "object"}, kind="check")


@dataclass
class RefusingServer(MisbehavingServer):
    """A server that answers with one status and one body."""

    status: int = 400
    body: Any = None

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self.body, status=self.status)


def refused(status: int, body: Any) -> BackendError:
    """Return what a request raises that may do without its schema."""

    async def ask(url: str) -> None:
        backend = open_backend(Connection(model="m", base_urls=(url,), structured="off"))
        try:
            await backend.complete(REQUEST)
        finally:
            await backend.close()

    with RefusingServer(status=status, body=body) as server, pytest.raises(BackendError) as caught:
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
        (404, {"detail": "Not Found"}, "check --model"),
        (400, error("Model Not Exist", "invalid_request_error"), "check --model"),
        (400, error("gpt-3.5 is not a valid model ID"), "check --model"),
        (400, {"code": 20012, "message": "Model does not exist. Please check it carefully."}, "check --model"),
        (400, error("模型不存在，请检查模型代码。", "1211"), "check --model"),
        (400, {"object": "error", "message": "Invalid model: mistral-9", "type": "invalid_model"}, "check --model"),
        (402, error("Insufficient Balance"), "add credit"),
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
