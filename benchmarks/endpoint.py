"""How busy a run keeps an endpoint, what asking costs, and what faults cost: real HTTP on loopback.

    python -m benchmarks.endpoint busy|light|faults [--n 7500] [--times 3]

The server that misbehaves and the client have a process each. `busy` grows a run over answers with a long tail, and
holds its time against the ideal and against rounds; `light` asks without a run behind it, for the CPU time that asking
takes; `faults` grows runs over a server that gets things wrong, and accounts for every answer.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from selfinstruct.backends import BACKENDS, Opening
from selfinstruct.core import wire
from selfinstruct.core.settings import Connection
from selfinstruct.core.values import Answer, Hint, LogLine, Request, Sampling, Usage
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.retry import Endpoints
from tests.support.misbehaving.faults import ASK_AGAIN
from tests.support.misbehaving.latency import LogNormal
from tests.support.misbehaving_server import MisbehavingServer

IN_FLIGHT = 64
# Half of what models take, so that a run takes little more than a minute.
LATENCY = LogNormal(median=1.0, p99=10.0)
TIMEOUT = 5
SERVED_IN = 0.05
MIX = {"rate_limit": 0.06, "server_error": 0.02, "unavailable": 0.02, "reset": 0.01, "hang": 0.002, "half_json": 0.005}
MIX |= {"length": 0.01, "empty_content": 0.005, "refusal": 0.005}
WORSE = {"rate_limit": 0.08, "server_error": 0.06, "unavailable": 0.04, "reset": 0.04, "half_json": 0.04}
WORSE |= {"html_page": 0.02, "length": 0.01, "empty_content": 0.005, "refusal": 0.005}


class Stored(NamedTuple):
    """A line of the log of a run: the number of the answer as the server counts, when it came, and its text."""

    number: int
    received_at: float
    text: str


def grow(folder: Path, target: int, server: MisbehavingServer, *options: str) -> str:
    """Grow a run from the command line; return what it prints."""
    command = [sys.executable, "-m", "selfinstruct", "generate", "--n", str(target), "--output", str(folder)]
    command += ["--base-url", server.url, "--concurrency", str(IN_FLIGHT), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stored(folder: Path) -> list[Stored]:
    """Return what a run has stored, in the order of its arrival."""
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        rows = db.execute("SELECT body, received_at FROM completions WHERE finish_reason != 'garbled' ORDER BY id")
        answers = [(json.loads(body), received_at, wire.read(body).text) for body, received_at in rows]
    return [Stored(int(body["id"].partition("-")[2]), at, text) for body, at, text in answers if "id" in body]


def needed(folder: Path, target: int) -> int:
    """Return how many answers a run had stored when it held the target number of tasks."""
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        reached = "SELECT max(completion) FROM instances WHERE accepted < ?"
        (number,) = db.execute(f"SELECT count(*) FROM completions WHERE id <= ({reached})", (target,)).fetchone()
    return int(number)


# --- busy


class Course(NamedTuple):
    """Requests until the target was reached and beyond, and seconds: ideal, taken from the first answer on, rounds."""

    needed: float
    beyond: float
    ideal: float
    taken: float
    rounds: float


def go(target: int) -> Course:
    """Grow a run; its time begins when the server gets the first request."""
    with TemporaryDirectory() as folder, MisbehavingServer(latency=LATENCY) as server:
        run = Path(folder) / "run"
        grow(run, target, server)
        count = needed(run, target)
        answers = stored(run)[:count]
    latencies = [server.latencies[answer.number - 1] for answer in answers]
    # All clocks are of this machine: the offset of the server's is that of this process.
    began = server.admitted[0].time + time.time() - time.monotonic()
    rounds = sum(max(latencies[at : at + IN_FLIGHT]) for at in range(0, count, IN_FLIGHT))
    taken = answers[-1].received_at - began
    return Course(count, len(server.asked) - count, sum(latencies) / IN_FLIGHT, taken, rounds)


def busy(target: int, times: int) -> Table:
    """Grow the same run some times; medians."""
    courses = [go(target) for _ in range(times)]
    count, beyond, ideal, taken, rounds = (median(values) for values in zip(*courses, strict=True))
    ratio, of_rounds = (median(each[at] / each.ideal for each in courses) for at in (3, 4))
    title = f"{count:,.0f} requests to {target:,} tasks, {IN_FLIGHT} in flight, median of {times}"
    table = Table("", "seconds", "of the ideal", title=title)
    table.add_row(f"ideal: the sum of the latencies / {IN_FLIGHT}", f"{ideal:.1f}", "1.00")
    table.add_row("this program", f"{taken:.1f}", f"{ratio:.3f}")
    table.add_row(f"rounds of {IN_FLIGHT}, reckoned from the same latencies", f"{rounds:.1f}", f"{of_rounds:.2f}")
    table.caption = (
        f"requests beyond those: {beyond:.0f}; of the ideal, each: {[round(c.taken / c.ideal, 3) for c in courses]}"
    )
    return table


# --- light


class NoBudget:
    """Stands in for the budget, which is the run's and not the client's: nothing is counted."""

    is_waiting = False

    def most(self, request: Request) -> Usage:
        """Return any number."""
        return Usage(1000, 1000)

    def objection(self, most: Usage, price: float = 1.0) -> str:
        """Object to nothing."""
        return ""

    def reserve(self, most: Usage, price: float = 1.0) -> int:
        """Return the number of an attempt."""
        return 1

    def settle(self, attempt: int, usage: Usage) -> None:
        """Do nothing."""

    def fail(self, attempt: int, cause: str, *, perhaps_billed: bool, usage: Usage = Usage()) -> None:  # noqa: B008
        """Do nothing."""


def keep(attempt: int, body: bytes) -> Answer:
    """Read a body as a run does, but store nothing."""
    return Answer(LogLine(1, 1, attempt, "instructions", (), Hint(), "", body, 0.0), wire.read(body))


async def ask(url: str, in_flight: int, requests: int) -> None:
    """Ask as a run does, so many requests at the same time."""
    connection = Connection(base_urls=(url,), model="demo")
    backend = BACKENDS.find("openai").open(Opening(connection, url, connections=in_flight))
    budget: Any = NoBudget()
    endpoints = Endpoints([Endpoint(url, backend, concurrency=in_flight)], budget)
    request = Request("Write ten new tasks.\n" * 100, Sampling(1.0, 1.0, 2048), kind="instructions")
    left = iter(range(requests))

    async def keep_asking() -> None:
        for _ in left:
            await endpoints.complete(request, keep)

    await asyncio.gather(*(keep_asking() for _ in range(in_flight)))
    await endpoints.close()


def cost(url: str, in_flight: int) -> tuple[float, float, float]:
    """Return CPU seconds for 1,000 requests, requests a second, and peak memory in MB of this process."""
    asyncio.run(ask(url, in_flight, in_flight))
    requests = max(3000, 3 * in_flight)
    began, before = time.perf_counter(), time.process_time()
    asyncio.run(ask(url, in_flight, requests))
    cpu, seconds = time.process_time() - before, time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3
    return 1000 * cpu / requests, requests / seconds, peak


def light(_: int, times: int) -> Table:
    """Ask for canned answers of 1.5 KB, without a run; a process for each measurement, medians."""
    columns = ("in flight", "CPU seconds for 1,000 requests", "requests/s", "peak memory")
    table = Table(*columns, title=f"the client alone, median of {times}")
    with MisbehavingServer(canned=True) as server:
        for in_flight in (100, 500, 2000):
            runs = [alone(cost, server.url, in_flight) for _ in range(times)]
            cpu, rate, peak = map(median, zip(*runs, strict=True))
            table.add_row(f"{in_flight:,}", f"{cpu:.2f}", f"{rate:,.0f}", f"{peak:.0f} MB")
    return table


def alone(function: Callable[..., Any], *args: Any) -> Any:
    """Return the result of the function, called in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        return executor.submit(function, *args).result()


# --- faults


class Noting(MisbehavingServer):
    """Notes which fault each request gets (None: none), in the order of asking."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.drawn: list[str | None] = []

    def _draw_fault(self) -> str | None:
        self.drawn.append(super()._draw_fault())
        return self.drawn[-1]

    def __enter__(self) -> "Noting":
        super().__enter__()
        return self


def again_after(server: Noting) -> dict[str, list[float]]:
    """Return by fault the seconds from each request that failed until its prompt came again."""
    seconds: dict[str, list[float]] = {}
    failed: dict[str, tuple[str, float]] = {}
    requests = zip(server.asked, server.admitted, server.drawn, strict=True)
    for prompt, (now, _), fault in requests:
        if prompt in failed:
            earlier, since = failed.pop(prompt)
            seconds.setdefault(earlier, []).append(now - since)
        if fault in ASK_AGAIN or fault == "hang":
            failed[prompt] = (fault, now)
    return seconds


def answered_twice(folder: Path) -> int:
    """Return how many requests of a run have more than one answer."""
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        query = "SELECT count(*) - count(DISTINCT request) FROM completions WHERE finish_reason != 'garbled'"
        return int(db.execute(query).fetchone()[0])


def account(name: str, mix: dict[str, float], target: int, runs: Table) -> Table:
    """Grow a run over a mix of faults; add it to the table of runs, and return what each fault cost."""
    with TemporaryDirectory() as folder, Noting(faults=mix, seconds=SERVED_IN) as server:
        run, began = Path(folder) / "run", time.perf_counter()
        summary = grow(run, target, server, "--timeout", str(TIMEOUT))
        seconds, twice = time.perf_counter() - began, answered_twice(run)
        kept = Counter(answer.number for answer in stored(run))
    delivered = {each.number for each in server.deliveries}
    failed = sum(server.sent[fault] for fault in (*ASK_AGAIN, "hang"))
    lost, more = len(delivered - set(kept)), twice + sum(count - 1 for count in kept.values())
    numbers = (len(server.asked), failed, len(delivered), lost, more)
    runs.add_row(name, *(f"{number:,}" for number in numbers), f"{seconds:.1f}", summary.partition(" of ")[0])
    again = again_after(server)
    table = Table("fault", "requests", "asked again", "after s (median)", "(most)", "s in all", title=name)
    for fault in mix:
        after = again.get(fault, [])
        figures = (f"{median(after):.2f}", f"{max(after):.2f}", f"{sum(after):.0f}") if after else ("", "", "")
        asked_again = f"{len(after):,}" if fault in (*ASK_AGAIN, "hang") else "an answer"
        table.add_row(fault, f"{server.sent[fault]:,}", asked_again, *figures)
    return table


def faults(target: int, _: int) -> Table:
    """Grow runs over no faults, over some and over many; answers take 0.05 s, the client waits 5 s for one."""
    columns = ("faults", "asked", "failed", "delivered", "lost", "twice", "seconds", "tasks")
    runs = Table(*columns, title=f"runs of {target:,} tasks, {IN_FLIGHT} in flight")
    for name, mix in (("none", {}), ("some", MIX), ("30 %", WORSE)):
        table = account(f"{name} ({sum(mix.values()):.1%})", mix, target, runs)
        if mix:
            Console().print(table)
    return runs


def main() -> None:
    """Print the tables of one part."""
    parts = {"busy": (busy, 7500), "light": (light, 0), "faults": (faults, 2000)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=parts)
    parser.add_argument("--n", type=int, help="tasks of each run (default: 7500 for busy, 2000 for faults)")
    parser.add_argument("--times", type=int, default=3, help="how often busy and light measure (default: 3)")
    options = parser.parse_args()
    part, target = parts[options.part]
    Console().print(f"load before: {os.getloadavg()[0]:.2f}", part(options.n or target, options.times))


if __name__ == "__main__":
    main()
