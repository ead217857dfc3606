"""A loopback server with files and batches as OpenAI's documentation has them, which fails as they say it may."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage
from tests.support.misbehaving import wire
from tests.support.misbehaving_server import MisbehavingServer

_PURPOSE = "batch"
_STATES = ("validating", "in_progress", "finalizing")


@dataclass
class Batch:
    """A batch that was taken: what it says of itself, and the lines of its file."""

    about: dict[str, Any]
    lines: list[dict[str, Any]]


@dataclass
class BatchServer(MisbehavingServer):
    """Answers files of chats, each after `pause` seconds in each state, at half the price, as it does flex requests.

    `largest` is the most bytes that a file may have (413 beyond). Of the answers of a batch the share `unanswered` is
    not given: its end is the state `ends` says (`expired`, or `cancelled`), or `completed`, and then they stand in the
    error file with HTTP 500; a share is out of order always. The first so many batches `fail` validation, with this
    `failure` for a code. The first `busy` requests about files and batches get 429; of the first `lost` requests for a
    batch, which are taken, nobody hears: the connection breaks, as it does at the first `dropped` ones, which are not
    taken. The first so many times the list is asked for, it is `unlisted` what is there. `forgets` leaves `metadata`
    out. As long as it `holds`, no batch goes on.

    `billed` has for each answer its attempt, the lane and the tokens; `batches` all that were taken.
    """

    pause: float = 0.0
    largest: int = 10**9
    unanswered: float = 0.0
    ends: str = "completed"
    fail: int = 0
    failure: str = "invalid_json_line"
    busy: int = 0
    lost: int = 0
    dropped: int = 0
    unlisted: int = 0
    holds: bool = False
    forgets: bool = False
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    billed: list[tuple[str, str, Usage]] = field(default_factory=list)

    def cost(self, prices: Prices) -> float:
        """Return what all answers cost."""
        return sum(prices.cost(usage) * (1.0 if lane == "online" else 0.5) for _, lane, usage in self.billed)

    @property
    def bought_twice(self) -> int:
        """How many requests of batches were answered more than once."""
        counts = Counter(name for name, lane, _ in self.billed if lane == "batch")
        return sum(count - 1 for count in counts.values())

    def _add_routes(self, app: web.Application) -> None:
        super()._add_routes(app)
        self._chance = Random(self.seed)
        router = app.router
        router.add_post("/v1/files", self._take_file)
        router.add_get("/v1/files", self._list_files)
        router.add_get("/v1/files/{id}/content", self._give_file)
        router.add_delete("/v1/files/{id}", self._remove_file)
        router.add_post("/v1/batches", self._take_batch)
        router.add_get("/v1/batches", self._list_batches)
        router.add_get("/v1/batches/{id}", self._tell_batch)

    def _turned_away(self) -> web.Response | None:
        if not self.busy:
            return None
        self.busy -= 1
        return wire.error(429, "Rate limit reached for files", "rate_limit_exceeded", {"Retry-After": "0.01"})

    async def _take_file(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        assert form["purpose"] == _PURPOSE
        content = file.file.read()
        if refused := self._turned_away():
            return refused
        if len(content) > self.largest:
            return wire.error(413, "The file is too large", "request_too_large")
        return web.json_response(self._keep(file.filename, content))

    def _keep(self, name: str, content: bytes) -> dict[str, Any]:
        id_ = f"file-{len(self.files) + 1}"
        self.files[id_] = name, content
        return self._about_file(id_)

    def _about_file(self, id_: str) -> dict[str, Any]:
        name, content = self.files[id_]
        about = {"id": id_, "object": "file", "bytes": len(content), "created_at": int(time.time())}
        return about | {"filename": name, "purpose": _PURPOSE, "status": "processed"}

    async def _list_files(self, request: web.Request) -> web.Response:
        return _listed([self._about_file(id_) for id_, (name, _) in self.files.items() if name])

    async def _give_file(self, request: web.Request) -> web.Response:
        if refused := self._turned_away():
            return refused
        _, content = self.files[request.match_info["id"]]
        return web.Response(body=content, content_type="application/octet-stream")

    async def _remove_file(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        self.files[id_] = "", b""
        return web.json_response({"id": id_, "object": "file", "deleted": True})

    async def _take_batch(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if refused := self._turned_away():
            return refused
        if self.dropped:
            self.dropped -= 1
            return _broken(request)
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]][1].splitlines() if line]
        assert {line["url"] for line in lines} <= {asked["endpoint"]}
        assert len({line["custom_id"] for line in lines}) == len(lines)
        id_ = f"batch_{len(self.batches) + 1}"
        counts = {"total": len(lines), "completed": 0, "failed": 0}
        about = {"id": id_, "object": "batch", "status": _STATES[0], "created_at": int(time.time())}
        about |= {**asked, "request_counts": counts, "errors": None}
        if self.forgets:
            del about["metadata"]
        self.batches[id_] = Batch(about, lines)
        self._working = asyncio.get_running_loop().create_task(self._go_through(self.batches[id_]))
        if self.lost:
            self.lost -= 1
            return _broken(request)
        return web.json_response(about)

    async def _go_through(self, batch: Batch) -> None:
        for state in _STATES:
            batch.about["status"] = state
            while self.holds:
                await asyncio.sleep(0.01)
            await asyncio.sleep(self.pause)
            if state == _STATES[0] and (not batch.lines or self.fail):
                self.fail -= bool(batch.lines)
                told = {"code": self.failure, "message": "this file cannot be processed", "line": 1, "param": None}
                batch.about |= {"status": "failed", "errors": {"object": "list", "data": [told]}}
                return
        answers = [await self._answer_line(line) for line in self._in_any_order(batch.lines)]
        good = [line for line in answers if line["response"] and line["response"]["status_code"] == 200]
        bad = [line for line in answers if line not in good]
        counts = batch.about["request_counts"]
        counts |= {"completed": len(good), "failed": len(bad)}
        for name, lines in (("output_file_id", good), ("error_file_id", bad)):
            if lines:
                content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
                batch.about[name] = self._keep("", content)["id"]
        batch.about["status"] = self.ends if bad else "completed"

    def _in_any_order(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return self._chance.sample(lines, len(lines))

    async def _answer_line(self, line: dict[str, Any]) -> dict[str, Any]:
        answered: dict[str, Any] = {"id": f"batch_req_{line['custom_id']}", "custom_id": line["custom_id"]}
        if self._chance.random() < self.unanswered:
            if self.ends == "expired":
                told = {"code": "batch_expired", "message": "This request could not be executed before it expired"}
                return answered | {"response": None, "error": told}
            failed = {"error": {"message": "The server had an error", "type": "server_error"}}
            return answered | {"response": {"status_code": 500, "body": failed}, "error": None}
        question = wire.read(len(self.asked) + 1, line["body"])
        self.asked.append(question.request.prompt)
        if refused := self._refused(question):
            body = json.loads(refused.body) if isinstance(refused.body, bytes) else {}
            return answered | {"response": {"status_code": refused.status, "body": body}, "error": None}
        body = wire.write(question, await self._answer(question.request))
        self._bill(line["custom_id"], "batch", body)
        return answered | {"response": {"status_code": 200, "body": body}, "error": None}

    async def _work(self, request: web.Request, question: wire.Question) -> web.StreamResponse:
        response = await super()._work(request, question)
        if response.status == 200 and isinstance(response, web.Response) and isinstance(response.body, bytes):
            lane = "flex" if question.body.get("service_tier") == "flex" else "online"
            self._bill("", lane, json.loads(response.body))
        return response

    def _bill(self, name: str, lane: str, body: dict[str, Any]) -> None:
        usage = body["usage"]
        self.billed.append((name, lane, Usage(usage["prompt_tokens"], usage["completion_tokens"])))

    async def _list_batches(self, request: web.Request) -> web.Response:
        if self.unlisted:
            self.unlisted -= 1
            return _listed([])
        every = [each.about for each in reversed(self.batches.values())]
        after = request.query.get("after")
        start = next((at + 1 for at, about in enumerate(every) if about["id"] == after), 0)
        limit = int(request.query.get("limit", 20))
        return _listed(every[start : start + limit], has_more=len(every) > start + limit)

    async def _tell_batch(self, request: web.Request) -> web.Response:
        if refused := self._turned_away():
            return refused
        return web.json_response(self.batches[request.match_info["id"]].about)


def _broken(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()


def _listed(data: list[dict[str, Any]], *, has_more: bool = False) -> web.Response:
    return web.json_response({"object": "list", "data": data, "has_more": has_more})


def attempts_of(server: BatchServer) -> Iterator[str]:
    """Yield the attempt of each line of all batches that were taken."""
    return (line["custom_id"] for batch in server.batches.values() for line in batch.lines)
