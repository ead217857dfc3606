"""The endpoint stays busy: with a long tail of latencies, and where some answers never come. In virtual time."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.config import Connection, Settings
from selfinstruct.pipeline import Run
from selfinstruct.resources import prompts_folder
from selfinstruct.setup import build_run, open_store
from selfinstruct.types import Reply, Request
from tests import virtual_time
from tests.misbehaving.latency import LogNormal

LATENCY = LogNormal(median=2.0, p99=20.0)
CONCURRENCY = 64
# This takes some 3,000 requests.
TARGET = 7000


@dataclass
class Slow:
    """The demo model behind a latency; it notes when it had how much to do."""

    hang: float
    limits: str = ""
    asked: int = 0
    answered: int = 0
    busy_seconds: float = 0.0
    model: DemoBackend = field(default_factory=lambda: DemoBackend(random_seed=1))
    random: Random = field(default_factory=lambda: Random(1))

    async def complete(self, request: Request) -> Reply:
        self.asked += 1
        if self.random.random() < self.hang:
            await asyncio.Event().wait()
        seconds = LATENCY.draw(self.random)
        await asyncio.sleep(seconds)
        self.answered += 1
        self.busy_seconds += seconds
        return await self.model.complete(request)

    async def models(self) -> list[str]:
        return ["demo"]

    async def close(self) -> None:
        pass


@dataclass(frozen=True)
class Course:
    """How a run went: when the target was reached, and what had been asked and answered by then and in the end."""

    seconds: float
    busy_seconds: float
    answered: int
    asked: int


async def _grow(run: Run, backend: Slow) -> Course:
    reached: list[tuple[float, float, int]] = []
    add, clock = run.report.add, asyncio.get_running_loop().time

    def noting(*arguments: object, **more: object) -> None:
        add(*arguments, **more)  # type: ignore[arg-type]
        if run.report.accepted >= TARGET and not reached:
            reached.append((clock(), backend.busy_seconds, backend.answered))

    run.report.add = noting  # type: ignore[method-assign]
    await run.generate()
    return Course(*reached[0], backend.asked)


@pytest.mark.parametrize("hang", [0.0, 0.002])
def test_the_endpoint_stays_busy_until_the_target_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hang: float
) -> None:
    backend = Slow(hang)
    monkeypatch.setattr("selfinstruct.setup.open_backend", lambda _: backend)
    settings = Settings(
        folder=tmp_path / "run",
        language="en",
        target=TARGET,
        prompts=prompts_folder() / "en",
        random_seed=1,
        connection=Connection(backend="demo", concurrency=CONCURRENCY),
    )
    store = open_store(settings)

    async def work() -> Course:
        return await _grow(build_run(settings, store), backend)

    course = virtual_time.run(work())
    store.close()
    assert course.answered > 2800
    # A request that hangs keeps its place: what is ideal is so with the places that are left.
    places = CONCURRENCY - (0.5 * hang * course.asked)
    assert course.seconds <= 1.05 * course.busy_seconds / places
    assert course.asked - course.answered <= CONCURRENCY + hang * course.asked
