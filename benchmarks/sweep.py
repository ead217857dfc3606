"""Every reader over texts that grow: whether its time or its memory grows faster than the text.

    python -m benchmarks.sweep [--targets REGEX] [--families REGEX] [--largest 3] [--seconds 0.015]

A pair of a reader (`tests/support/targets.py`) and a family of texts (`tests/support/families.py`) is first tried on a
small text and on a larger one, for about so many seconds. Where that looks like more than linear, the text is doubled
as long as a call takes under a second. Ends with exit code 1 if time or memory grew 2.3 times at each of the last two
doublings. Seconds are of the processor; memory is what Python allocated, at its peak.
"""

import argparse
import gc
import os
import re
import signal
import sys
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import thread_time
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.support.families import GROUPS, grown
from tests.support.targets import Target, targets

DOUBLINGS = 7
TOO_FAST = 2.3  # times at a doubling
SUSPICIOUS = 2.1
NEGLIGIBLE = 0.02  # seconds
NEGLIGIBLE_MEMORY = 4e6  # bytes
TRACE = 5e-5  # seconds, of which nothing can be told
LIMIT = 1.0  # seconds of a call; one that takes longer is broken off
TRIES = 3
# What is freed stays with the process: to get many megabytes anew takes longer than to read them, and not evenly so.
_KEPT = {"PYTHONMALLOC": "malloc", "MALLOC_MMAP_THRESHOLD_": f"{2**30}", "MALLOC_TRIM_THRESHOLD_": f"{2**32}"}


class TookTooLong(BaseException):
    """A call was broken off. No `Exception`: readers catch those."""


class Growth(NamedTuple):
    """What a reader took for a family, text after text, each twice as long as the one before."""

    target: str
    family: str
    what: str
    sizes: Sequence[int]
    took: Sequence[float]

    @property
    def is_too_fast(self) -> bool:
        """Whether it grew too fast at each of the last two doublings, or a text was too much for it."""
        least = NEGLIGIBLE if self.what == "seconds" else NEGLIGIBLE_MEMORY
        if self.took[-1] == inf:
            return len(self.took) < 2 or self.took[-2] * TOO_FAST < LIMIT
        ratios = [after / before for before, after in pairwise(self.took[-3:]) if before > least / 10]
        return self.took[-1] > least and bool(ratios) and min(ratios) >= TOO_FAST

    def line(self) -> str:
        """Return it in a line."""
        return f"{self.target}: {self.family}: {' '.join(map(_short, self.took))} {self.what}"


# The texts of one family, which all readers are tried on.
text_of = lru_cache(DOUBLINGS + 1)(grown)


def seconds(target: Target, text: str, tries: int = 1) -> float:
    """Return the least seconds of some tries; infinity if one is over the limit."""
    prepared, best = target.prepare(text), inf
    for _ in range(tries):
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        began = thread_time()
        try:
            target.call(prepared)
            best = min(best, thread_time() - began)
        except TookTooLong:
            return inf
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return best


def memory(target: Target, text: str) -> float:
    """Return the most bytes that a call had allocated."""
    prepared = target.prepare(text)
    tracemalloc.start()
    try:
        target.call(prepared)
        return float(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def looked_at(name: str, target: Target, family: str, sizes: Sequence[int], budget: float) -> Iterator[Growth]:
    """Yield how time and memory of a pair grow, if it looks as if that was too fast."""
    nothing = seconds(target, text_of(family, 0), TRIES)
    first = max(seconds(target, text_of(family, sizes[0])) - nothing, TRACE)
    steps = max([step for step in range(1, len(sizes)) if first * 2**step < budget], default=2)
    second = seconds(target, text_of(family, sizes[steps])) - nothing
    if second > NEGLIGIBLE / 4 and second > first * SUSPICIOUS**steps:
        yield doubled(name, target, family, sizes)
    if target.builds:
        sizes = sizes[: max(3, steps)][-3:]
        peaks = [memory(target, text_of(family, size)) for size in (sizes[0], sizes[-1])]
        if peaks[1] > NEGLIGIBLE_MEMORY / 4 and peaks[1] > peaks[0] * SUSPICIOUS**2:
            yield Growth(name, family, "bytes", sizes, [memory(target, text_of(family, size)) for size in sizes])


def doubled(name: str, target: Target, family: str, sizes: Sequence[int]) -> Growth:
    """Return the times of a pair at all sizes that it can be tried at."""
    took: list[float] = []
    for size in sizes:
        took.append(seconds(target, text_of(family, size), TRIES))
        if took[-1] > LIMIT / 3:
            break
    return Growth(name, family, "seconds", sizes[: len(took)], took)


def swept(chosen: Mapping[str, Target], families: str, largest: float, budget: float, console: Console) -> list[Growth]:
    """Return what grew too fast; tell it at once."""
    sizes, found = [int(largest * 1e6 / 2**step) for step in reversed(range(DOUBLINGS + 1))], []
    pairs = [(group, family) for group, all_ in GROUPS.items() for family in all_ if re.search(families, family)]
    for number, (group, family) in enumerate(track(pairs, "swept", console=console)):
        if number % 20 == 0 and not console.is_terminal:
            console.print(f"{number} of {len(pairs)} families")
        gc.collect()
        for name, target in chosen.items():
            if group in target.groups.split():
                for growth in looked_at(name, target, family, sizes, budget):
                    if growth.is_too_fast:
                        console.print(growth.line())
                        found.append(growth)
    return found


def table(found: Sequence[Growth]) -> Table:
    """Return the worst of what was found."""
    made = Table("reader", "family", "", "text", "took", "times, last doublings", title="grew too fast")
    for each in sorted(found, key=lambda growth: growth.took[-1] / growth.sizes[-1], reverse=True):
        ratios = " ".join(f"{after / before:.1f}" for before, after in pairwise(each.took[-3:]))
        made.add_row(each.target, each.family, each.what, f"{each.sizes[-1]:,}", _short(each.took[-1]), ratios)
    return made


def _short(number: float) -> str:
    return f"{number:,.0f}" if number > 1000 else f"{number:.3f}"


def _broken_off(*_: object) -> None:
    raise TookTooLong


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", default="", help="only readers whose name this regex finds")
    parser.add_argument("--families", default="", help="only families whose name this regex finds")
    parser.add_argument("--largest", type=float, default=3, help="megabytes of the largest text")
    parser.add_argument("--seconds", type=float, default=0.015, help="for the second try of a pair")
    args = parser.parse_args(arguments)
    console = Console()
    console.print(f"load before: {os.getloadavg()[0]:.2f}")
    signal.signal(signal.SIGPROF, _broken_off)
    gc.disable()
    with TemporaryDirectory() as folder:
        chosen = {name: each for name, each in targets(Path(folder)).items() if re.search(args.targets, name)}
        found = swept(chosen, args.families, args.largest, args.seconds, console)
    console.print(table(found) if found else "nothing grew faster than its text")
    return bool(found)


if __name__ == "__main__":
    if _KEPT.items() <= os.environ.items():
        sys.exit(main())
    os.execve(sys.executable, [sys.executable, "-m", "benchmarks.sweep", *sys.argv[1:]], {**os.environ, **_KEPT})
