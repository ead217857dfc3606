"""How busy a run keeps an endpoint, what asking costs, and what faults cost: real HTTP on loopback.

    python -m benchmarks.endpoint busy|light|faults

The server that misbehaves and the client have a process each. `busy` grows a run over answers with a long tail and
compares with the ideal and with rounds; `light` asks without a run behind it, for the CPU time that asking takes;
`faults` grows runs over a server that gets things wrong, and accounts for every request.
"""

import argparse
import asyncio
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from selfinstruct import wire
from selfinstruct.backends import open_backend
from selfinstruct.config import Connection
from selfinstruct.types import Request, Sampling
from tests.misbehaving.faults import ASK_AGAIN
from tests.misbehaving.latency import LogNormal
from tests.misbehaving_server import MisbehavingServer

IN_FLIGHT = 64
MIX = {
    "rate_limit": 0.06, "server_error": 0.02, "unavailable": 0.02, "reset": 0.01, "hang": 0.002, "half_json": 0.005,
    "length": 0.01, "empty_content": 0.005, "refusal": 0.005,
}  # fmt: skip
WORSE = {
    "rate_limit": 0.08, "server_error": 0.06, "unavailable": 0.04, "reset": 0.04, "half_json": 0.04, "html_page": 0.02,
    "empty_content": 0.01, "refusal": 0.01,
}  # fmt: skip


def grow(folder: Path, target: int, *options: str) -> str:
    """Grow a run from the command line; return what it prints."""
    command = [sys.executable, "-m", "selfinstruct", "generate", "--n", str(target), "--output", str(folder), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Return rows of a run's file."""
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        return list(db.execute(query))


def busy(target: int) -> Table:
    """Grow a run over latencies with a median of 0.5 s and a 99th percentile of 5 s."""
    with tempfile.TemporaryDirectory() as folder, MisbehavingServer(latency=LogNormal(0.5, 5.0)) as server:
        run = Path(folder) / "run"
        grow(run, target, "--base-url", server.url, "--concurrency", str(IN_FLIGHT))
        ((last,),) = rows(run, f"SELECT max(completion) FROM instances WHERE accepted < {target}")
        ((began, ended),) = rows(
            run, f"SELECT (SELECT min(started_at) FROM sessions), received_at FROM completions WHERE id = {last}"
        )
    latencies = server.latencies[: int(str(last))]
    ideal, taken = sum(latencies) / IN_FLIGHT, float(str(ended)) - float(str(began))
    rounds = sum(max(latencies[at : at + IN_FLIGHT]) for at in range(0, len(latencies), IN_FLIGHT))
    table = Table("", "seconds", "of the ideal", title=f"{last:,} requests to {target:,} tasks, {IN_FLIGHT} in flight")
    table.add_row("ideal: the sum of the latencies / 64", f"{ideal:.1f}", "1.00")
    table.add_row("this program, start-up included", f"{taken:.1f}", f"{taken / ideal:.3f}")
    table.add_row("rounds of 64, reckoned from the same latencies", f"{rounds:.1f}", f"{rounds / ideal:.2f}")
    table.add_row("requests beyond those", str(len(server.latencies) - int(str(last))), "")
    return table


async def ask(url: str, in_flight: int, requests: int) -> None:
    """Ask the backend that the command line would open, as many times, so many at once."""
    backend = open_backend(Connection(base_urls=(url,), model="demo", concurrency=in_flight, structured="off"))
    request = Request("Write ten new tasks.\n" * 20, Sampling(1.0, 1.0, 2048), kind="instructions")
    left = iter(range(requests))

    async def keep_asking() -> None:
        for _ in left:
            wire.read((await backend.complete(request)).body)

    await asyncio.gather(*(keep_asking() for _ in range(in_flight)))
    await backend.close()


def light() -> Table:
    """Ask for canned answers of 1.5 KB; the CPU time is the client's, the server has a process of its own."""
    table = Table("in flight", "CPU seconds for 1,000 requests", "requests/s", "peak memory so far", title="asking")
    command = [sys.executable, "-m", "tests.misbehaving_server", "--port", "0", "--canned"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        url = next(word for word in server.stdout.readline().replace(";", " ").split() if word.startswith("http"))
        for in_flight in (100, 500, 2000):
            requests = 10 * in_flight if in_flight > 100 else 3000
            before, started = time.process_time(), time.perf_counter()
            asyncio.run(ask(url, in_flight, requests))
            seconds, cpu = time.perf_counter() - started, time.process_time() - before
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3
            table.add_row(
                f"{in_flight:,}", f"{1000 * cpu / requests:.2f}", f"{requests / seconds:,.0f}", f"{peak:.0f} MB"
            )
        server.terminate()
    return table


def faults(target: int) -> Table:
    """Grow runs over the mix of faults that other tools were measured with, and over one of 30 %."""
    table = Table(
        "faults", "asked", "delivered", "stored once", "asked again for", "records", "seconds", title="faults"
    )
    for name, mix in (("the usual 14 %", MIX), ("30 %", WORSE)):
        with tempfile.TemporaryDirectory() as folder, MisbehavingServer(faults=mix, seconds=0.05) as server:
            run = Path(folder) / "run"
            started = time.perf_counter()
            summary = grow(run, target, "--base-url", server.url, "--concurrency", "32", "--timeout", "5")
            seconds = time.perf_counter() - started
            stored = Counter(wire.read(bytes(body)).text for (body,) in _bodies(run))
        delivered = Counter(server.delivered)
        again = sum(server.sent[fault] for fault in (*ASK_AGAIN, "hang"))
        records = summary.partition(" of ")[0]
        kept = (stored & delivered).total()
        table.add_row(
            name,
            f"{len(server.asked):,}",
            f"{delivered.total():,}",
            f"{kept:,}",
            f"{again:,}",
            records,
            f"{seconds:.1f}",
        )
        print(summary)
    return table


def _bodies(run: Path) -> list[tuple[bytes]]:
    query = "SELECT body FROM completions WHERE finish_reason NOT IN ('garbled', 'prompt_refused')"
    return [(bytes(body),) for (body,) in rows(run, query)]  # type: ignore[arg-type]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("busy", "light", "faults"))
    parser.add_argument("--n", type=int, help="tasks (default: 7000 for busy, 2000 for faults)")
    options = parser.parse_args()
    if options.what == "light":
        Console().print(light())
    else:
        Console().print(busy(options.n or 7000) if options.what == "busy" else faults(options.n or 2000))


if __name__ == "__main__":
    main()
