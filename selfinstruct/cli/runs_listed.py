"""The runs below a folder, a line each."""

import time
from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len

import selfinstruct
from selfinstruct import SelfInstructError
from selfinstruct.core.counts import Count

OUTPUTS = Path("outputs")
_HEAD = ("run", "tasks", "last changed", "made by", "")


def run_lines(below: Path = OUTPUTS) -> list[str]:
    """Return a line for each run, the latest first, or one that says that there is none."""
    rows = [row for folder in run_folders(below) if (row := _row(folder))]
    if not rows:
        return [f"no run below {below}/; begin one with selfinstruct generate, or name a run folder"]
    rows.insert(0, _HEAD)
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    return ["  ".join([*_filled(row, widths), row[-1]]).rstrip() for row in rows]


def run_folders(below: Path = OUTPUTS) -> list[Path]:
    """Return the folders there, the one that was changed last first."""
    folders = [folder for folder in below.iterdir() if folder.is_dir()] if below.is_dir() else []
    return sorted(folders, key=_changed, reverse=True)


def _row(folder: Path) -> tuple[str, ...]:
    """Return what is told of a folder, column by column; () if it holds no run."""
    try:
        run = selfinstruct.find_run(folder)
        if not run:
            return ()
        with run:
            report, state = run.report, "being worked on" if run.is_being_worked_on else ""
    except SelfInstructError as error:
        return (str(folder), "", "", "", str(error))
    settings, models = report.settings, report.model_names()[:1]
    made = " · ".join(filter(None, (settings.language, settings.recipe or "imported", settings.backend, *models)))
    tasks = f"{min(report.kept, report.target):,} of {Count(report.target):task}"
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(_changed(folder)))
    return (str(folder), tasks, when, made, state)


def _changed(folder: Path) -> float:
    try:
        return max((each.stat().st_mtime for each in folder.iterdir()), default=0.0)
    except OSError:
        return 0.0


def _filled(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    for text, width in zip(row, widths, strict=False):
        yield text + " " * (width - cell_len(text))
