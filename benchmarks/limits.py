"""How near endpoints that turn requests away are kept to what they can take, and how much is asked in vain.

    python -m benchmarks.limits virtual [--times 3] [--only RULE]
    python -m benchmarks.limits http [--seconds 60] [--only RULE]

`virtual` asks in virtual time, ten minutes at a time, so that it is the same each time; `http` asks a server of its own
on loopback. The ideal is what the endpoint would answer if it always had as many requests as it takes, and no more.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Callable, Iterator
from math import exp, log
from random import Random
from statistics import NormalDist, fmean
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.endpoint import NoBudget
from selfinstruct.backends import BACKENDS, Backend, Opening
from selfinstruct.core.settings import Connection
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.retry import Endpoints
from tests.support import virtual_time
from tests.support.limited import START, Limited, Rule, away, bucket, capped, either, in_windows, keep_busy, shedding
from tests.support.limited import sliding as in_any_minute
from tests.support.misbehaving.latency import LogNormal
from tests.support.misbehaving_server import MisbehavingServer

LATENCY = LogNormal(median=2.0, p99=10.0)
SECONDS = 600.0
# A quarter of that, so that a case takes a minute over HTTP.
QUICK = LogNormal(median=0.5, p99=2.5)
MOST = 64


class Case(NamedTuple):
    """An endpoint: the most in flight, what turns requests away, and its ideal in answers a second."""

    most: int
    rule: Callable[[Random], Rule]
    ideal: float


class Found(NamedTuple):
    """What came of it: answers as a share of the ideal, in all and in the second half, and the share turned away."""

    answered: float
    late: float
    refused: float


def mean(latency: LogNormal) -> float:
    """Return the mean of delays."""
    return latency.median * exp((log(latency.p99 / latency.median) / NormalDist().inv_cdf(0.99)) ** 2 / 2)


HTTP: list[tuple[str, dict[str, Any], float]] = [
    ("nothing", {}, MOST / mean(QUICK)),
    # The server takes as long for these as for an answer.
    ("12% at random", {"faults": {"rate_limit_bare": 0.12}}, MOST / mean(QUICK) * 0.88),
    ("4 at once", {"capacity": 4}, 4 / mean(QUICK)),
    ("200 in any 20 s, with Retry-After", {"requests_per_minute": 200, "window": 20.0}, 10),
    ("4 at once, 12% at random", {"capacity": 4, "faults": {"rate_limit_bare": 0.12}}, 4 / mean(QUICK) * 0.88),
]


def cases() -> dict[str, Case]:
    """Return what is tried in virtual time."""
    each = mean(LATENCY)
    found = {
        f"{share:.0%} at random, {most} in flight": Case(most, lambda r, share=share: shedding(share, r), most / each)  # type: ignore[misc]
        for most in (16, MOST)
        for share in (0.0, 0.05, 0.12, 0.15, 0.3)
    }
    for rpm in (20, 60, 300):
        found[f"{rpm} in each minute of the clock"] = Case(MOST, lambda _, rpm=rpm: in_windows(rpm), rpm / 60)  # type: ignore[misc]
        found[f"{rpm} in any minute"] = Case(MOST, lambda _, rpm=rpm: in_any_minute(rpm), rpm / 60)  # type: ignore[misc]
    return found | {
        "4 at once": Case(MOST, lambda _: capped(4), 4 / each),
        "20 at once": Case(MOST, lambda _: capped(20), 20 / each),
        "bucket of 10, 1 a second": Case(MOST, lambda _: bucket(1, 10), 1),
        "bucket of 20, 5 a second": Case(MOST, lambda _: bucket(5, 20), 5),
        "away for 30 s": Case(MOST, lambda _: away(60, 90), MOST / each),
        "4 at once, 12% at random": Case(MOST, lambda r: either(shedding(0.12, r), capped(4)), 4 / each),
        "20 at once, 12% at random": Case(MOST, lambda r: either(shedding(0.12, r), capped(20)), 20 / each),
        "bucket of 20, 12% at random": Case(MOST, lambda r: either(shedding(0.12, r), bucket(5, 20)), 5),
        "60 in each minute, 12% at random": Case(MOST, lambda r: either(shedding(0.12, r), in_windows(60)), 1),
        "away for 30 s, 12% at random": Case(MOST, lambda r: either(shedding(0.12, r), away(60, 90)), MOST / each),
    }


async def ask(backend: Backend, most: int, seconds: float) -> None:
    """Keep a backend busy as a run does."""
    budget: Any = NoBudget()
    await keep_busy(Endpoints([Endpoint("endpoint", backend, most_in_flight=most)], budget), seconds)


def in_virtual_time(case: Case, seed: int) -> Found:
    """Ask for ten minutes in virtual time."""
    random.seed(seed)
    backend = Limited(case.rule(Random(seed)), Random(seed + 1000), LATENCY)

    async def run() -> None:
        await asyncio.sleep(START)
        await ask(backend, case.most, SECONDS)

    virtual_time.run(run())
    late = sum(at > START + SECONDS / 2 for at in backend.answered)
    return found(len(backend.answered), late, len(backend.refused), SECONDS, case.ideal)


def found(answered: int, late: int, refused: int, seconds: float, ideal: float) -> Found:
    """Return the shares of some counts."""
    most = seconds * ideal
    return Found(answered / most, late / most * 2, refused / max(1, answered + refused))


def over_http(told: dict[str, Any], ideal: float, seconds: float) -> Found:
    """Ask a server on loopback."""
    with MisbehavingServer(latency=QUICK, canned=True, **told) as server:
        connection = Connection(base_urls=(server.url,), model="demo")
        backend = BACKENDS.find("openai").open(Opening(connection, server.url, connections=MOST))
        began = time.monotonic()
        asyncio.run(ask(backend, MOST, seconds))
        late = sum(each.time > began + seconds / 2 for each in server.deliveries)
        return found(len(server.deliveries), late, len(server.asked) - len(server.deliveries), seconds, ideal)


def rows(options: argparse.Namespace) -> Iterator[tuple[str, list[Found]]]:
    """Yield what was found in each case."""
    if options.way == "http":
        for name, told, ideal in HTTP:
            if options.only in name:
                yield name, [over_http(told, ideal, options.seconds)]
        return
    for name, case in cases().items():
        if options.only in name:
            yield name, [in_virtual_time(case, seed) for seed in range(options.times)]


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description="How near endpoints with limits are kept to these.")
    parser.add_argument("way", choices=["virtual", "http"])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=60.0)
    table = Table("what turns requests away", "of the ideal", "in the second half", "turned away")
    for name, each in rows(parser.parse_args()):
        shares = [f"{fmean(share):.0%}" for share in zip(*each, strict=True)]
        table.add_row(name, *shares)
        print(name, *shares, sep=" | ", flush=True)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
