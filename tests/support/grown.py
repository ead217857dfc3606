"""Runs that are grown in this process and in virtual time, by any backend."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from selfinstruct.backends import Backend
from selfinstruct.core.settings import Connection, Pace, Settings
from selfinstruct.core.values import Item
from selfinstruct.pipeline.loop import Loop
from selfinstruct.runs.building import build_loop
from selfinstruct.runs.opening import open_to_grow
from selfinstruct.runs.state import RunState
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.rows import item_of
from selfinstruct.storage.store import Store
from tests.support import virtual_time


def settings_of(target: int, concurrency: int = 8, give_up_after: float = 600.0, **more: object) -> Settings:
    """Return settings of a run that is repeatable."""
    pace = Pace(concurrency=concurrency, give_up_after=give_up_after)
    return Settings(target=target, random_seed=11, connection=Connection("demo"), pace=pace, **more)  # type: ignore[arg-type]


async def work(store: Store, settings: Settings, backend: Backend | None = None) -> Loop:
    """Grow an open run, beginning with what an earlier process did not settle."""
    state = RunState(store)
    state.settle_the_rest()
    loop = build_loop(state, settings, backend, lambda _: None)
    await loop.generate()
    return loop


def grow(folder: Path, settings: Settings, backend: Backend | None = None) -> tuple[Store, Loop]:
    """Open a run folder, or make it, and grow the run."""
    store = open_to_grow(folder, settings)
    return store, virtual_time.run(work(store, settings, backend))


async def timed(store: Store, settings: Settings, backend: Backend | None = None) -> tuple[Loop, float]:
    """Grow an open run; also return the time that it is then."""
    loop = await work(store, settings, backend)
    return loop, asyncio.get_running_loop().time()


def items_of(folder: Path) -> list[Item]:
    """Return all items that a run has ever had, in the order in which they were claimed."""
    columns = "id, instruction, stage, is_classification, attempts, hint, tokens, seed_similarity, written, scores"
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        return list(map(item_of, db.execute(f"SELECT {columns} FROM items ORDER BY rowid")))
