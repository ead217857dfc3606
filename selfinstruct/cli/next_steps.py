"""What may be done next with a run, as commands."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from selfinstruct import Report
from selfinstruct.cli.messages import OPTIONS

_CAP = re.compile(r"‹caps\.(\w+)›")
# A cap that is reached is shown twice as high.
_HIGHER = 2


def next_lines(folder: Path, report: Report, stopped_by: str = "", *, is_idle: bool = False) -> list[str]:
    """Return what may be done next with a run that was `stopped_by` something; none if it is empty.

    That it `is_idle`, with nobody at work on it, is said of one that is not complete.
    """
    if not (report.candidates or report.out):
        return []
    run = shlex.quote(str(folder))
    wanted, why = (2 * report.target, "grow it further") if report.is_complete else (report.target, "go on")
    if report.out and not report.is_complete:
        why = "collect what is out, and go on"
    cap = "" if report.is_complete else _higher_cap(report, stopped_by)
    if cap:
        why += " with a higher cap, typed: the run's own counts before the environment and selfinstruct.toml"
    if is_idle and not report.is_complete:
        why += ": nobody is working on it, as far as can be told"
    looks = [
        (f"review {run}", "look through what was kept and what was rejected"),
        (f"report {run}", "see what it is like, on a page"),
        (f"export {run} --format sharegpt", "write it in another shape"),
    ]
    commands = looks if report.candidates else []
    commands.insert(len(commands) if report.is_complete else 0, (f"generate -o {run} -n {wanted}{cap}", why))
    width = max(len(typed) for typed, _ in commands)
    return ["next:", *(f"  selfinstruct {typed:<{width}}  {why}" for typed, why in commands)]


def _higher_cap(report: Report, stopped_by: str) -> str:
    """Return the option that raises the cap at which a run has stopped, "" if it stopped at none."""
    found, caps = _CAP.search(stopped_by), report.settings.grown_with.get("caps")
    if not found or not isinstance(caps, Mapping) or not isinstance(before := caps.get(found[1]), int | float):
        return ""
    return f" {OPTIONS[f'caps.{found[1]}']} {_HIGHER * before:.10g}"
