"""One start of the program on a run: open it, work on it, write its files, tell how it went."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from selfinstruct.backends import backend_note
from selfinstruct.cli.display import ProgressDisplay, counted, file_line, summary, watched
from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.core.values import Task
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.endpoints.probe import check_backend
from selfinstruct.export.exporting import Export, export_run
from selfinstruct.export.hub import upload
from selfinstruct.export.training_files import output_names, write_files
from selfinstruct.filters import load_filters
from selfinstruct.languages import Language, find_language
from selfinstruct.pipeline.run import Run
from selfinstruct.pool.variety import Variety
from selfinstruct.report.numbers import Report
from selfinstruct.runs.building import build_plan, build_pool, build_run, open_endpoints
from selfinstruct.runs.importing import import_tasks
from selfinstruct.runs.opening import (
    end_replay,
    open_store,
    open_store_to_import,
    open_store_to_replay,
    require_the_same,
)
from selfinstruct.runs.replaying import replay
from selfinstruct.runs.settling import settle_the_unsettled
from selfinstruct.storage.database import DATABASE, NOTHING_YET
from selfinstruct.storage.store import Store


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
        if store.unsettled():
            settle_the_unsettled(store, build_pool(store, Variety.load(settings.prompts)))
        if Report.load(store).accepted < settings.target:
            run = build_run(settings, store)
            with ProgressDisplay(console, run).shown():
                await _interruptible(run)
        state = (f"stopped: {run.ended_by}" if run.ended_by else "") if run else "as they were, nothing asked"
        if run and run.error and not store.is_used():
            return Ended([], run.exit_code, run.error)
        lines = _closing_lines(store, find_language(settings.language), state, detail=detail)
        if not run:
            return Ended(lines)
        left_out = [] if run.error else run.endpoints.not_asked
        return Ended(lines + left_out, run.exit_code, run.error)
    finally:
        store.close()


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
    filters: str,
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
        load_filters(filters, store.settings().get("--recipe", ""), language.code)
        pool = build_pool(store, Variety.load(settings.prompts))
        tasks = (value for file in files for value in read_tasks(file) if isinstance(value, Task))
        counted(console, import_tasks(tasks, filters, store, pool), "tasks read")
        store.save_settings({"--n": Report.load(store).accepted})
        lines = _closing_lines(store, language, "", detail=detail)
    finally:
        store.close()
    return [*(f"left out: {error}" for error in bad), *lines]


def dry_run(settings: Settings) -> list[str]:
    """Return what growing a run to its target would ask, and what it is likely to take; nothing is asked or kept."""
    with TemporaryDirectory() as empty:
        is_there = (settings.folder / DATABASE).exists()
        store = Store.open_to_read(settings.folder) if is_there else open_store(replace(settings, folder=Path(empty)))
        try:
            require_the_same(store, settings)
            missing = max(0, settings.target - Report.load(store).accepted)
            return list(build_plan(settings, store).lines(missing, settings.prices))
        finally:
            store.close()


async def check(connection: Connection, show: Callable[[Iterable[str]], None]) -> bool:
    """Ask each endpoint one tiny question each way, and show what works; tell whether runs will."""
    works = True
    for endpoint in open_endpoints(connection):
        show([endpoint.name])
        try:
            async for finding in check_backend(endpoint.backend):
                show([f"  {finding.what:<13}{'works' if finding.works else 'no':<7}{finding.told}"])
                works &= finding.works or finding.what != connection.api
        finally:
            await endpoint.backend.close()
    return works


def rebuild(
    source: Path, folder: Path, changes: dict[str, Any], console: Console, *, filters: str | None, detail: bool
) -> list[str]:
    """Build the dataset of a run anew in another folder, with some settings changed; return the lines of its summary.

    `filters` apply to imported tasks, too; None for those of the time.
    """
    log = Store.open_to_read(source)
    try:
        store = open_store_to_replay(log, folder, changes)
        try:
            lines = replay(log, store, build_pool(store, Variety({}, {}, {})), filters)
            counted(console, lines, "completions read")
            summed_up = _closing_lines(store, find_language(store.settings()["--lang"]), "", detail=detail)
            end_replay(store)
            return summed_up
        finally:
            store.close()
    finally:
        log.close()


def give_out(folder: Path, export: Export, console: Console, *, hub_name: str | None) -> list[str]:
    """Export a run; return a line for each file or folder. With a `hub_name` the folder is uploaded, too."""
    if hub_name and export.format != "hf":
        raise InputError("--push-to-hub: needs --format hf")
    store = Store.open_to_read(folder)
    try:
        written = export_run(store, export, partial(watched, console))
    finally:
        store.close()
    if hub_name:
        upload(export.output, hub_name)
    lines = [_told(*each) for each in written]
    return lines + ([f"uploaded to {hub_name}"] if hub_name else [])


def _told(path: Path, records: int | None) -> str:
    """Return the line on a part that was exported, or left out."""
    if records is None:
        return f"{path}: no task falls to the test part; it is left out"
    return file_line(path, "wrote", records)


def look_at(folder: Path, *, detail: bool) -> list[str]:
    """Return the lines of the summary of a run, also of one that another process works on."""
    store = Store.open_to_read(folder)
    try:
        report = Report.load(store)
        if not report.settings:
            raise RunFolderError(f"{folder}: {NOTHING_YET}")
        state = "being worked on" if store.is_being_worked_on() else ""
        paths = (folder / name for name in output_names(find_language(report.settings["--lang"])))
        files = [file_line(path, "holds") for path in paths if path.exists()]
        return summary(report, state=state, files=files, note=_note(report), detail=detail)
    finally:
        store.close()


def _closing_lines(store: Store, language: Language, state: str, *, detail: bool) -> list[str]:
    """Write the files of a run, if anything came of it, and return the lines of its summary."""
    report = Report.load(store)
    paths = write_files(store, language, report.target) if store.is_used() else []
    files = [file_line(path, "wrote") for path in paths]
    return summary(report, state=state, files=files, note=_note(report), detail=detail)


def _note(report: Report) -> str:
    return backend_note(report.settings.get("--backend"))
