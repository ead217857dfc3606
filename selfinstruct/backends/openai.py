"""Any endpoint that speaks the OpenAI wire format: OpenAI itself, vLLM, llama.cpp, Ollama, a proxy."""

import errno
import json
import os
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import httpx2
import openai

from selfinstruct.config import Settings
from selfinstruct.errors import EndpointRefused, InputError, PromptRefused, Unavailable
from selfinstruct.types import Completion, Request, Usage

_DEFAULT_URL = "https://api.openai.com/v1"
_TIMEOUT = 600.0
_CONNECT_TIMEOUT = 10.0
_PATHS = {"chat": "/chat/completions", "completions": "/completions"}
_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})
_OPTIONAL = ("max_tokens", "temperature", "top_p")
_WORTH_RETRYING = frozenset({408, 409, 425, 429})


def open_backend(settings: Settings) -> "OpenAIBackend":
    """Return the backend; without `--model`, the endpoint is asked which model it serves.

    `InputError` if there is neither a key nor an address, the address is none, or the model cannot be told;
    `EndpointRefused` if the endpoint cannot be reached or refuses the key.
    """
    if not settings.api_key and not settings.base_url:
        raise InputError("no model to ask: set OPENAI_API_KEY, name an endpoint with --base-url, or try --backend demo")
    url = (settings.base_url or _DEFAULT_URL).strip()
    if not _is_address(url):
        raise InputError(f"--base-url {url}: not an address; write it as http://localhost:8000/v1")
    # Local servers need no key, but the package insists on one.
    key = (settings.api_key or "").strip() or "none"
    if not key.isascii() or not key.isprintable():
        raise InputError("OPENAI_API_KEY: has characters that no key has; set it to the key alone")
    model = settings.model or _only_model(url, key)
    return OpenAIBackend(url=url, key=key, model=model, connections=settings.concurrency)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class OpenAIBackend:
    """One model at one endpoint."""

    def __init__(self, *, url: str, key: str, model: str, connections: int) -> None:
        self._url = url
        self._model = model
        self._refused: set[str] = set()
        # The package's own retries are off (the endpoint retries), and every request in flight has a connection:
        # its default caps connections at 1,000 and keeps only 100 alive.
        self._client = openai.AsyncOpenAI(
            api_key=key,
            base_url=url,
            max_retries=0,
            timeout=httpx2.Timeout(_TIMEOUT, connect=_CONNECT_TIMEOUT),
            http_client=openai.DefaultAioHttpClient(
                limits=httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
            ),
        )

    async def complete(self, request: Request) -> Completion:
        """Send one request. See `selfinstruct.errors` for what is raised when it fails."""
        try:
            # `post` with the raw response keeps the body; the typed call costs twice the time and loses a cut body.
            response = await self._client.post(_PATHS[request.api], body=self._body(request), cast_to=httpx2.Response)
        except openai.APIStatusError as error:
            if self._learn(error):
                return await self.complete(request)
            raise self._translated(error) from error
        except openai.APIConnectionError as error:
            raise self._broken(error) from error
        return _read(response.content, self._model)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    def _body(self, request: Request) -> dict[str, Any]:
        sampling = request.sampling
        wanted = {"temperature": sampling.temperature, "top_p": sampling.top_p, "max_tokens": sampling.max_tokens}
        body: dict[str, Any] = {name: value for name, value in wanted.items() if name not in self._refused}
        if "max_tokens" in self._refused:
            body["max_completion_tokens"] = sampling.max_tokens
        body["model"] = self._model
        if request.api == "chat":
            return body | {"messages": [{"role": "user", "content": request.prompt}]}
        return body | {"prompt": request.prompt, "stop": list(request.stop)}

    def _learn(self, error: openai.APIStatusError) -> bool:
        """Tell whether the model refuses a parameter that it was not yet known to refuse, and leave that out for good.

        Reasoning models take `max_completion_tokens` in place of `max_tokens`, and no temperature.
        """
        told = f"{error.code} {_told(error)}".lower()
        if error.status_code != 400 or "support" not in told:
            return False
        parameter = next((name for name in _OPTIONAL if name == error.param or f"'{name}'" in told), None)
        if parameter is None or parameter in self._refused:
            return False
        self._refused.add(parameter)
        return True

    def _broken(self, error: openai.APIConnectionError) -> Unavailable:
        """Return what became of the connection: never made, timed out, or broken (the package calls all a timeout)."""
        causes = _causes(error)
        for cause in causes:
            if isinstance(cause, socket.gaierror | ConnectionRefusedError) or (
                isinstance(cause, OSError) and cause.errno in _UNREACHABLE
            ):
                told = cause.strerror if isinstance(cause, socket.gaierror) else os.strerror(cause.errno or 0)
                return Unavailable(f"{self._url}: cannot connect: {told}", cause="cannot connect", reached=False)
        if any(isinstance(cause, TimeoutError | httpx2.ReadTimeout) for cause in causes[1:]):
            connecting = isinstance(causes[1], httpx2.ConnectTimeout)
            seconds = _CONNECT_TIMEOUT if connecting else _TIMEOUT
            return Unavailable(f"{self._url}: no answer in {seconds:.0f} s", cause="timeout", reached=not connecting)
        return Unavailable(f"{self._url}: connection broken: {causes[-1]}", cause="connection broken")

    def _translated(self, error: openai.APIStatusError) -> Exception:
        """Return the error of ours that says what can be done about theirs."""
        status, told = error.status_code, _told(error)
        if status in (401, 403):
            return EndpointRefused(f"{self._url} refuses the key (HTTP {status}): {told}; check OPENAI_API_KEY")
        if status == 404:
            return EndpointRefused(
                f"{self._url} does not know the model {self._model!r} or the path (HTTP 404): {told};"
                " check --model, --base-url and --api"
            )
        if status == 402 or "insufficient_quota" in (error.code, error.type):
            return EndpointRefused(f"{self._url}: no quota left: {told}; add credit, then run the same command")
        if status in _WORTH_RETRYING or status >= 500:
            cause = "rate limit" if status == 429 else f"HTTP {status}"
            return Unavailable(
                f"{self._url}: HTTP {status}: {told}", cause=cause, retry_after=_retry_after(error.response.headers)
            )
        return PromptRefused(f"{self._url}: HTTP {status}: {told}")


def _only_model(url: str, key: str) -> str:
    """Ask the endpoint for its models; return the one it serves."""
    address = f"{url.rstrip('/')}/models"
    try:
        answer = httpx.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=_CONNECT_TIMEOUT)
    except httpx.HTTPError as error:
        raise EndpointRefused(f"{url}: cannot connect ({error}); is the server running?") from None
    if answer.status_code in (401, 403):
        raise EndpointRefused(f"{url} refuses the key (HTTP {answer.status_code}); check OPENAI_API_KEY")
    try:
        models = [str(model["id"]) for model in answer.json()["data"]]
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"{address} does not list models (HTTP {answer.status_code}); does --base-url lack /v1?"
            " If not, name a model with --model"
        ) from None
    if len(models) != 1:
        some = ", ".join(models[:5]) + (", …" if len(models) > 5 else "")
        raise InputError(f"{url} serves {len(models)} models; name one with --model" + (f" ({some})" if some else ""))
    return models[0]


def _read(body: bytes, model: str) -> Completion:
    """Return the completion that a response body holds; `Unavailable` if it holds none."""
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        usage = answer.get("usage") or {}
        return Completion(
            text=_text(choice["message"]["content"] if "message" in choice else choice["text"]),
            finish_reason=str(choice.get("finish_reason") or "stop"),
            usage=Usage(_count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))),
            model=str(answer.get("model") or model),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unavailable(
            f"an answer that is not in the OpenAI format: {body[:80]!r}", cause="garbled answer"
        ) from error


def _text(content: Any) -> str:
    """Return the text of a message: a text, a list of parts some of which hold texts, or null."""
    if isinstance(content, list):
        return "".join(_text(part["text"]) for part in content if part.get("text"))
    if content is not None and not isinstance(content, str):
        raise TypeError("the content is no text")
    return content or ""


def _count(tokens: Any) -> int:
    """Return a number of tokens, 0 where the endpoint says something else."""
    return tokens if isinstance(tokens, int) and 0 <= tokens < 2**53 else 0


def _told(error: openai.APIStatusError) -> str:
    """Return what the server says, in one short line."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return " ".join(str(message or "it does not say why").split())[:200]


def _causes(error: BaseException) -> list[BaseException]:
    """Return an exception and what caused it, down to the root."""
    chain = [error]
    while chain[-1].__cause__:
        chain.append(chain[-1].__cause__)
    return chain


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Return the seconds to wait that the server asks for, 10 minutes at most."""
    try:
        seconds = float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return min(seconds, 600.0) if seconds > 0 else None
