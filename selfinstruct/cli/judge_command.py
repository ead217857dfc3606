"""The command `judge`, with its options."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

import selfinstruct
from selfinstruct.cli import options, reading
from selfinstruct.cli.completion import run_folders
from selfinstruct.cli.going_on import judge_as_before, without_addresses
from selfinstruct.cli.groups import takes
from selfinstruct.cli.messages import show, show_object
from selfinstruct.core.judge_settings import JudgeSettings

Judged = Annotated[
    Path,
    Argument(
        metavar="RUN",
        parser=reading.path,
        autocompletion=run_folders,
        help="Run folder, of generated or imported tasks.",
    ),
]
Calibrate = Annotated[
    bool,
    Option(
        "--calibrate",
        help="Send no request: compare the scores with what reviewers decided, and suggest a least score.",
    ),
]


@takes(settings=JudgeSettings, before=judge_as_before)
def judge(
    run: Judged,
    *,
    settings: JudgeSettings,
    calibrate: Calibrate = False,
    dry_run: options.DryRun = False,
    show_prompts: options.ShowPrompts = False,
    detail: options.Detail = False,
    as_json: options.AsJson = False,
) -> None:
    """Let a model score the tasks of a run that have no score yet.

    Each task is judged alone: Self-Instruct's three questions, then marks for helpfulness, correctness and clarity. The
    scores are kept with the tasks, and none is taken away: export those with --where 'score>=4', or build a dataset of
    them with replay --min-score. With --judges, tasks that have fewer verdicts get more. Without --model and
    --base-url, the model that wrote the tasks is asked. The same command goes on where it stopped; caps count all that
    the run has spent.
    """
    from selfinstruct.cli.display import ConsoleObserver
    from selfinstruct.cli.ending import end
    from selfinstruct.cli.machine import calibration_json
    from selfinstruct.cli.planning import show_plan

    if calibrate:
        found = selfinstruct.calibrate(run)
        show_object(calibration_json(found)) if as_json else show(found.lines())
        return
    settings = without_addresses(settings)
    if dry_run:
        show_plan(selfinstruct.plan_judging(run, settings), show_prompts=show_prompts, as_json=as_json)
        return
    with ConsoleObserver() as observer:
        result = selfinstruct.judge(run, settings, observer=observer)
    end(result, detail=detail, as_json=as_json)
