"""Any endpoint that speaks the OpenAI wire format: OpenAI itself, vLLM, llama.cpp, Ollama, a proxy."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

import httpx2
import openai

from selfinstruct.backends import BackendPlugin, Opening
from selfinstruct.backends.openai.answers import Received
from selfinstruct.backends.openai.batches import BATCHING
from selfinstruct.backends.openai.connections import broken, late, not_answered
from selfinstruct.backends.openai.failures import UnknownModel, translated
from selfinstruct.backends.openai.headers import from_environment, pause_before_next, rate_limits
from selfinstruct.backends.openai.keys import check_key, key_of
from selfinstruct.backends.openai.lanes import LANES, RequestLane
from selfinstruct.backends.openai.meanings import about, message_of, refused_parameter
from selfinstruct.backends.openai.models import Lookup, only_model, served_models
from selfinstruct.backends.openai.scouts import Scouts
from selfinstruct.backends.openai.sized import SizedClient
from selfinstruct.core.errors import BackendError, EndpointRefused, FormRefused, ParameterRefused
from selfinstruct.core.loopback import WITHOUT_PROXY
from selfinstruct.core.secrets import Secrets, texts_in
from selfinstruct.core.values import Reply, Request

T = TypeVar("T")
_DEFAULT_URL = "https://api.openai.com/v1"
_CONNECT_TIMEOUT = 10.0
# Many servers close what is idle for 2 or 5 seconds; a request that crosses with that is lost.
_KEPT_ALIVE = 1.5
_PATHS = {"chat": "/chat/completions", "completions": "/completions"}
# Nothing is there, or nothing that may be posted to.
_NOT_OFFERED = frozenset({404, 405, 410, 501})
_OPTIONAL = ("max_tokens", "temperature", "top_p", "presence_penalty", "response_format")


def _open(opening: Opening) -> "OpenAIBackend":
    """Return the backend; without `model`, the first request asks the endpoint which model it serves.

    `InputError` if there is neither a key nor an address.
    """
    return OpenAIBackend(opening.url or _DEFAULT_URL, key_of(opening), opening)


class OpenAIBackend:
    """One endpoint, and the model that it is asked for if a request names none."""

    def __init__(self, url: str, key: str, opening: Opening) -> None:
        connection = opening.connection
        self.url = url
        self._lane_name, self._lane = opening.lane, LANES.get(opening.lane, RequestLane(""))
        self._model = connection.model or ""
        self._check_key = check_key(connection.key_names)
        self._asks_for_model = asyncio.Lock()
        self._extra_body = connection.extra_body
        self._timeout = opening.timeout
        # What each model has shown that it refuses, and which have taken a schema.
        self._refused: defaultdict[str, set[str]] = defaultdict(set)
        known = set() if opening.form == "auto" else {"response_format"}
        self._refused.update({model: set(parameters) - known for model, parameters in opening.refused.items()})
        self._structured: set[str] = set()
        self._answered: set[str] = set()
        self._scouts = Scouts()
        self.limits = ""
        self._has_choice = opening.form == "auto"
        # Which models have gone on with a text.
        self._completed: set[str] = set()
        sent = {**from_environment(), **connection.headers}
        own = {name.lower(): value for name, value in sent.items()}
        self._headers = {"authorization": f"Bearer {key}", **own}
        self._secrets = Secrets(key, sent, texts_in(connection.extra_body))
        self._lookup = Lookup(url, self._headers, self._secrets.hidden)
        # The package's own retries are off (the endpoint retries), and every request in flight has a connection:
        # its default caps connections at 1,000 and keeps only 100 alive.
        most = opening.connections
        limits = httpx2.Limits(max_connections=most, max_keepalive_connections=most, keepalive_expiry=_KEPT_ALIVE)
        self.client = openai.AsyncOpenAI(
            api_key=key,
            base_url=self._lane.address(url),
            max_retries=0,
            timeout=httpx2.Timeout(self._timeout, connect=_CONNECT_TIMEOUT),
            default_headers=connection.headers,
            http_client=SizedClient(limits=limits, follow_redirects=False, mounts=WITHOUT_PROXY),
        )

    async def complete(self, request: Request) -> Reply:
        """Send one request. See `selfinstruct.core.errors` for what is raised when it fails."""
        model = request.model or await self.own_model()
        async with self._scouts.turn(model):
            body = self.body(request, model)
            try:
                response = await self._send(_PATHS[request.api], body, model)
                kept = self._kept(response, body, model)
            except UnknownModel as error:
                raise await self._lookup.named(error, model) from error
            self._scouts.answered(model)
            self._answered.add(model)
            if request.api == "completions":
                self._completed.add(model)
        self.limits = self.limits or rate_limits(response.headers)
        return Reply(kept, pause_before_next(response.headers), self._lane.price_of(response))

    async def _send(self, path: str, body: dict[str, Any], model: str) -> httpx2.Response:
        # `post` with the raw response keeps the body; the typed call costs twice the time and loses a cut body.
        return await self.translated(self.client.post(path, body=body, cast_to=httpx2.Response), body, model)

    async def translated(self, call: Awaitable[T], body: dict[str, Any], model: str) -> T:
        """Return what a call of the client brings; raise in our words what it raises."""
        try:
            # Its own timeout is for each piece of an answer: one that drips would never end.
            async with asyncio.timeout(self._timeout):
                return await call
        except TimeoutError as error:
            raise late(self.url, self._timeout) from error
        except openai.APIStatusError as error:
            if (status := error.status_code) < 400:
                location, asked = error.response.headers.get("location", ""), str(error.request.url)
                raise not_answered(status, location, asked, self.url, self._secrets.hidden) from error
            raise self._failure(error, body, model) from error
        except Exception as error:  # what the HTTP stack raises for bytes that are no HTTP has no common base
            raise broken(error, self.url, self._timeout, self._secrets.hidden) from error

    def _kept(self, response: httpx2.Response, body: dict[str, Any], model: str) -> bytes:
        """Return what is kept of an answer; raise the failure that it tells in the place of one."""
        received = Received(response)
        if failure := received.failure:
            raise self._failure(failure, body, model)
        if "response_format" in body:
            self._structured.add(model)
        is_answer = received.is_answer and not received.is_broken
        changed = received.changed(self._secrets.words_hidden_in)
        whole = changed or received.put_together
        blanked = self._secrets.blanked(whole, is_answer=is_answer)
        if changed or blanked != whole:
            # A secret may be split over the pieces of a stream.
            return blanked
        return self._secrets.blanked(response.content, is_answer=is_answer)

    def _failure(self, error: openai.APIStatusError, body: dict[str, Any], model: str) -> BackendError:
        """Return what can be done about a failure that the endpoint tells."""
        # The endpoint may have repeated them.
        error.body = self._secrets.hidden_in(error.body)
        if self._lane.is_refused(error):
            said = f"{self.url}: {model} is not to be had in the lane {self._lane_name}: {message_of(error)}"
            return EndpointRefused(f"{said}; leave ‹lane› out, or check ‹model› and ‹base_urls›")
        if self._is_about_completions(error, model, body):
            return FormRefused(f"{self.url}: {model} takes no plain completions: {message_of(error)}")
        parameter, is_guess = self._learn(error, model, body)
        if parameter:
            said = f"{self.url}: {model} does not take {parameter}, it is left out from now on"
            return ParameterRefused(said, model, parameter, is_guess=is_guess)
        has_answered = model in self._answered
        return translated(error, self.url, model, _allowed(body), self._check_key, has_answered=has_answered)

    def _is_about_completions(self, error: openai.APIStatusError, model: str, body: Mapping[str, Any]) -> bool:
        """Tell whether an endpoint that was only asked whether it does seems to take no plain completions."""
        if "prompt" not in body or not self._has_choice or model in self._completed:
            return False
        return error.status_code in _NOT_OFFERED or about(error, _allowed(body)) in ("model", "request")

    def read_apart(self, status: int, content: bytes, body: dict[str, Any]) -> Reply:
        """Return the reply to a body that was sent with others, in a file; raise what `complete` raises."""
        headers, sent = {"content-type": "application/json"}, httpx2.Request("POST", self.url)
        response = httpx2.Response(status, headers=headers, content=content, request=sent)
        if status >= 300:
            error = openai.APIStatusError("", response=response, body=_told(content))
            raise self._failure(error, body, str(body["model"]))
        return Reply(self._kept(response, body, str(body["model"])))

    async def models(self) -> list[str]:
        """Return the names of the models that the endpoint serves."""
        return await served_models(self.url, self._headers, self._secrets.hidden, self._check_key)

    async def close(self) -> None:
        """Close all connections."""
        await self.client.close()

    async def own_model(self) -> str:
        """Return the name of the model that is asked where a request names none."""
        async with self._asks_for_model:
            self._model = self._model or only_model(await self.models(), self.url)
        return self._model

    def body(self, request: Request, model: str) -> dict[str, Any]:
        """Return what is sent for a request."""
        sampling, refused = request.sampling, self._refused[model]
        wanted: dict[str, Any] = {"temperature": sampling.temperature, "top_p": sampling.top_p}
        wanted["max_tokens"] = sampling.max_tokens
        if sampling.presence_penalty:
            wanted["presence_penalty"] = sampling.presence_penalty
        if request.schema and request.structured:
            schema = {"name": request.kind, "schema": request.schema, "strict": True}
            wanted["response_format"] = {"type": "json_schema", "json_schema": schema}
        body: dict[str, Any] = {name: value for name, value in wanted.items() if name not in refused}
        if "max_tokens" in refused:
            body["max_completion_tokens"] = sampling.max_tokens
        body |= {"model": model, **self._extra_body, **self._lane.fields}
        if request.api == "chat":
            system = [{"role": "system", "content": request.system}] if request.system else []
            return body | {"messages": [*system, {"role": "user", "content": request.prompt}]}
        prompt = f"{request.system}\n\n{request.prompt}" if request.system else request.prompt
        return body | {"prompt": prompt, "stop": list(request.stop)}

    def _learn(self, error: openai.APIStatusError, model: str, body: Mapping[str, Any]) -> tuple[str, bool]:
        """Return which parameter that it was sent the model refuses, and whether that is a guess; "" if none is meant.

        It is left out for good. Reasoning models take `max_completion_tokens` in place of `max_tokens`, and no
        temperature. What endpoints say of schemas is too various to be read: as long as none was taken, any error may
        be about them.
        """
        if about(error, _allowed(body)) != "request":
            return "", False
        sent = [name for name in _OPTIONAL if name in body and name not in self._extra_body]
        about_schema = "response_format" in body and model not in self._structured
        named = refused_parameter(error, sent)
        parameter = named or ("response_format" if about_schema else "")
        if parameter == "response_format" and not self._has_choice:
            if not named:
                return "", False
            raise EndpointRefused(f"{self.url}: ‹form› json: {message_of(error)}; use auto or text")
        self._refused[model] |= {parameter} - {""}
        return parameter, not named


def _told(content: bytes) -> object:
    """Return what an answer tells of an error, as the package does."""
    value = json.loads(content)
    return value.get("error", value) if isinstance(value, dict) else value


def _allowed(body: Mapping[str, Any]) -> int:
    """Return how many tokens the answer to a request may take, 0 if that is not known."""
    most = body.get("max_tokens") or body.get("max_completion_tokens")
    return most if isinstance(most, int) else 0


BACKEND = BackendPlugin(
    about="any compatible endpoint",
    open=_open,
    is_priced=True,
    is_structured=True,
    completes=True,
    lanes=LANES,
    batching=BATCHING,
)
