"""What a command comes to, as one JSON object for another program."""

from collections.abc import Sequence

import selfinstruct
from selfinstruct import Result, Run
from selfinstruct.cli.messages import with_options
from selfinstruct.cli.runs_listed import run_folders
from selfinstruct.cli.showing import json_lines


def result_json(result: Result) -> Sequence[str]:
    """Return a run that was worked on: its folder, its files, why it stopped, its numbers."""
    ended = {
        "folder": str(result.folder),
        "files": [str(path) for path in result.files],
        "exit_code": result.exit_code,
        "stopped_by": with_options(result.stopped_by),
        "error": with_options(str(result.error)) if result.error else None,
        "notes": [with_options(note) for note in result.notes],
    }
    return json_lines({**ended, **result.report.row()})


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
    return json_lines({**stands, **run.report.row()})


def runs_json() -> Sequence[str]:
    """Return the runs below `outputs/`, the latest first, each with its numbers."""
    found = []
    for folder in run_folders():
        if run := selfinstruct.find_run(folder):
            with run:
                found.append({"folder": str(folder), **run.report.row()})
    return json_lines({"runs": found})
