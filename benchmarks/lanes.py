"""What a lane saves: the same run on the normal lane and in flex, by the server's own count; and caps across kills.

    python -m benchmarks.lanes [--lang en zh] [--n 2000] [--kills 100]

Server and run are on this machine. The lane costs half; it has room for all, for two requests of three, or for none.
Then a run in a lane that is short of room, with a fall-back and a cap on money, is killed again and again and started
with the same command. Ends with exit code 1 if a run in the lane alone costs more than 55 %, misses its target, counts
less than the server, or passes the cap.
"""

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

import selfinstruct
from selfinstruct import Connection, Pace, Prices, Settings
from tests.conftest import RunFolder
from tests.crashes.ordeal import Ordeal
from tests.support.lane_server import LaneServer

_PRICES = Prices(prompt=2.0, completion=8.0, cached=2.0)
_MOST = 0.55
# What is run: a name, every how many-th flex request is turned away (0: none), the lane, whether with a fall-back.
_RUNS = (
    ("normal", 0, "", False),
    ("flex", 0, "flex", False),
    ("flex, no room for one in three", 3, "flex", False),
    ("flex, no room at all, fall-back", 1, "flex", True),
    ("batch-chat", 0, "batch-chat", False),
)


def main() -> None:
    """Run everything and show what it cost."""
    options = _options()
    table = Table("", "tasks", "answers", "turned away", "cost", "by the run", "of normal", "seconds")
    wrong = []
    with TemporaryDirectory() as folder:
        for language in options.lang:
            wrong += _compare(Path(folder) / language, language, options.n, table)
        if options.kills:
            wrong += _kill(Path(folder) / "killed", options.kills)
    Console().print(table)
    print(*(wrong or ["each run has its n, none counts less than the server, and no cap is passed"]), sep="\n")
    sys.exit(bool(wrong))


def _compare(folder: Path, language: str, n: int, table: Table) -> list[str]:
    """Grow the same dataset in each lane; return what is wrong."""
    wrong, usual = [], 0.0
    for name, turns_away, lane, fallback in _RUNS:
        started = time.monotonic()
        with LaneServer(turns_away=turns_away) as server:
            price = 0.5 if lane else None
            connection = Connection(base_urls=(server.url,), lane=lane, lane_price=price, lane_fallback=fallback)
            settings = Settings(
                n, language=language, connection=connection, pace=Pace(32), prices=_PRICES, random_seed=1
            )
            result = selfinstruct.generate(settings, folder / name)
            seconds, cost = time.monotonic() - started, server.cost(_PRICES)
        usual = usual or cost
        tasks = len(RunFolder(folder / name).records)
        counted = result.report.cost or 0.0
        cells = (f"{len(server.usages):,}", f"{server.sent['no room']:,}", f"{cost:.3f}", f"{counted:.3f}")
        table.add_row(f"{language}, {name}", f"{tasks:,}", *cells, f"{cost / usual:.1%}", f"{seconds:.1f}")
        print(f"{language}, {name}: {tasks:,} tasks, {' · '.join(cells)} · {cost / usual:.1%}", flush=True)
        if tasks != n or counted < cost - 1e-6 or (lane and not fallback and cost > _MOST * usual):
            wrong.append(f"{language}, {name}: {tasks} tasks, {cost:.4f} by the server, {counted:.4f} by the run")
    return wrong


def _kill(folder: Path, kills: int) -> list[str]:
    """Kill a run with a cap on money again and again, then let it go on to the cap; return what is wrong."""
    cap = 0.04 * kills
    lane = ("--lane", "flex", "--lane-price", 0.5, "--lane-fallback", "--price-in", 2, "--price-out", 8)
    with LaneServer(seconds=0.02, turns_away=3) as server:
        ordeal = Ordeal(server, folder, n=100_000, seed=1, more=(*lane, "--max-cost", cap))
        ordeal.kill_while_asking(kills, requests=4)
        done = ordeal.resume()
        cost = server.cost(_PRICES)
    print(f"killed {kills} times: {cost:.3f} of {cap:g} by the count of the server, {dict(server.answered)}")
    wrong = [] if cost <= cap else [f"the cap {cap:g} is passed: {cost:.4f}"]
    if "the cap is reached" not in done.stdout or done.stderr:
        wrong.append(done.stderr or done.stdout)
    return [*wrong, *ordeal.wrong_in_the_log()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="+", choices=("en", "zh"), default=("en", "zh"))
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    main()
