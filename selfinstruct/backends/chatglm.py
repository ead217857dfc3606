"""A local ChatGLM behind the `api.py` of its repository: one question a POST, no token counts, one at a time.

It takes `prompt`, `history`, `max_length` (prompt and answer together), `top_p` and `temperature`, and answers with
`response`, `history`, `status` and `time`.
"""

import asyncio
from typing import Any

import httpx

from selfinstruct.backends import BackendPlugin, Opening
from selfinstruct.core import wire
from selfinstruct.core.bodies import read_within_limit
from selfinstruct.core.errors import CANNOT_CONNECT, EndpointRefused, InputError, Unavailable
from selfinstruct.core.lenient_json import read_json
from selfinstruct.core.loopback import WITHOUT_PROXY
from selfinstruct.core.secrets import Secrets, texts_in
from selfinstruct.core.settings import Connection
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Reply, Request, Usage
from selfinstruct.text.excerpts import excerpt

_DEFAULT_URL = "http://127.0.0.1:8000"
_CONNECT_TIMEOUT = 10.0
_MODEL = "chatglm"
# Sampling divides by the temperature.
_COLDEST = 0.01


def _open(opening: Opening) -> "ChatGLMBackend":
    """Return the backend; `InputError` for plain completions and schemas, which such a server does not offer."""
    if opening.form in ("json", "continuation"):
        raise InputError(f"‹form› {opening.form}: a ChatGLM server only chats, without a schema; use text or short")
    return ChatGLMBackend(opening.url or _DEFAULT_URL, opening.connection, opening.timeout)


class ChatGLMBackend:
    """One server; the name of the model that it serves is for the record only."""

    limits = ""

    def __init__(self, url: str, connection: Connection, timeout: float) -> None:
        self._url = url
        self._model = connection.model or _MODEL
        self._extra_body = connection.extra_body
        self._timeout = timeout
        self._secrets = Secrets("", connection.headers, texts_in(connection.extra_body))
        try:
            self._client = httpx.AsyncClient(
                timeout=httpx.Timeout(timeout, connect=_CONNECT_TIMEOUT),
                headers=connection.headers,
                mounts=WITHOUT_PROXY,
            )
        except (ImportError, ValueError) as error:
            raise InputError(f"{url}: cannot be asked: {error}; check your proxy settings") from error

    async def complete(self, request: Request) -> Reply:
        """Send one question. See `selfinstruct.core.errors` for what is raised when it fails."""
        prompt = f"{request.system}\n\n{request.prompt}" if request.system else request.prompt
        question = {
            "prompt": prompt,
            "history": [],
            "max_length": estimated_tokens(prompt) + request.sampling.max_tokens,
            "top_p": request.sampling.top_p,
            "temperature": max(request.sampling.temperature, _COLDEST),
            **self._extra_body,
        }
        try:
            # Its own timeout is for each piece of an answer: one that drips would never end.
            async with asyncio.timeout(self._timeout):
                status, body = await self._post(question)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unavailable(f"{self._url}: cannot connect: {error}", cause=CANNOT_CONNECT, reached=False) from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unavailable(f"{self._url}: no answer in time", cause="timeout") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise EndpointRefused(f"{self._url}: cannot be asked: {error}; check ‹base_urls›") from error
        except httpx.HTTPError as error:
            raise Unavailable(f"{self._url}: connection broken: {error}", cause="connection broken") from error
        text = self._response(status, self._secrets.blanked(body, is_answer=b'"response"' in body))
        return Reply(wire.write(text, "stop", Usage(), request.model or self._model))

    async def _post(self, question: dict[str, Any]) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        async with self._client.stream("POST", self._url, json=question) as answer:
            return answer.status_code, await read_within_limit(answer.aiter_bytes())

    def _response(self, status: int, body: bytes) -> str:
        if status >= 500:
            raise Unavailable(f"{self._url}: HTTP {status}", cause=f"HTTP {status}", overloaded=status == 503)
        if status >= 400:
            raise EndpointRefused(f"{self._url}: HTTP {status}; is this the address of ChatGLM's api.py?")
        try:
            text = read_json(body)["response"]
            if isinstance(text, str):
                return text
        except (ValueError, LookupError, TypeError, RecursionError):
            pass
        raise Unavailable(f"{self._url}: an answer without response: {excerpt(body)}", cause="garbled answer")

    async def models(self) -> list[str]:
        """Return the name of the model as the user tells it: the server does not."""
        return [self._model]

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


BACKEND = BackendPlugin(
    about="the api.py of ChatGLM-6B",
    open=_open,
    # The server works on one question at a time; a second one in flight keeps it from waiting.
    concurrency=2,
)
