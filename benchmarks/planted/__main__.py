"""See `benchmarks.planted`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from rich.console import Console

import selfinstruct
from benchmarks import planted
from benchmarks.planted import figures, parts
from benchmarks.planted.faults import planted as plant
from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Task
from selfinstruct.languages import LANGUAGES
from selfinstruct.seeds.reading import read_seed_tasks


def sound_tasks(code: str, run: Path | None) -> list[Task]:
    """Return the tasks that are taken for sound: the accepted ones of a run, else the seed tasks."""
    if not run:
        return read_seed_tasks(seed_file(code))
    with selfinstruct.open_run(run) as opened:
        return [*opened.tasks()]


def report(console: Console, folder: Path, below: float) -> None:
    """Print what the verdicts come to."""
    code, pairs = parts.made(folder) or sys.exit(f"{folder}: nothing is planted here")
    first, second, again, longer = (parts.scores_in(folder, name) for name in parts.NAMES)
    # What was not begun does not count as not found.
    scores = {**first, **second} if any(second.values()) else first
    for sound in (False, True):
        console.print(figures.of_kinds(pairs, scores, below, sound=sound))
    console.print(figures.order_of(pairs, scores))
    if any(again.values()) or any(longer.values()):
        console.print(figures.of_swaps(pairs, scores, again, longer, code, below))


def main(arguments: Sequence[str] | None = None) -> None:
    """Plant, judge and report, as far as each is still to be done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    at = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.planted",
        description=planted.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", choices=LANGUAGES.names(), default="en")
    parser.add_argument("--each", type=int, default=10, help="faults of each kind, if so many tasks are fit for it")
    parser.add_argument("--seed", type=int, default=1, help="another one plants others")
    parser.add_argument("--run", type=Path, help="take the tasks of this run, reviewed before, and not the seed tasks")
    parser.add_argument(
        "--once", action="store_true", help="plant only what is judged first: each task as it is or with its fault"
    )
    parser.add_argument("--below", type=float, default=4.0, help="the score below which a task counts as faulty")
    args = parser.parse_args(given[:at])
    if not parts.made(args.folder):
        pairs = plant(sound_tasks(args.lang, args.run), args.each, Random(args.seed))
        parts.make(args.folder, pairs, args.lang, parts.NAMES[:1] if args.once else parts.NAMES)
    if at < len(given):
        parts.judge(args.folder, given[at + 1 :])
    report(Console(), args.folder, args.below)


if __name__ == "__main__":
    main()
