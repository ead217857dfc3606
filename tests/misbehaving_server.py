"""A loopback server in the OpenAI wire format that misbehaves on purpose; its text comes from the demo model.

Start it from the command line to try the program against it:

    python tests/misbehaving_server.py --port 8000 --fault rate_limit=0.06 --fault server_error=0.02
"""

import argparse
import asyncio
import json
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Any

from aiohttp import web

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.types import Request, Sampling

FAULTS = {
    "rate_limit": "429 with Retry-After",
    "rate_limit_bare": "429 without Retry-After",
    "server_error": "500",
    "html_page": "502 with an HTML page",
    "reset": "the connection is closed in the middle of the body",
    "nothing": "the connection is closed without an answer",
    "half_json": "200 with the first half of the JSON",
    "wrong_shape": "200 with JSON of another shape",
    "null_content": "200 with null as the content",
    "rubbish": "200 with text that no parser can use",
    "refused_prompt": "400, the prompt is refused",
    "odd": "200 with the fields of `odd` in place of what belongs there (content, tokens, model, finish_reason)",
}


@dataclass
class MisbehavingServer:
    """Serves one model on loopback, in a thread of its own, while the context lasts.

    `faults` are probabilities by the names in `FAULTS`; `seconds` is the delay of every answer. `key` is the only key
    that is let in ("" for any); `quota` is the number of answers after which there is none left. `delivered` holds
    the text of every answer that was sent whole, `asked` every prompt, `sent` counts answers and faults.
    """

    faults: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    key: str = ""
    quota: int | None = None
    models: tuple[str, ...] = ("demo",)
    odd: Mapping[str, Any] = field(default_factory=dict)
    refuses: tuple[str, ...] = ()
    port: int = 0
    delivered: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Prepare the model behind the server."""
        self._model = DemoBackend(random_seed=7)
        self._random = Random(7)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> "MisbehavingServer":
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
        app.router.add_get("/v1/models", self._list_models)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/v1/completions", self._complete)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        return runner

    async def _list_models(self, request: web.Request) -> web.Response:
        if refused := self._refused_key(request):
            return refused
        return web.json_response({"object": "list", "data": [{"id": name} for name in self.models]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        chat = "messages" in asked
        prompt = asked["messages"][-1]["content"] if chat else asked["prompt"]
        self.asked.append(prompt)
        if refused := self._refused_key(request):
            return refused
        if asked["model"] not in self.models:
            return _error(404, f"The model {asked['model']!r} does not exist", "model_not_found")
        if refused_parameters := [name for name in self.refuses if name in asked]:
            name = refused_parameters[0]
            return _error(
                400, f"Unsupported parameter: '{name}' is not supported.", "unsupported_parameter", param=name
            )
        if self.quota is not None and self.sent["answer"] >= self.quota:
            return _error(429, "You exceeded your current quota", "insufficient_quota")
        await asyncio.sleep(self.seconds)
        fault = self._draw_fault()
        self.sent[fault or "answer"] += 1
        body = await self._answer(asked, prompt, chat, fault)
        if fault == "odd":
            return web.json_response(_with(body, self.odd))
        if fault and fault not in ("null_content", "rubbish", "wrong_shape"):
            return await self._misbehave(request, fault, body)
        if fault != "wrong_shape":
            self.delivered.append(_text(body))
        return web.json_response(body)

    def _draw_fault(self) -> str | None:
        roll = self._random.random()
        for name, probability in self.faults.items():
            roll -= probability
            if roll < 0:
                return name
        return None

    async def _answer(self, asked: dict[str, Any], prompt: str, chat: bool, fault: str | None) -> dict[str, Any]:
        if fault == "wrong_shape":
            return {"object": "list", "data": []}
        api = "chat" if chat else "completions"
        longest = asked.get("max_tokens") or asked["max_completion_tokens"]
        sampling = Sampling(asked.get("temperature", 1.0), asked.get("top_p", 1.0), longest)
        completion = await self._model.complete(Request(prompt, sampling, "chat" if chat else "completions"))
        text: str | None = completion.text
        if fault == "null_content":
            text = None
        elif fault == "rubbish":
            text = "".join(self._random.choices("[]1.\n【】:：*#> \u202e\x07𝔘�", k=300))
        choice: dict[str, Any] = {"index": 0, "finish_reason": completion.finish_reason}
        choice |= {"message": {"role": "assistant", "content": text}} if api == "chat" else {"text": text}
        usage = {
            "prompt_tokens": completion.usage.prompt_tokens,
            "completion_tokens": completion.usage.completion_tokens,
        }
        return {"id": f"cmpl-{len(self.asked)}", "model": asked["model"], "choices": [choice], "usage": usage}

    async def _misbehave(self, request: web.Request, fault: str, body: dict[str, Any]) -> web.StreamResponse:
        text = json.dumps(body)
        if fault == "rate_limit":
            return _error(429, "Rate limit reached", "rate_limit_exceeded", {"Retry-After": "0.05"})
        if fault == "rate_limit_bare":
            return _error(429, "Rate limit reached", "rate_limit_exceeded")
        if fault == "server_error":
            return _error(500, "The server had an error", "server_error")
        if fault == "refused_prompt":
            return _error(400, "The prompt was filtered", "content_filter")
        if fault == "html_page":
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        if fault == "half_json":
            return web.Response(text=text[: len(text) // 2], content_type="application/json")
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(text))})
        if fault == "reset":
            await response.prepare(request)
            await response.write(text[: len(text) // 2].encode())
        if request.transport:
            request.transport.abort()
        return response

    def _refused_key(self, request: web.Request) -> web.Response | None:
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "Incorrect API key provided", "invalid_api_key")
        return None


async def _cancel_the_rest() -> None:
    """End the answers that are still being held back."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def _error(
    status: int, message: str, code: str, headers: dict[str, str] | None = None, param: str | None = None
) -> web.Response:
    error = {"message": message, "code": code, "param": param}
    return web.json_response({"error": error}, status=status, headers=headers)


def _with(body: dict[str, Any], odd: Mapping[str, Any]) -> dict[str, Any]:
    """Put odd values into an answer."""
    choice = body["choices"][0]
    if "content" in odd:
        choice |= {"message": {"content": odd["content"]}}
    if "finish_reason" in odd:
        choice["finish_reason"] = odd["finish_reason"]
    if "tokens" in odd:
        body["usage"] = dict.fromkeys(("prompt_tokens", "completion_tokens"), odd["tokens"])
    return body | {"model": odd.get("model", body["model"])}


def _text(body: dict[str, Any]) -> str:
    choice = body["choices"][0]
    return (choice["message"]["content"] if "message" in choice else choice["text"]) or ""


def main() -> None:
    """Serve until interrupted."""
    told = "; ".join(f"{name}: {meaning}" for name, meaning in FAULTS.items())
    parser = argparse.ArgumentParser(description=__doc__, epilog=f"Faults: {told}")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--seconds", type=float, default=0.0, help="delay of every answer")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=PROBABILITY")
    options = parser.parse_args()
    faults = {name: float(value) for name, _, value in (fault.partition("=") for fault in options.fault)}
    if unknown := faults.keys() - FAULTS.keys():
        parser.error(f"unknown fault: {', '.join(unknown)}")
    with MisbehavingServer(faults=faults, seconds=options.seconds, port=options.port) as server:
        print(f"serving {', '.join(server.models)} at {server.url}; Ctrl-C to end")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(dict(server.sent))


if __name__ == "__main__":
    main()
