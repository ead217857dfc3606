"""What came of working on a run, and how the caller waits for it."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from selfinstruct.exports.dataset import dataset
from selfinstruct.exports.training_files import write_files
from selfinstruct.pipeline.loop import Loop
from selfinstruct.report.numbers import Report
from selfinstruct.report.scores import Scores, Verdicts
from selfinstruct.runs.observer import Observer, counting
from selfinstruct.runs.result import Result
from selfinstruct.runs.state import RunState
from selfinstruct.servers.serving import Served
from selfinstruct.storage.store import Store


def wait_for(work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of work, also where an event loop runs already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def stop_without_server(loop: Loop, served: Served) -> None:
    """Stop a loop once none of the servers that were started for it is left."""
    error = await served.ended()
    loop.stop(str(error), error)


def as_ended(result: Result, loop: Loop) -> Result:
    """Return a result that says how the loop has ended."""
    ended = replace(result, stopped_by=loop.stopped_by, error=loop.error)
    return replace(ended, interrupted=loop.interrupted, has_left=loop.has_left, enough=loop.enough)


def result_of(state: RunState, observer: Observer) -> Result:
    """Write the files of a run, if anything came of it, and return how it stands."""
    state.keep()
    store, report = state.store, state.report
    report.catch_up(store)
    watch = counting(observer)
    files, notes = write_files(store, state.language, report, watch) if store.is_used() else ([], [])
    return Result(store.folder, report, tuple(files), notes=tuple(notes), judged=judged_of(store, report))


def judged_of(store: Store, report: Report) -> Scores | None:
    """Return what a judge said of the records of a run, None if there was none."""
    return Verdicts.of(dataset(store, report)) if report.judges else None
