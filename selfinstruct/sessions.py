"""One start of the program on a run: open it, work on it, write its files, tell how it went."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from selfinstruct.admission import Admission
from selfinstruct.backends import backend_note
from selfinstruct.config import Settings
from selfinstruct.datafiles import read_tasks
from selfinstruct.display import ProgressDisplay, counted, file_line, summary
from selfinstruct.errors import InputError, RunFolderError
from selfinstruct.export import output_names, write_files
from selfinstruct.filters import load_filters
from selfinstruct.importing import import_tasks
from selfinstruct.languages import find_language
from selfinstruct.pipeline import Run
from selfinstruct.report import Report
from selfinstruct.setup import build_pool, build_run, open_store, open_store_to_import
from selfinstruct.store import Store
from selfinstruct.types import Task
from selfinstruct.variety import Variety


@dataclass(frozen=True)
class Ended:
    """How a session ended: the lines of its summary, the exit code, and the error that ended it, if one did."""

    lines: list[str]
    exit_code: int = 0
    error: Exception | None = None


async def grow(settings: Settings, console: Console, *, detail: bool) -> Ended:
    """Grow a run to its target, shown on the console; the files are written whatever ends it."""
    store = open_store(settings)
    try:
        run = None
        if Report.load(store).accepted < settings.target:
            run = build_run(settings, store)
            with ProgressDisplay(console, run).shown():
                await _interruptible(run)
        state = (f"stopped: {run.ended_by}" if run.ended_by else "") if run else "as they were, nothing asked"
        lines = _closing_lines(store, settings, state, detail=detail)
    finally:
        store.close()
    return Ended(lines, run.exit_code, run.error) if run else Ended(lines)


async def _interruptible(run: Run) -> None:
    """Let the run work; the first interrupt makes it stop asking, the second ends it now."""
    work = asyncio.ensure_future(run.generate())

    def interrupt() -> None:
        if run.interrupted:
            work.cancel()
        run.interrupt()

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()
    for number in signals:
        loop.add_signal_handler(number, interrupt)
    try:
        await work
    except asyncio.CancelledError:
        if not run.interrupted:
            run.interrupt()
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
        await run.close()


def bring_in(
    files: Sequence[Path],
    settings: Settings,
    console: Console,
    *,
    skip_bad: bool,
    filters: Sequence[str] | None,
    detail: bool,
) -> list[str]:
    """Import the tasks of the files into a run; return the lines of its summary.

    The files are read through before anything is made of them: without `skip_bad`, `InputError` names the first value
    that is no task, and nothing has been imported.
    """
    bad = [value for file in files for value in read_tasks(file) if isinstance(value, InputError)]
    if bad and not skip_bad:
        more = f" (and {len(bad) - 1:,} more)" if len(bad) > 1 else ""
        raise InputError(f"{bad[0]}{more}; mend it, or leave such values out with --skip-bad")
    store = open_store_to_import(settings)
    try:
        language = find_language(settings.language)
        pool = build_pool(settings, store, Variety.load(settings.prompts))
        admission = Admission(pool, load_filters(filters), language, instances_per_task=sys.maxsize)
        tasks = (value for file in files for value in read_tasks(file) if isinstance(value, Task))
        counted(console, import_tasks(tasks, store, pool, admission), "tasks read")
        store.save_settings({"--n": Report.load(store).accepted})
        lines = _closing_lines(store, settings, "", detail=detail)
    finally:
        store.close()
    return [*(f"left out: {error}" for error in bad), *lines]


def look_at(folder: Path, *, detail: bool) -> list[str]:
    """Return the lines of the summary of a run, also of one that another process works on."""
    store = Store.open_to_read(folder)
    try:
        report = Report.load(store)
        if not report.settings:
            raise RunFolderError(f"{folder}: nothing is recorded here yet")
        state = "being worked on" if store.is_being_worked_on() else ""
        paths = (folder / name for name in output_names(find_language(report.settings["--lang"])))
        files = [file_line(path, "holds") for path in paths if path.exists()]
        return summary(report, state=state, files=files, note=_note(report), detail=detail)
    finally:
        store.close()


def _closing_lines(store: Store, settings: Settings, state: str, *, detail: bool) -> list[str]:
    """Write the files of a run, if anything came of it, and return the lines of its summary."""
    report = Report.load(store)
    paths = write_files(store, find_language(settings.language), report.target) if store.is_used() else []
    files = [file_line(path, "wrote") for path in paths]
    return summary(report, state=state, files=files, note=_note(report), detail=detail)


def _note(report: Report) -> str:
    return backend_note(report.settings.get("--backend"))
