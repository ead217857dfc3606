"""Mangled completions by the hundred thousand through parsers and filters; giant ones, whose time is held against size.

    python -m benchmarks.mangled [--count 1000000] [--seed 1] [--largest 10]

Each completion is a sound one of the demo model that is cut, mixed and damaged (`tests/mangling.py`); a seed and a
number always give the same one. What counts is the time from the body to what is to be stored. What is claimed is
forgotten after 1000 completions, so that it is not the near-duplicate index that is timed. A process for each core.
"""

import argparse
import gc
import json
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import perf_counter, process_time
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.languages import LANGUAGES
from selfinstruct.pool.admission import Admission
from tests.support.completions import Original, admission, items, settled, steps, texts
from tests.support.giants import LINES, LISTS, giant
from tests.support.mangling import mangled

BATCH = 1000
NEGLIGIBLE = 0.05  # seconds, of which no ratio is told


class Result(NamedTuple):
    """What came of a batch: how many of what, seconds of mangling and of reading, errors by their completions."""

    counts: Counter[str]
    mangling: float
    reading: float
    slowest: tuple[float, int]
    errors: dict[int, str]


def batch(seed: int, count: int, start: int) -> Result:
    """Mangle and read the completions of a batch."""
    by = {code: admission(code) for code in LANGUAGES.names()}
    counts: Counter[str] = Counter()
    errors: dict[int, str] = {}
    mangling = reading = 0.0
    slowest = (0.0, 0)
    for number in range(start, min(start + BATCH, count)):
        began = process_time()
        case = mangled(seed, number)
        made = process_time()
        try:
            counts += come_of(case.body, case.original, by[case.original.code], number)
        except Exception as error:  # what is looked for
            errors[number] = repr(error)
        read = process_time()
        mangling, reading, slowest = mangling + made - began, reading + read - made, max(slowest, (read - made, number))
        counts["bytes"] += len(case.body)
    return Result(counts, mangling, reading, slowest, errors)


def come_of(body: bytes, original: Original, by: Admission, number: int) -> Counter[str]:
    """Return what came of a body: none, or how many items, tasks and rejections, all of them fit to be stored."""
    try:
        completion = wire.read(body)
    except Unavailable:
        return Counter({"no completion": 1})
    outcome = settled(by, original, completion, number)
    "".join(texts((completion, outcome))).encode()
    unreadable = sum(rejection.reason == "unreadable" for rejection in outcome.rejections)
    sums = {"items": len(outcome.items), "accepted": len(outcome.accepted), "rejected": len(outcome.rejections)}
    return Counter(sums | {"unreadable": unreadable})


def many(seed: int, count: int, console: Console) -> Table:
    """Mangle and read that many completions."""
    starts, began = range(0, count, BATCH), perf_counter()
    with ProcessPoolExecutor() as executor:
        results = list(
            track(executor.map(partial(batch, seed, count), starts), "mangled", len(starts), console=console)
        )
    seconds = perf_counter() - began
    counts = sum((result.counts for result in results), Counter[str]())
    errors = {number: error for result in results for number, error in result.errors.items()}
    took, slowest = max(result.slowest for result in results)
    mangling, reading = sum(result.mangling for result in results), sum(result.reading for result in results)
    table = Table("", "", title=f"{count:,} mangled completions, seed {seed}")
    for name, value in {
        "seconds": f"{seconds:,.0f}, {1000 * seconds / count:.2f} ms a completion",
        "of processors, mangling": f"{mangling:,.0f} s",
        "of processors, reading": f"{reading:,.0f} s, {1000 * reading / count:.2f} ms a completion",
        "megabytes": f"{counts['bytes'] / 1e6:,.0f}",
        "the slowest": f"{1000 * took:,.0f} ms (number {slowest})",
        "told to be no completion": f"{counts['no completion']:,}",
        "items, accepted, rejected": f"{counts['items']:,}, {counts['accepted']:,}, {counts['rejected']:,}",
        "raised": f"{len(errors):,}",
        "unreadable": f"{counts['unreadable']:,}",
    }.items():
        table.add_row(name, value)
    table.caption = "\n".join(f"{number}: {error}" for number, error in list(errors.items())[:10]) or None
    return table


def timed(code: str, step: str, sizes: Sequence[int], kind: str) -> list[float]:
    """Return the seconds that giants of a kind take, the best of some tries, of more for the small ones."""
    to = next(each for each in steps(code) if each.name == step)
    original = Original(code, to, items(code, to), "", "")
    best = []
    for size in sizes:
        body = json.dumps({"choices": [{"text": giant(kind, step, size)}]}).encode()
        seconds = []
        for _ in range(-(-sizes[-1] // size // 4)):
            by = admission(code)
            gc.collect()
            began = process_time()
            counts = come_of(body, original, by, 1)
            seconds.append(process_time() - began)
            assert not counts["unreadable"]
        best.append(min(seconds))
    return best


def giants(code: str, step: str, largest: float) -> Table:
    """Time each kind at four sizes; the ratio is that of the times at the largest and the smallest, 8 if linear."""
    sizes = [int(largest * 1e6 / part) for part in (8, 4, 2, 1)]
    heads = [f"{size / 1e6:g} MB" for size in sizes]
    table = Table(step, *heads, "ratio (8: linear)", title=f"seconds for giant completions of {step} ({code})")
    kinds = [*LINES, *LISTS]
    with ProcessPoolExecutor() as executor:
        for kind, seconds in zip(kinds, executor.map(partial(timed, code, step, sizes), kinds), strict=True):
            ratio = f"{seconds[-1] / seconds[0]:.1f}" if seconds[-1] > NEGLIGIBLE else "–"
            table.add_row(kind, *(f"{each:.3f}" for each in seconds), ratio)
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000, help="completions; 0: only giants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=float, default=10, help="megabytes of the largest giants; 0: none")
    parser.add_argument("--lang", choices=LANGUAGES.names(), default="en", help="of the giants")
    args = parser.parse_args(arguments)
    console = Console()
    console.print(f"load before: {os.getloadavg()[0]:.2f}")
    if args.count:
        console.print(many(args.seed, args.count, console))
    for step in steps(args.lang) if args.largest else ():
        console.print(giants(args.lang, step.name, args.largest))


if __name__ == "__main__":
    main()
