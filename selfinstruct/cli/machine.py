"""What a command comes to, as one JSON object for another program."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import selfinstruct
from selfinstruct import Calibration, Result, Run, Scores
from selfinstruct.cli.messages import OPTIONS, with_options
from selfinstruct.cli.runs_listed import run_folders
from selfinstruct.cli.showing import json_lines

if TYPE_CHECKING:
    from selfinstruct.pipeline.plan import Plan


def result_json(result: Result, code: int) -> Sequence[str]:
    """Return a run that was worked on by a command that ends with `code`: its files, why it stopped, its numbers."""
    ended = {
        "folder": str(result.folder),
        "files": [str(path) for path in result.files],
        "exit_code": code,
        "stopped_by": with_options(result.stopped_by),
        "error": with_options(str(result.error)) if result.error else None,
        "notes": [with_options(note) for note in result.notes],
        "enough": {OPTIONS[f"caps.{name}"]: cap for name, cap in result.enough.items()},
    }
    return json_lines({**ended, **result.report.row(), "scores": _scores(result.judged), "judging": _judging(result)})


def _judging(result: Result) -> dict[str, int] | None:
    """Return how far the tasks are judged, None where nobody was to judge."""
    return asdict(result.judging) if result.judging else None


def plan_json(plan: "Plan", *, show_prompts: bool) -> Sequence[str]:
    """Return what a dry run expects; each amount with the least and the most that it may be."""

    def ranged(about: float, **more: object) -> dict[str, object]:
        least, most = (about * each for each in plan.spread)
        if isinstance(about, int):
            least, most = round(least), round(most)
        return {"about": about, "least": least, "most": most, **more}

    usages = {step: asdict(usage) for step, usage in plan.usages.items()}
    row: dict[str, object] = {
        "missing": plan.missing,
        "kept": plan.kept,
        "avoid": plan.avoid,
        "is_judging": plan.is_judging,
        "unjudged": plan.unjudged,
        "from_experience": plan.from_experience,
        "requests": ranged(sum(plan.requests.values()), steps=plan.requests),
        "tokens": ranged(plan.usage.total, steps=usages),
        "cost": None if plan.cost is None else ranged(plan.cost),
        "seconds": dict(zip(("least", "most"), plan.seconds, strict=True)) if plan.seconds[1] else None,
        "caps": {OPTIONS[f"caps.{name}"]: cap for name, cap in vars(plan.caps).items() if cap is not None},
        "spent": vars(plan.spent),
        "error": with_options(str(plan.obstacle)) if plan.obstacle else None,
        "exit_code": plan.obstacle.exit_code if plan.obstacle else 0,
    }
    return json_lines(row | ({"system": plan.system, "prompts": plan.prompts} if show_prompts else {}))


def calibration_json(found: Calibration) -> Sequence[str]:
    """Return how a judge compares with reviewers."""
    return json_lines({name: _named(value) for name, value in vars(found).items()})


def _named(value: Any) -> Any:
    """Return a value with the fields of tuples by their names."""
    if hasattr(value, "_asdict"):
        return {name: _named(each) for name, each in value._asdict().items()}
    return [_named(each) for each in value] if isinstance(value, tuple) else value


def error_json(error: BaseException, message: str, code: int) -> Sequence[str]:
    """Return what ended a command before it had a result."""
    details = [with_options(line) for line in getattr(error, "details", ())]
    return json_lines({"error": message, "details": details, "exit_code": code})


def status_json(run: Run) -> Sequence[str]:
    """Return a run as it stands, which another process may work on."""
    trend = run.trend
    stands = {
        "folder": str(run.folder),
        "files": [str(path) for path in run.files],
        "is_being_worked_on": run.is_being_worked_on,
        "is_saturating": trend.is_saturating,
        "outlook": trend.lines(),
    }
    return json_lines({**stands, **run.report.row(), "scores": _scores(run.judged)})


def _scores(judged: Scores | None) -> dict[str, Any] | None:
    """Return what a judge said of the records, None if there was none."""
    return asdict(judged) if judged else None


def runs_json() -> Sequence[str]:
    """Return the runs below `outputs/`, the latest first, each with its numbers."""
    found = []
    for folder in run_folders():
        if run := selfinstruct.find_run(folder):
            with run:
                found.append({"folder": str(folder), **run.report.row()})
    return json_lines({"runs": found})
