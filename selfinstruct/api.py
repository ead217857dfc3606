"""The use cases: what can be done with a run, as functions that return values.

They report progress to an observer. They print nothing, trap no signal and end no process; they work in any thread,
also under a running event loop, and several at the same time. Errors that a user can act on are `SelfInstructError`s,
whose messages name settings by their fields, as ‹target›.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from selfinstruct.backends import Backend
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import EndpointRefused, InputError
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Asking, Connection, ImportSettings, ReplaySettings, Serving, Settings
from selfinstruct.decisions import journal
from selfinstruct.endpoints.probe import Finding, check_backend
from selfinstruct.exports.exporting import Export, Written, export_run
from selfinstruct.exports.hub import upload
from selfinstruct.exports.source import Watch
from selfinstruct.filters import load_filters
from selfinstruct.pipeline.loop import Loop
from selfinstruct.pipeline.plan import Plan
from selfinstruct.report.numbers import Report
from selfinstruct.runs.asked import open_endpoints
from selfinstruct.runs.building import build_loop, build_plan
from selfinstruct.runs.capping import caps_for_the_rest, tell_of_caps
from selfinstruct.runs.carrying_over import carry_over, held_line
from selfinstruct.runs.fitting import fitting
from selfinstruct.runs.importing import Gathered, Importing
from selfinstruct.runs.judges import judges_itself, passed_over
from selfinstruct.runs.judging import JUDGES_ITSELF
from selfinstruct.runs.kept import kept_settings, require_the_same, settled
from selfinstruct.runs.missing import told_of_run
from selfinstruct.runs.observer import Observer, counting
from selfinstruct.runs.opening import (
    known_language,
    open_to_grow,
    open_to_import,
    open_to_replay,
)
from selfinstruct.runs.restoring import bring_back
from selfinstruct.runs.result import Result
from selfinstruct.runs.results import as_ended, result_of, stop_without_server, wait_for
from selfinstruct.runs.run import Run
from selfinstruct.runs.state import RunState
from selfinstruct.runs.templates import note_on_lists
from selfinstruct.servers.serving import require_startable, serve
from selfinstruct.storage.database import DATABASE, is_blank
from selfinstruct.storage.store import Store

StrPath = str | PathLike[str]
_SILENT = Observer()
_IGNORED = Finding("structured", False, "this server takes no schema")


def default_folder(settings: Settings) -> Path:
    """Return the run folder for settings if none is named."""
    return Path("outputs") / f"{settings.language}-{settings.recipe}-{settings.connection.backend}"


def generate(
    settings: Settings, output: StrPath | None = None, *, observer: Observer = _SILENT, backend: Backend | None = None
) -> Result:
    """Grow the seed tasks to `settings.target` accepted tasks in the folder `output`; see `generate_async`."""
    return wait_for(generate_async(settings, output, observer=observer, backend=backend))


async def generate_async(
    settings: Settings, output: StrPath | None = None, *, observer: Observer = _SILENT, backend: Backend | None = None
) -> Result:
    """Grow the seed tasks to `settings.target` accepted tasks in the folder `output`.

    A run that is there already goes on. The training file and the rejections are written whatever ends it. `backend` is
    asked in the place of the one that the settings name. Raises `InputError` or `RunFolderError` before anything is
    asked, and what makes all requests fail if nothing was recorded at all; otherwise the result holds that error.
    """
    folder = Path(output or default_folder(settings))
    with told_of_run(folder):
        return await _generate(settings, folder, observer, backend)


async def _generate(settings: Settings, folder: Path, observer: Observer, backend: Backend | None) -> Result:
    if not (backend or (folder / DATABASE).exists()):
        # No folder is made for a run that cannot begin; one that is there may have nothing to ask.
        require_startable(settings.connection, settings.serving, settings.pace.concurrency)
    known: list[RunSettings | None] = []
    with (
        closing(open_to_grow(folder, settings, observer.noted, known.append)) as store,
        closing(RunState(store, sharding=settings.sharding)) as state,
    ):
        state.settle_the_rest()
        bring_back(state)
        loop = None
        if not state.report.is_complete:
            answered = store.next_request()
            loop = await _grow(state, settings, backend, observer)
            if _asks_in_vain(loop.error) and store.next_request() == answered:
                # Nobody has answered to these settings, and the run is not to go on with them.
                grown_with = next((before.grown_with for before in known if before), {})
                store.save_settings(replace(store.settings(), grown_with=grown_with))
            if loop.error and not store.is_used():
                raise loop.error
        result = result_of(state, observer)
        enough = caps_for_the_rest(state, settings, loop.enough) if loop else {}
        warnings = loop.beside.told_now() if loop else []
    if result.report.target > settings.target:
        result = replace(result, notes=(*result.notes, _kept_above(settings.target, result.report.target)))
    if not loop:
        return replace(result, is_untouched=True)
    notes = result.notes if loop.error else (*result.notes, *loop.endpoints.not_asked, *warnings)
    return replace(as_ended(result, loop), notes=notes, enough=enough)


def _asks_in_vain(error: Exception | None) -> bool:
    """Return whether every request fails until the user changes something."""
    return isinstance(error, EndpointRefused) and error.exit_code != 1


def _kept_above(wanted: int, kept: int) -> str:
    return f"‹target› {wanted:,}: the training file keeps its {Count(kept):task}; to cut it, add ‹truncate›"


async def _grow(state: RunState, settings: Settings, backend: Backend | None, observer: Observer) -> Loop:
    if judges_itself(settings):
        observer.noted(f"{JUDGES_ITSELF} with ‹judging.model›")
    for line in note_on_lists(settings, is_new=not state.report.attempts):
        observer.noted(line)
    tell_of_caps(lambda: build_plan(state, settings), settings, observer.noted)
    serving = Serving() if backend else settings.serving
    slots = settings.pace.concurrency
    async with serve(settings.connection, serving, slots=slots, watch=observer.waiting, noted=observer.noted) as served:
        loop = build_loop(state, settings, backend, observer.settled, served)
        loop.on_noted = observer.noted
        watching = asyncio.create_task(stop_without_server(loop, served))
        observer.started(loop)
        try:
            await loop.generate()
        finally:
            watching.cancel()
            observer.ended()
    return loop


def import_tasks(
    files: Sequence[StrPath],
    output: StrPath,
    settings: ImportSettings = ImportSettings(),  # noqa: B008
    *,
    skip_bad: bool = False,
    observer: Observer = _SILENT,
) -> Result:
    """Bring the tasks of files into the run in the folder `output`, made if there is none.

    The files are read through before anything is made of them: without `skip_bad`, `InputError` names the first value
    that is no task, and nothing is imported; with it, such values are left out. Notes of the result tell what was left
    out, kind by kind. Without a language, the run's own holds, or the one that the text is in. What an earlier import
    of these tasks has brought into the run is not brought again, so that one that was interrupted goes on.
    """
    folder = Path(output)
    with Gathered() as gathered:
        for file in files:
            gathered.read(Path(file), settings.filters)
        gathered.require_sound(skip_bad=skip_bad)
        language, notes = gathered.choose_language(settings.language, known_language(folder))
        with (
            closing(open_to_import(folder, replace(settings, language=language.code))) as store,
            closing(RunState(store, sharding=settings.sharding)) as state,
        ):
            load_filters(settings.filters, state.settings.recipe or "", state.language.code)
            importing = Importing(state, settings.filters)
            stopped_by = importing.bring(gathered, observer)
            result = result_of(state, observer)
        notes = [*result.notes, *gathered.tally.lines(), *importing.lines(), *notes]
        return replace(result, stopped_by=stopped_by, interrupted=bool(stopped_by), notes=tuple(notes))


def replay(
    run: StrPath,
    output: StrPath,
    changes: ReplaySettings = ReplaySettings(),  # noqa: B008
    *,
    observer: Observer = _SILENT,
) -> Result:
    """Build the dataset of a run anew in the folder `output`, with some settings changed, without any request.

    What a completion says of instructions that are no longer claimed is left out; instructions that are newly claimed
    wait for the steps that they never went through. What reviewers kept or restored stays in, even where the new
    settings reject it.
    """
    with (
        told_of_run(Path(run)),
        closing(Store.open_to_read(Path(run))) as source,
        source.snapshot(),
        closing(open_to_replay(source, Path(output), changes)) as store,
    ):
        decisions = [*journal.read(source.folder)]
        store.take_over_prices(source)
        with closing(RunState(store, changes.filters, changes.sharding)) as state:
            count, void = 0, passed_over(source)
            for count, line in enumerate(source.log(), 1):
                state.settler.settle(store.copy(line), is_void=line.id in void)
                observer.counted(count, "completions read")
            store.take_over_prompts(source)
            if source.attempts():
                store.take_over_attempts(source)
            carry_over(decisions, state)
            result = result_of(state, observer)
            store.save_settings(replace(state.settings, is_replay=False))
            held = held_line(store, state.report.standings)
            notes = (f"{Count(count):completion} read", *filter(None, [held]), *result.notes)
            return replace(result, notes=notes)


def write_reviewed(run: StrPath, *, observer: Observer = _SILENT) -> Result:
    """Write the files of a run anew, as reviewers left it; `RunFolderError` if there is none or it is worked on."""
    Store.open_to_read(Path(run)).close()
    with closing(Store.create_or_open(Path(run))) as store:
        return result_of(RunState(store), observer)


def export(run: StrPath, wanted: Export, *, hub_name: str = "", observer: Observer = _SILENT) -> list[Written]:
    """Write the tasks of a run in another shape; with a `hub_name` also upload the folder to the Hugging Face hub.

    A file that was there before and was changed by hand is kept beside the new one, and the observer is told.
    `InputError` if something is in the way that must stay, or no task is as it is wanted; `RunFolderError` if nothing
    is recorded yet or a file cannot be written.
    """
    if hub_name and wanted.format != "hf":
        raise InputError("‹hub_name›: needs ‹format› hf")

    with closing(Store.open_to_read(Path(run))) as store, store.snapshot():
        written = export_run(store, wanted, counting(observer), observer.noted, partial(_charts_of_card, observer))
    if hub_name:
        upload(wanted.output, hub_name)
    return written


def _charts_of_card(observer: Observer, store: Store, report: Report, watch: Watch, folder: Path, language: str) -> str:
    """Return the chapter of a dataset card that has its charts; without matplotlib there is none, which is told."""
    # What it takes to draw is for a card alone.
    from selfinstruct.survey.carding import chapter
    from selfinstruct.survey.drawing import require_matplotlib

    try:
        require_matplotlib()
    except InputError:
        observer.noted("the card has no charts: pip install 'selfinstruct[report]' adds them to the next export")
        return ""
    return chapter(store, report, watch, folder, language)


def open_run(folder: StrPath) -> Run:
    """Return the run in a folder, to look into; `RunFolderError` if there is none."""
    return Run(Path(folder))


def find_run(folder: StrPath) -> Run | None:
    """Return the run in a folder, to look into; None if there is none, or nothing is recorded yet."""
    if is_blank(Path(folder)):
        return None
    run = Run(Path(folder))
    if run.is_started:
        return run
    run.close()
    return None


def plan(settings: Settings, output: StrPath | None = None) -> Plan:
    """Return what it is likely to take to grow a run to its target; nothing is asked, started or kept.

    What keeps the server that is wanted from starting is the plan's `obstacle`.
    """
    folder = Path(output or default_folder(settings))
    with told_of_run(folder), TemporaryDirectory() as empty:
        is_there = (folder / DATABASE).exists()
        with closing(Store.open_to_read(folder) if is_there else open_to_grow(Path(empty), settings)) as store:
            require_the_same(folder, settled(store, store.settings()), kept_settings(settings))
            return build_plan(RunState(store), settings)


async def check(
    connection: Connection,
    asking: Asking,
    serving: Serving = Serving(),  # noqa: B008
    *,
    observer: Observer = _SILENT,
) -> AsyncIterator[tuple[str, Finding]]:
    """Ask each endpoint one tiny question each way; yield its name with each finding."""
    async with serve(connection, serving, watch=observer.waiting, noted=observer.noted) as served:
        for endpoint in open_endpoints(served, fitting(asking, served)):
            try:
                async for finding in check_backend(endpoint.backend):
                    ignored = finding.what == "structured" and "response_format" in served.refuses
                    yield endpoint.name, _IGNORED if ignored else finding
            finally:
                await endpoint.backend.close()
