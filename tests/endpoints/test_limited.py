"""Endpoints that turn requests away: true limits are found and kept, and chance makes nobody ask for less."""

import asyncio
import random
from collections.abc import Callable
from random import Random

import pytest

from selfinstruct.core.settings import Caps
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.retry import Endpoints
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.limited import (
    START,
    Limited,
    Rule,
    away,
    bucket,
    capped,
    either,
    in_windows,
    keep_busy,
    shedding,
    sliding,
)
from tests.support.misbehaving.latency import LogNormal

# A mean of 1.28 seconds.
LATENCY = LogNormal(median=1.0, p99=5.0)
MEAN = 1.28
SECONDS = 240.0


def _kept_busy(store: Store, rule: Callable[[Random], Rule], most: int, seed: int, seconds: float = SECONDS) -> Limited:
    """Return an endpoint that was asked for so long whenever there was room."""
    random.seed(seed)
    backend = Limited(rule(Random(seed)), Random(seed + 1000), LATENCY)

    async def ask() -> None:
        await asyncio.sleep(START)
        endpoint = Endpoint("http://a", backend, most_in_flight=most)
        await keep_busy(Endpoints([endpoint], Budget(store, Caps(), None)), seconds)

    virtual_time.run(ask())
    return backend


def _a_second(backend: Limited, begin: float, end: float) -> float:
    """Return how many answers a second came between two times."""
    return sum(begin <= at - START < end for at in backend.answered) / (end - begin)


def _share_refused(backend: Limited) -> float:
    return len(backend.refused) / (len(backend.refused) + len(backend.answered))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.12, 0.15])
def test_what_is_turned_away_at_random_does_not_make_it_ask_for_less(store: Store, share: float, seed: int) -> None:
    backend = _kept_busy(store, lambda drawn: shedding(share, drawn), 16, seed)
    assert _a_second(backend, SECONDS / 2, SECONDS) * MEAN > 0.75 * 16


# What turns requests away, how many answers a second it allows, what share of these comes, what share of all may be
# turned away. As much was turned away before chance was told apart from limits, to a few per cent.
LIMITS: dict[str, tuple[Callable[[Random], Rule], float, float, float]] = {
    "4 at once": (lambda _: capped(4), 4 / MEAN, 0.65, 0.10),
    "20 at once": (lambda _: capped(20), 20 / MEAN, 0.65, 0.05),
    "60 a minute of the clock": (lambda _: in_windows(60), 1.0, 0.8, 0.40),
    "60 in any minute": (lambda _: sliding(60), 1.0, 0.7, 0.40),
    "a bucket of 20, 3 a second": (lambda _: bucket(3, 20), 3.0, 0.8, 0.10),
    "4 at once, 12 % at random": (lambda drawn: either(shedding(0.12, drawn), capped(4)), 4 / MEAN, 0.35, 0.35),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_true_limit_is_found_and_little_is_asked_in_vain(store: Store, limit: str) -> None:
    rule, allowed, comes, in_vain = LIMITS[limit]
    backend = _kept_busy(store, rule, 64, 1)
    assert _a_second(backend, 0, SECONDS) > comes * allowed
    assert _share_refused(backend) < in_vain


@pytest.mark.parametrize("share", [0.0, 0.12])
def test_an_outage_is_met_with_few_requests_even_where_chance_is_known(store: Store, share: float) -> None:
    begin, end = SECONDS / 2, SECONDS / 2 + 30
    backend = _kept_busy(store, lambda drawn: either(away(begin, end), shedding(share, drawn)), 16, 1)
    in_flight = _a_second(backend, 0.75 * begin, begin) * MEAN
    assert in_flight > 12
    # Twice as many as may be in flight try a few times each; then one now and then.
    assert sum(begin <= at - START < end for at in backend.refused) < 4 * 2 * 16
    assert sum(begin + 10 <= at - START < end for at in backend.refused) < 10
