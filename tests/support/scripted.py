"""Backends that do as they are told, for tests in virtual time, and what stands in for the run that asks them."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import TypeVar

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError
from selfinstruct.core.settings import Caps
from selfinstruct.core.values import Answer, Hint, LogLine, Reply, Request, Sampling, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.retry import Endpoints
from selfinstruct.storage.store import Store
from tests.support import virtual_time

T = TypeVar("T")
NO_CAPS = Caps()
Step = BackendError | str | Reply
REQUEST = Request("Say hello.", Sampling(1.0, 1.0, 16), kind="instructions")


def said(text: str, pause: float = 0.0, usage: Usage = Usage(3, 4)) -> Reply:  # noqa: B008
    """Return a reply with a text."""
    return Reply(wire.write(text, "stop", usage, "m"), pause)


class Scripted:
    """Plays errors, texts and replies, each after so many seconds, the last one for ever.

    In place of the last one, `later` may tell what comes by the time that it is. `times` says when it was asked.
    """

    limits = ""

    def __init__(self, *script: Step, seconds: float = 0.0, later: Callable[[float], Step] | None = None) -> None:
        self._script = script
        self._seconds = seconds
        self._later = later
        self.times: list[float] = []
        self.in_flight = 0
        self.busiest = 0

    @property
    def asked(self) -> int:
        return len(self.times)

    async def complete(self, request: Request) -> Reply:
        now = asyncio.get_running_loop().time()
        self.times.append(now)
        step = self._step(self.asked - 1, now)
        self.in_flight += 1
        self.busiest = max(self.busiest, self.in_flight)
        await asyncio.sleep(self._seconds)
        self.in_flight -= 1
        if isinstance(step, BackendError):
            raise step
        return said(step) if isinstance(step, str) else step

    def _step(self, number: int, now: float) -> Step:
        if number >= len(self._script) and self._later:
            return self._later(now)
        return self._script[min(number, len(self._script) - 1)]

    async def models(self) -> list[str]:
        return ["m"]

    async def close(self) -> None:
        pass


class Echo:
    """A backend whose every output names its instruction, after a second; `trouble` may raise before it answers."""

    limits = ""

    def __init__(self, trouble: Callable[[int], None] = lambda _: None) -> None:
        self._demo = DemoBackend(random_seed=4)
        self._trouble = trouble
        self.asked = 0

    async def answering(self) -> None:
        """Count a request, and take the time that it takes."""
        self.asked += 1
        number = self.asked
        await asyncio.sleep(1)
        self._trouble(number)

    async def complete(self, request: Request) -> Reply:
        await self.answering()
        reply = await self._demo.complete(request)
        if request.kind not in ("input_first", "output_first"):
            return reply
        return Reply(wire.write(_echoed(request), "stop", wire.read(reply.body).usage, "echo"))

    async def models(self) -> list[str]:
        return []

    async def close(self) -> None:
        pass


def _echoed(request: Request) -> str:
    """Return an answer with one instance of each instruction, whose output names it, in the form that is asked for."""
    question = request.question
    assert question
    tasks = [
        {"number": number, "instances": [{"input": "", "output": f"Done: {text}"}]}
        for number, text in enumerate(question.texts, 1)
    ]
    text = None if request.structured else question.in_text({"tasks": tasks})
    return text or json.dumps({"tasks": tasks})


class Hangs(Echo):
    """An echo that never answers one of the requests."""

    def __init__(self, hangs: int) -> None:
        super().__init__()
        self._hangs = hangs

    async def complete(self, request: Request) -> Reply:
        if self.asked + 1 == self._hangs:
            self.asked += 1
            await asyncio.sleep(10_000)
        return await super().complete(request)


class Kept:
    """Keeps bodies in memory as a run keeps them in its folder."""

    def __init__(self) -> None:
        self.bodies: list[tuple[int, bytes]] = []

    def __call__(self, attempt: int, body: bytes) -> Answer:
        self.bodies.append((attempt, body))
        line = LogLine(len(self.bodies), 1, attempt, "instructions", (), Hint(), "", body, received_at=0.0)
        return Answer(line, wire.read(body))


class Asker:
    """Endpoints at scripted backends, and what came of asking them."""

    def __init__(
        self,
        store: Store,
        *backends: Scripted,
        caps: Caps = NO_CAPS,
        concurrency: int | None = 8,
        requests_a_minute: int | None = None,
        give_up_after: float = 600.0,
    ) -> None:
        endpoints = [
            Endpoint(f"http://{name}", backend, concurrency=concurrency, requests_a_minute=requests_a_minute)
            for name, backend in zip("abc", backends, strict=False)
        ]
        self.budget = Budget(store, caps, None)
        self.endpoints = Endpoints(endpoints, self.budget, give_up_after)
        self.kept = Kept()

    async def ask(self) -> Answer:
        return await self.endpoints.complete(REQUEST, self.kept)

    async def ask_all(self, count: int) -> list[Answer | BaseException]:
        return await asyncio.gather(*(self.ask() for _ in range(count)), return_exceptions=True)


def ask_with(store: Store, *backends: Scripted, work: Callable[[Asker], Coroutine[None, None, T]], **how: object) -> T:
    """Let `work` ask in virtual time; the clock shows 100 then, since that of a real loop never shows 0."""

    async def do() -> T:
        await asyncio.sleep(100)
        return await work(Asker(store, *backends, **how))  # type: ignore[arg-type]

    return virtual_time.run(do())


def texts(received: list[Answer | BaseException]) -> list[str]:
    return [each.completion.text if isinstance(each, Answer) else repr(each) for each in received]
