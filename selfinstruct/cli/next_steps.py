"""What may be done next with a run, as commands."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from selfinstruct import JudgingResult, Report, Scores
from selfinstruct.cli.everyday import said_every_day
from selfinstruct.cli.messages import OPTIONS
from selfinstruct.core.counts import Count

NO_CAP: Mapping[str, float] = MappingProxyType({})
# Options that say whom to ask.
_PLACES = ("model", "backend", "base-url", "serve")
# Of scores from 0 to 5.
_GOOD = 4


def next_lines(
    folder: Path,
    report: Report,
    enough: Mapping[str, float] = NO_CAP,
    *,
    is_at_work: bool | None = None,
    judged: Scores | None = None,
    judging: JudgingResult | None = None,
) -> list[str]:
    """Return what may be done next with a run; none if it is empty. If it stopped at a cap, others are `enough`.

    That nobody `is_at_work` on one that is not complete is said, if that is known; while somebody is, it goes on.
    """
    if not (report.candidates or report.out):
        return []
    run, shape = shlex.quote(str(folder)), _shape()
    looks = [
        (f"review {run}", "look through what was kept and what was rejected"),
        (f"report {run}", "see what it is like, on a page"),
        (f"export {run} --format {shape}", "write it in another shape"),
    ]
    commands = [*looks, *_by_score(folder, report, shape, judged)] if report.candidates else []
    if judging and (judging.unjudged or judging.left):
        commands.insert(0, (f"judge {run} --model MODEL", _why_judge(judging)))
    if not is_at_work:
        commands.insert(len(commands) if report.is_complete else 0, _generate(run, report, enough, is_at_work))
    if not commands:
        return []
    width = max(len(typed) for typed, _ in commands)
    return ["next:", *(f"  selfinstruct {typed:<{width}}  {why}" for typed, why in commands)]


def _generate(run: str, report: Report, enough: Mapping[str, float], is_at_work: bool | None) -> tuple[str, str]:
    """Return how a run goes on or grows further, and what that is good for."""
    if report.is_complete:
        return f"generate -o {run} -n {2 * report.target}{_place(report)}", "grow it further"
    cap = "".join(f" {OPTIONS[f'caps.{name}']} {cap:.10g}" for name, cap in enough.items())
    why = "collect what is out, and go on" if report.out else "go on"
    if cap:
        why += " with a cap that is likely to be enough; type it, as one in selfinstruct.toml or the environment"
        why += " is not used here"
    if is_at_work is False:
        why += ": nobody is working on it, as far as can be told"
    return f"generate -o {run} -n {report.target}{cap}{_place(report)}", why


def _place(report: Report) -> str:
    """Return the option that names whom to ask, where neither the run knows it nor what is said every day."""
    named = report.settings.backend or any(said_every_day("generate", f"--{each}") for each in _PLACES)
    return "" if named else " --model MODEL"


def _shape() -> str:
    """Return the format that is exported every day, else one that many trainers read."""
    return said_every_day("export", "--format") or "sharegpt"


def _why_judge(judging: JudgingResult) -> str:
    if judging.unjudged:
        return f"let another model judge what lacks a verdict: {Count(judging.unjudged + judging.left):task}"
    return f"go on with what is left to judge: {Count(judging.left):task}"


def _by_score(folder: Path, report: Report, shape: str, judged: Scores | None) -> Iterator[tuple[str, str]]:
    """Yield how to take the tasks that score well, where nothing was rejected for its score yet."""
    if judged and judged.reaching(_GOOD) and not report.settings.min_score:
        run, best = shlex.quote(str(folder)), shlex.quote(f"{folder}-best")
        yield f"export {run} --format {shape} --where 'score>={_GOOD}'", f"write those that score {_GOOD} or more"
        yield f"replay {run} -o {best} --min-score {_GOOD}", "a run of them, without a request"
