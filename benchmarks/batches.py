"""What batches save, what they withstand, and what kills do to them: by the count of a server of our own.

    python -m benchmarks.batches [--lang en zh] [--n 2000] [--kills 100]

Server and run are on this machine; what is answered in a batch or in a lane costs half. The same run goes as usual,
with what feeds no prompts in batches, with the rest of it in a lane, too, and with all of it in batches; then over a
server that answers out of order, leaves requests out, breaks off, and takes small files only. Then a run in batches
with a cap on money is killed again and again and started with the same command. Ends with exit code 1 if a run that
buys nothing at the usual price costs more than 55 %, if one misses its target or counts less than the server, if
anything is bought twice or forgotten, or if the cap is passed.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

import selfinstruct
from selfinstruct import Connection, Pace, Prices, Settings
from selfinstruct.core.settings import Batch
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, environment, unexpected
from tests.crashes.ordeal import read_log
from tests.support.batch_server import BatchServer

_PRICES = Prices(prompt=2.0, completion=8.0, cached=2.0)
_MOST = 0.55
_BAD: dict[str, Any] = {"unanswered": 0.1, "ends": "expired", "busy": 5, "lost": 2, "largest": 500_000}
# The command line, for which a batch that was taken is listed soon, as this server does; vendors get ten minutes.
_AT_ONCE = """
from selfinstruct.__main__ import main
from selfinstruct.backends.openai.batches import OpenAIBatches

OpenAIBatches.listed_within = 1.0
main()
"""
# What is run: a name, what leaves in batches, in which lane all else is asked, how the server is.
_RUNS: tuple[tuple[str, Batch, str, dict[str, Any]], ...] = (
    ("as usual", "", "", {}),
    ("steps", "steps", "", {}),
    ("steps, lane flex", "steps", "flex", {}),
    ("all", "all", "", {}),
    ("all, a bad server", "all", "", _BAD),
)


def main() -> None:
    """Run everything and show what it cost."""
    options = _options()
    table = Table("", "tasks", "batches", "requests in them", "cost", "by the run", "of usual", "seconds")
    wrong = []
    with TemporaryDirectory() as folder:
        for language in options.lang:
            wrong += _compare(Path(folder) / language, language, options.n, table)
        if options.kills:
            wrong += _kill(Path(folder) / "killed", options.kills, options.seed)
    Console().print(table)
    print(*(wrong or ["each run has its n, nothing is bought twice or forgotten, and no cap is passed"]), sep="\n")
    sys.exit(bool(wrong))


def _compare(folder: Path, language: str, n: int, table: Table) -> list[str]:
    """Grow the same dataset each way; return what is wrong."""
    wrong, usual = [], 0.0
    for name, batch, lane, how in _RUNS:
        started = time.monotonic()
        with BatchServer(**how) as server:
            price = 0.5 if batch else None
            connection = Connection(base_urls=(server.url,), batch=batch, lane=lane, lane_price=price)
            settings = Settings(
                n, language=language, connection=connection, pace=Pace(32), prices=_PRICES, random_seed=1
            )
            result = selfinstruct.generate(settings, folder / name)
            seconds, cost = time.monotonic() - started, server.cost(_PRICES)
        usual = usual or cost
        tasks, counted = len(RunFolder(folder / name).records), result.report.cost or 0.0
        lines = sum(len(each.lines) for each in server.batches.values())
        cells = (f"{len(server.batches):,}", f"{lines:,}", f"{cost:.3f}", f"{counted:.3f}", f"{cost / usual:.1%}")
        table.add_row(f"{language}, {name}", f"{tasks:,}", *cells, f"{seconds:.1f}")
        print(f"{language}, {name}: {tasks:,} tasks, {' · '.join(cells)}", flush=True)
        is_dear = (batch == "all" or lane) and cost > _MOST * usual
        if tasks != n or counted < cost - 1e-6 or is_dear:
            wrong.append(f"{language}, {name}: {tasks} tasks, {cost:.4f} by the server, {counted:.4f} by the run")
        wrong += [f"{language}, {name}: {each}" for each in _wrong_in_batches(folder / name, server)]
    return wrong


def _wrong_in_batches(folder: Path, server: BatchServer) -> Iterator[str]:
    """Yield what is not as it is promised of what the server has billed."""
    recorded = [str(line.attempt) for line in read_log(folder) if line.attempt]
    with closing(Store.open_to_read(folder)) as store:
        out = [request for each in store.batches_out() for request, *_ in store.requests_out(each.batch)]
    known = {*recorded, *(str(each.errand.attempt) for each in out if each.errand)}
    billed = [name for name, lane, _ in server.billed if lane == "batch"]
    if server.bought_twice:
        yield f"{server.bought_twice} requests were bought twice"
    if forgotten := [name for name in billed if name not in known]:
        yield f"{len(forgotten)} answers are forgotten"
    if len(set(recorded)) < len(recorded):
        yield "an answer is recorded twice"


def _kill(folder: Path, kills: int, seed: int) -> list[str]:
    """Kill a run with a cap on money again and again, then let it go on to its end; return what is wrong."""
    random, n, cap = Random(seed), 10 * kills, 0.01 * kills
    more = ("--batch", "all", "--lane-price", 0.5, "--price-in", 2, "--price-out", 8, "--max-cost", cap)
    with BatchServer(pause=0.1, unanswered=0.05, ends="expired") as server:
        where = ("--base-url", server.url, "--model", "demo", "--output", folder)
        command = [sys.executable, "-c", _AT_ONCE, *map(str, ("generate", "--n", n, *where, *more))]
        for _ in range(kills):
            process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
            _wait(process, server, random)
            process.kill()
            process.wait()
        done = subprocess.run(command, env=environment(), capture_output=True, text=True)
        cost, tasks = server.cost(_PRICES), len(RunFolder(folder).records)
    lines = sum(len(each.lines) for each in server.batches.values())
    print(
        f"killed {kills} times: {tasks:,} tasks, {len(server.batches):,} batches, {lines:,} requests in them,", end=" "
    )
    print(f"{cost:.3f} of {cap:g} by the count of the server")
    wrong = [*_wrong_in_batches(folder, server), *([f"the cap {cap:g} is passed: {cost:.4f}"] if cost > cap else [])]
    is_through = tasks == n or "the cap is reached" in done.stdout
    told = unexpected(done.stderr)
    return wrong if is_through and not told else [*wrong, told or done.stdout]


def _wait(process: "subprocess.Popen[bytes]", server: BatchServer, random: Random) -> None:
    """Wait for a moment: a time after the start, or some milliseconds after a file or a batch has come."""
    if random.random() < 0.3:
        end = time.monotonic() + random.uniform(0.1, 4.0)
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.001)
        return
    counted = random.choice((server.files, server.batches))
    before = len(counted)
    while len(counted) == before and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(random.choice((random.uniform(0, 0.02), random.uniform(0, 1.0))))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", nargs="*", choices=("en", "zh"), default=("en", "zh"))
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
