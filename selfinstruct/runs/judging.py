"""Lets a model score the tasks that a run holds already."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from os import PathLike
from pathlib import Path

from selfinstruct.backends import Backend
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.settings import Serving, Settings
from selfinstruct.core.values import Item
from selfinstruct.decisions import journal
from selfinstruct.decisions.applying import records_of
from selfinstruct.decisions.calibration import Both, Calibration, calibrated
from selfinstruct.decisions.estimating import is_good
from selfinstruct.decisions.standing import Standings
from selfinstruct.pipeline.capped import caps_to_reach
from selfinstruct.pipeline.judging import JudgingLoop
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.runs.building import build_judging
from selfinstruct.runs.capping import tell_of_caps
from selfinstruct.runs.judge_planning import judging_plan, plan_judging
from selfinstruct.runs.judges import as_judged, backlog, judge_named, judges_itself, require_judgeable, who_wrote
from selfinstruct.runs.observer import Observer
from selfinstruct.runs.opening import check_judge, open_to_judge
from selfinstruct.runs.result import JudgingResult, Result
from selfinstruct.runs.results import as_ended, result_of, stop_without_server, wait_for
from selfinstruct.runs.state import RunState
from selfinstruct.servers.serving import serve
from selfinstruct.storage.store import Store

StrPath = str | PathLike[str]
_SILENT = Observer()
JUDGES_ITSELF = (
    "the judge is the model that wrote the tasks, and models favour what they write themselves; name another one"
)


def judge(
    run: StrPath,
    settings: JudgeSettings = JudgeSettings(),  # noqa: B008
    *,
    observer: Observer = _SILENT,
    backend: Backend | None = None,
) -> Result:
    """Let a model score the accepted tasks of a run, generated or imported, that have no score; see `judge_async`."""
    return wait_for(judge_async(run, settings, observer=observer, backend=backend))


async def judge_async(
    run: StrPath,
    settings: JudgeSettings = JudgeSettings(),  # noqa: B008
    *,
    observer: Observer = _SILENT,
    backend: Backend | None = None,
) -> Result:
    """Let a model score the accepted tasks of a run that have no score yet, or too few verdicts.

    Scores are kept with the tasks; no task is taken away: `replay` with a `min_score`, or an export of the tasks that
    reach a score, does that. What is recorded already is not asked again, and caps count all that the run has spent. A
    task on which three verdicts of a judge cannot be read stays without a score, until another judge is asked, or this
    one ‹again›. Raises what `generate_async` raises.
    """
    require_judgeable(settings)
    with closing(open_to_judge(Path(run), settings)) as store:
        state = RunState(store)
        state.settle_the_rest()
        wanted = as_judged(settings, state.settings)
        stands = backlog(store, wanted, again=settings.again)
        if tasks := stands.tasks:
            tell_of_caps(lambda: judging_plan(state, wanted, stands), wanted, observer.noted)
        loop = await _judge(state, wanted, tasks, backend, observer) if tasks else None
        if loop and loop.error and not loop.done:
            raise loop.error
        result = result_of(state, observer)
        stands = backlog(store, wanted)
    plan = plan_judging(run, settings) if loop and loop.enough else None
    beyond = "; those beyond the target are judged, too" if result.report.kept > result.report.target else ""
    notes = [*result.notes, *([f"judged: {Count(loop.done - loop.unjudged):task}{beyond}"] if loop else [])]
    notes += stands.lines(judge_named(wanted))
    judging = JudgingResult(stands.judged, stands.given_up, len(stands.tasks))
    result = replace(result, notes=tuple(notes), judging=judging)
    if not loop:
        return replace(result, is_untouched=True)
    enough = caps_to_reach(loop.enough, plan.spent, plan.about, plan.spread[1]) if plan else {}
    return replace(as_ended(result, loop), is_judged=True, enough=enough)


def calibrate(run: StrPath) -> Calibration:
    """Return how a judge compares with reviewers, on the records of a run that both have looked at; nothing is asked.

    `InputError` if there is none.
    """
    with closing(Store.open_to_read(Path(run))) as store:
        standings = Standings(journal.read(store.folder))
        both = [
            Both(score.value, score.is_all_valid, good)
            for task in store.accepted_as(standings.instructions)
            for record, score in zip(records_of(task), task.scores, strict=False)
            if score and score.reward is None and (good := is_good(standings.of(record))) is not None
        ]
        if not both:
            raise InputError(f"{store.folder}: no record is both judged and reviewed; run judge, and review a sample")
    return calibrated(both)


async def _judge(
    state: RunState, settings: Settings, tasks: Sequence[Item], backend: Backend | None, observer: Observer
) -> JudgingLoop:
    check_judge(settings)
    if judges_itself(settings, who_wrote(state.store)):
        observer.noted(JUDGES_ITSELF)
    serving = Serving() if backend else settings.serving
    slots = settings.pace.concurrency
    async with serve(settings.connection, serving, slots=slots, watch=observer.waiting, noted=observer.noted) as served:

        def settled(settlement: Settlement) -> None:
            observer.settled(settlement)
            lost = f", {loop.unjudged:,} without a verdict" if loop.unjudged else ""
            observer.counted(loop.done - loop.unjudged, f"of {Count(len(tasks)):task}{lost}, judged")

        loop = build_judging(state, settings, tasks, backend, settled, served)
        watching = asyncio.create_task(stop_without_server(loop, served))
        observer.importing(loop.interrupt)
        try:
            await loop.generate()
        finally:
            watching.cancel()
            observer.ended()
    return loop
