"""A loopback server in the OpenAI wire format that misbehaves on purpose; its text comes from the demo model.

Start it from the command line to try the program against it:

    python tests/support/misbehaving_server.py --port 8000 --fault rate_limit=0.06 --fault server_error=0.02
"""

import asyncio
import json
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from random import Random
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiohttp import web

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.core.values import Request
from tests.support.asked import with_question
from tests.support.misbehaving import wire
from tests.support.misbehaving.commandline import read_options
from tests.support.misbehaving.faults import (
    ANSWERS,
    ASK_AGAIN,
    ENDLESS,
    FAULTS,
    OTHERS,
    break_off,
    drip,
    respond,
    spoil,
    write_garbage,
)
from tests.support.misbehaving.latency import LogNormal
from tests.support.misbehaving.limits import Admitted, Limits

__all__ = ["ANSWERS", "ASK_AGAIN", "ENDLESS", "FAULTS", "OTHERS", "Delivery", "LogNormal", "MisbehavingServer"]

CANNED = "\n".join(
    f"{n}. Name {n} things that float on water, and say of each of them in one line why it does." for n in range(1, 18)
)
_BACKLOG = 4096


class Delivery(NamedTuple):
    """An answer that was sent whole: when (monotonic seconds), to which request, and the texts of both."""

    time: float
    number: int
    prompt: str
    text: str


@dataclass
class MisbehavingServer:
    """Serves one model in a thread of its own, while the context lasts.

    What it is told, besides `host` (loopback unless told otherwise) and `port` (0 for a free one):

    - `faults` are probabilities by the names in `FAULTS` and `ENDLESS`; `odd` says what the fault of that name changes.
    - `seconds` is the delay of every answer, also of one at fault, unless `latency` says how it varies.
    - `canned` gives every request the same text of 1.5 KB, which costs no time.
    - `key` is the only key that is let in ("" for any), `models` are those served, `refuses` the parameters refused.
    - `quota` is the number of good answers after which there is none left.
    - `requests_per_minute` and `tokens_per_minute` are the most that are let in within any `window` seconds (a shorter
      window is a shorter minute). A request costs the tokens of its answer's usage, none if its fault is an error
      status.
    - `context` is the most that a prompt and its max_tokens may add up to, in tokens as `wire.count_tokens` has them.
    - `capacity` is the most requests that are worked on at once; the others get 503.
    - `seed` makes the delays and faults the same ones, in the order of asking.

    What it tells: `asked` has every prompt; `latencies` the delay of each request that was let in; `admitted` when that
    was, and its tokens; `working` how many are worked on now, `busiest` how many were at once at most; `sent` counts
    good answers (`answer`), faults by name, and refusals (`limit`, `capacity`, `context`). `delivered` has the text of
    every answer that was written whole to the connection, good or one of `ANSWERS`; `deliveries` has more about the
    same ones.
    """

    faults: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    key: str = ""
    quota: int | None = None
    models: tuple[str, ...] = ("demo",)
    odd: Mapping[str, Any] = field(default_factory=dict)
    refuses: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 0
    latency: LogNormal | None = None
    canned: bool = False
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    window: float = 60.0
    context: int | None = None
    capacity: int | None = None
    seed: int = 7
    delivered: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    busiest: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    working: int = 0

    def __post_init__(self) -> None:
        """Prepare the model behind the server."""
        if unknown := self.faults.keys() - (FAULTS | ENDLESS).keys():
            raise ValueError(f"unknown fault: {', '.join(unknown)}")
        self._model = DemoBackend(random_seed=self.seed)
        self._limits = Limits(self.requests_per_minute, self.tokens_per_minute, self.window)
        self._fault_random, self._delay_random = Random(f"faults {self.seed}"), Random(f"delays {self.seed}")
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/v1"

    @property
    def admitted(self) -> list[Admitted]:
        return self._limits.admitted

    def __enter__(self) -> Self:
        self._socket = socket.create_server((self.host, self.port))
        self.port = self._socket.getsockname()[1]
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.run_until_complete(_cancel_the_rest())
        self._loop.close()

    async def _start(self) -> web.AppRunner:
        app = web.Application()
        self._add_routes(app)
        app.on_response_prepare.append(self._tell_limits)
        # A client that is gone must neither hold a place nor count as one that got its answer.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.SockSite(runner, self._socket, backlog=_BACKLOG).start()
        return runner

    def _add_routes(self, app: web.Application) -> None:
        app.router.add_get("/health", self._tell_health)
        app.router.add_get("/v1/models", self._list_models)
        app.router.add_get("/props", self._tell_props)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/v1/completions", self._complete)

    async def _tell_limits(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._limits.headers())

    async def _tell_health(self, request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _tell_props(self, request: web.Request) -> web.Response:
        return web.json_response({"default_generation_settings": {"n_ctx": self.context}, "total_slots": self.capacity})

    async def _list_models(self, request: web.Request) -> web.Response:
        if refused := self._refused_key(request):
            return refused
        return web.json_response({"object": "list", "data": [{"id": name} for name in self.models]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        question = wire.read(len(self.asked) + 1, await request.json())
        self.asked.append(question.request.prompt)
        if refused := self._refused_key(request) or self._refused(question):
            return refused
        self.working += 1
        self.busiest = max(self.busiest, self.working)
        try:
            return await self._work(request, question)
        finally:
            self.working -= 1

    async def _work(self, request: web.Request, question: wire.Question) -> web.StreamResponse:
        fault = self._draw_fault()
        answer = spoil(await self._answer(question.request), fault, self._fault_random)
        body = wire.write(question, answer)
        tokens = body["usage"]["total_tokens"]
        response = respond(body, fault, self.odd)
        if wait := self._limits.admit(tokens if response.status < 400 else 0):
            told = f"Rate limit reached. Please try again in {wait:.3f}s."
            return self._refuse(
                "limit", 429, told, "rate_limit_exceeded", {"Retry-After": f"{ceil(wait * 1000) / 1000}"}
            )
        await asyncio.sleep(self._draw_delay())
        self.sent[fault or "answer"] += 1
        if fault == "hang":
            await asyncio.Event().wait()
        with suppress(ConnectionError):
            if fault == "drip":
                return await drip(request)
            if fault == "malformed":
                return await write_garbage(request)
            if fault in ("reset", "nothing"):
                return await break_off(request, response, halfway=fault == "reset")
            await response.prepare(request)
            await response.write_eof()
            if fault is None or fault in ANSWERS:
                self._note_delivery(question, answer.text)
        return response

    async def _answer(self, request: Request) -> wire.Answer:
        return wire.Answer(CANNED) if self.canned else wire.Answer(*await _ask_demo(self._model, request))

    def _draw_fault(self) -> str | None:
        roll = self._fault_random.random()
        for name, probability in self.faults.items():
            roll -= probability
            if roll < 0:
                return name
        return None

    def _draw_delay(self) -> float:
        self.latencies.append(self.latency.draw(self._delay_random) if self.latency else self.seconds)
        return self.latencies[-1]

    def _note_delivery(self, question: wire.Question, text: str) -> None:
        self.deliveries.append(Delivery(time.monotonic(), question.number, question.request.prompt, text))
        self.delivered.append(text)

    def _refused_key(self, request: web.Request) -> web.Response | None:
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return wire.error(401, "Incorrect API key provided", "invalid_api_key")
        return None

    def _refused(self, question: wire.Question) -> web.Response | None:
        model = question.body["model"]
        if model not in self.models:
            return wire.error(404, f"The model {model!r} does not exist", "model_not_found")
        if name := next((name for name in self.refuses if name in question.body), None):
            told = f"Unsupported parameter: '{name}' is not supported."
            return wire.error(400, told, "unsupported_parameter", param=name)
        if self.context is not None and question.tokens > self.context:
            told = (
                f"This model's maximum context length is {self.context} tokens. However, {question.tokens} are needed."
            )
            return self._refuse("context", 400, told, "context_length_exceeded", param="messages")
        if self.quota is not None and self.sent["answer"] >= self.quota:
            return wire.error(429, "You exceeded your current quota", "insufficient_quota")
        if self.capacity is not None and self.working >= self.capacity:
            return self._refuse("capacity", 503, "The server is at capacity", "server_busy")
        return None

    def _refuse(
        self,
        name: str,
        status: int,
        message: str,
        code: str,
        headers: Mapping[str, str] | None = None,
        param: str | None = None,
    ) -> web.Response:
        self.sent[name] += 1
        return wire.error(status, message, code, headers, param)


async def _ask_demo(model: DemoBackend, request: Request) -> tuple[str, str]:
    """Return the text of the demo model's answer, and why it ends."""
    choice = json.loads((await model.complete(with_question(request))).body)["choices"][0]
    return choice["message"]["content"], choice["finish_reason"]


async def _cancel_the_rest() -> None:
    """End the answers that are still being held back."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def main() -> None:
    """Serve until interrupted."""
    server = MisbehavingServer(**read_options(__doc__))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with server, suppress(KeyboardInterrupt):
        print(f"serving {', '.join(server.models)} at {server.url}; Ctrl-C to end", flush=True)
        threading.Event().wait()
    print(f"asked {len(server.asked)}, delivered {len(server.delivered)}, sent {dict(server.sent)}")


if __name__ == "__main__":
    main()
