"""Kill one run over HTTP again and again with SIGKILL, and see what becomes of what the server has delivered.

    python benchmarks/kills.py [--kills 300] [--n 1500] [--lang en] [--concurrency 8] [--seed 1] [--faults 0.15]

Server and run are on this machine. Each session is started with the same command and killed while it starts, asks, gets
answers or writes its files; meanwhile the server fails in many ways. In the end the run goes on until a cap ends it.
Ends with exit code 1 if more is lost than was in flight, anything is there or was asked twice, the caps are passed by
the server's own count, or any session wrote to stderr.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.conftest import RunFolder, unexpected
from tests.crashes.ordeal import Ordeal, but_for_caps, stored_bodies
from tests.support.misbehaving_server import LogNormal, MisbehavingServer

# What brings no answer.
_FAULTS = ("rate_limit", "server_error", "unavailable", "html_page", "reset", "nothing", "malformed", "half_json")
# What a task may cost when so much fails, for caps that are near.
_REQUESTS_A_TASK, _TOKENS_A_REQUEST = 2, 4000


def main() -> None:
    """Go through the kills and show what came of them."""
    options = _options()
    faults = dict.fromkeys(_FAULTS, options.faults / len(_FAULTS))
    latency = LogNormal(options.seconds, 10 * options.seconds)
    console, started = Console(), time.monotonic()
    server = MisbehavingServer(faults=faults, latency=latency)
    with TemporaryDirectory() as folder, server, Progress() as progress:
        requests = _REQUESTS_A_TASK * options.n
        caps = {"--max-requests": requests, "--max-tokens": _TOKENS_A_REQUEST * requests}
        more = ("--lang", options.lang, *(part for cap in caps.items() for part in cap))
        ordeal = Ordeal(server, Path(folder) / "run", options.n, options.seed, options.concurrency, more)
        bar = progress.add_task("kills", total=options.kills)
        ordeal.on_kill = lambda: progress.advance(bar)
        done = ordeal.go_through(options.kills)
        seconds = time.monotonic() - started
        wrong = [*ordeal.wrong_in_the_log(), *ordeal.wrong_in_the_tasks()] if done.returncode == 0 else [done.stderr]
        tables = [_table(ordeal, seconds), _phases(ordeal)]
        wrong += [f"asked in vain: {count}"] if (count := ordeal.asked_in_vain(Path(folder) / "again")) else []
        wrong += _passed(ordeal, caps)
    for table in tables:
        console.print(table)
    console.print(*(wrong or ["nothing lost but what was in flight, nothing twice, no cap passed"]), sep="\n")
    sys.exit(bool(wrong))


def _passed(ordeal: Ordeal, caps: Mapping[str, int]) -> list[str]:
    """Let the run go on until a cap ends it; return which caps are passed by the count of the server."""
    target, ordeal.n = ordeal.n, 100 * ordeal.n
    done = ordeal.resume()
    ordeal.n = target
    tokens = sum(admitted.tokens for admitted in ordeal.server.admitted)
    counts = {"--max-requests": len(ordeal.server.asked), "--max-tokens": tokens}
    print(*(f"{name} {cap:,}: {counts[name]:,} by the count of the server" for name, cap in caps.items()), sep="\n")
    wrong = [f"{name} is passed" for name, cap in caps.items() if counts[name] > cap]
    told = unexpected(but_for_caps(done.stderr))
    return wrong + ([told or done.stdout] if told or "the cap is reached" not in done.stdout else [])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--n", type=int, default=1500)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.02, help="what most answers take")
    parser.add_argument("--faults", type=float, default=0.15, help="which share of the answers fails")
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
