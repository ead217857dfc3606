"""Kill one run over HTTP again and again with SIGKILL, and see what becomes of what the server has delivered.

    python benchmarks/kills.py [--kills 100] [--n 1500] [--lang en] [--concurrency 8] [--seed 1]

Server and run are on this machine. Each session is started with the same command and killed while it starts, asks, gets
answers or writes its files. Ends with exit code 1 if more is lost than was in flight, or anything is there twice.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.conftest import RunFolder
from tests.crashes.ordeal import Ordeal, stored_bodies
from tests.support.misbehaving_server import MisbehavingServer


def main() -> None:
    """Go through the kills and show what came of them."""
    options = _options()
    console, started = Console(), time.monotonic()
    with TemporaryDirectory() as folder, MisbehavingServer(seconds=options.seconds) as server, Progress() as progress:
        more = ("--lang", options.lang)
        ordeal = Ordeal(server, Path(folder) / "run", options.n, options.seed, options.concurrency, more)
        bar = progress.add_task("kills", total=options.kills)
        ordeal.on_kill = lambda: progress.advance(bar)
        done = ordeal.go_through(options.kills)
        seconds = time.monotonic() - started
        wrong = [*ordeal.wrong_in_the_log(), *ordeal.wrong_in_the_tasks()] if done.returncode == 0 else [done.stderr]
        tables = [_table(ordeal, seconds), _phases(ordeal)]
    for table in tables:
        console.print(table)
    console.print(*(wrong or ["nothing lost but what was in flight, nothing twice, exactly n records"]), sep="\n")
    sys.exit(bool(wrong))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--n", type=int, default=1500)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.02, help="what each answer takes")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _table(ordeal: Ordeal, seconds: float) -> Table:
    table = Table("kills", "requests", "delivered whole", "stored", "asked again", "records", "seconds")
    asked, delivered, stored = (
        len(ordeal.server.asked),
        len(ordeal.server.deliveries),
        len(stored_bodies(ordeal.folder)),
    )
    records = len(RunFolder(ordeal.folder).records)
    counts = (len(ordeal.kills), asked, delivered, stored, asked - stored, records)
    table.add_row(*(f"{count:,}" for count in counts), f"{seconds:.0f}")
    return table


def _phases(ordeal: Ordeal) -> Table:
    """Show how many kills there were in each phase, and what they lost of what had been delivered."""
    table = Table("killed while", "kills", "lost at once, at most", "lost in all")
    lost = list(zip(ordeal.kills, ordeal.lost(), strict=True))
    for phase, count in Counter(kill.phase for kill in ordeal.kills).most_common():
        own = [number for kill, number in lost if kill.phase == phase]
        table.add_row(phase, f"{count:,}", f"{max(own):,}", f"{sum(own):,}")
    return table


if __name__ == "__main__":
    main()
