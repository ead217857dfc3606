"""Endpoints in a lane: patient, cheaper, and with one beside them for what they have no room for."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

import pytest

from selfinstruct.core.errors import CapReached, EndpointRefused, Unavailable
from selfinstruct.core.settings import Caps, Prices
from selfinstruct.core.values import Answer, Reply, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.limits import Concurrency
from selfinstruct.endpoints.retry import Endpoints
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.scripted import REQUEST, Kept, Scripted, said

T = TypeVar("T")
# A token of any kind costs one.
PRICES = Prices(1e6, 1e6, 1e6)
HOUR = 3600.0
NO_CAPS = Caps()


def _full() -> Unavailable:
    return Unavailable("no room", cause="no capacity", overloaded=True, lacks_room=True)


def _too_fast() -> Unavailable:
    return Unavailable("too fast", cause="rate limit", overloaded=True)


class Asker:
    """An endpoint in a lane at half the price, perhaps with one beside it, and what came of asking them."""

    def __init__(self, store: Store, lane: Scripted, beside: Scripted | None = None, caps: Caps = NO_CAPS) -> None:
        endpoints = [Endpoint("a", lane, price=0.5, patient=64, requests_a_minute=200)]
        if beside:
            endpoints.append(Endpoint("a", beside, lane=endpoints[0], requests_a_minute=200))
        self.budget = Budget(store, caps, PRICES)
        self.endpoints = Endpoints(endpoints, self.budget, 2 * HOUR)

    async def ask(self) -> Answer:
        return await self.endpoints.complete(REQUEST, Kept())

    @property
    def cost(self) -> float:
        return self.budget.cost or 0.0


def _ask(
    store: Store,
    lane: Scripted,
    beside: Scripted | None = None,
    caps: Caps = NO_CAPS,
    *,
    work: Callable[[Asker], Coroutine[None, None, T]],
) -> T:
    async def do() -> T:
        await asyncio.sleep(100)
        return await work(Asker(store, lane, beside, caps))

    return virtual_time.run(do())


def test_an_answer_in_a_lane_costs_its_share(store: Store) -> None:
    async def ask(asker: Asker) -> tuple[float, Usage]:
        await asker.ask()
        return asker.cost, asker.budget.spent_at_most

    assert _ask(store, Scripted("hello"), work=ask) == (3.5, Usage(3, 4))


def test_what_the_lane_has_no_room_for_three_times_goes_beside_it_at_the_usual_price(store: Store) -> None:
    lane, beside = Scripted(_full()), Scripted("hello")

    async def ask(asker: Asker) -> float:
        await asker.ask()
        return asker.cost

    assert _ask(store, lane, beside, work=ask) == 7.0
    assert (lane.asked, beside.asked) == (3, 1)


def test_being_asked_too_fast_is_no_want_of_room(store: Store) -> None:
    lane, beside = Scripted(*[_too_fast()] * 5, "hello"), Scripted("dear")

    async def ask(asker: Asker) -> str:
        return (await asker.ask()).completion.text

    assert _ask(store, lane, beside, work=ask) == "hello"
    assert beside.asked == 0


def test_while_a_full_lane_rests_all_goes_beside_it_and_then_comes_back(store: Store) -> None:
    """The lane is full for two minutes."""
    lane = Scripted(later=lambda at: "cheap" if at > 220 else _full())
    beside = Scripted("dear", seconds=1)

    async def ask(asker: Asker) -> list[str]:
        said: list[str] = []
        while asyncio.get_running_loop().time() < 300:
            said += [each.completion.text for each in await asyncio.gather(*(asker.ask() for _ in range(8)))]
        return said

    texts = _ask(store, lane, beside, work=ask)
    assert texts[0] == "dear"
    assert set(texts[-16:]) == {"cheap"}
    # It is tried again now and then, not with each request.
    assert sum(at < 220 for at in lane.times) < 60 < texts.count("dear")


def test_where_a_cap_has_no_room_for_the_usual_price_a_request_waits_for_the_lane(store: Store) -> None:
    lane, beside = Scripted(*[_full()] * 6, "cheap"), Scripted("dear")

    async def ask(asker: Asker) -> str:
        return (await asker.ask()).completion.text

    most = Budget(store, Caps(), PRICES).most(REQUEST)
    assert _ask(store, lane, beside, Caps(cost=0.6 * most.total), work=ask) == "cheap"
    assert beside.asked == 0
    with pytest.raises(CapReached):
        _ask(store, lane, beside, Caps(cost=0.4 * most.total), work=ask)


def test_both_share_the_limits_of_their_address(store: Store) -> None:
    lane, beside = Scripted(_full()), Scripted("hello")

    async def ask(asker: Asker) -> float:
        await asyncio.gather(*(asker.ask() for _ in range(100)))
        return asyncio.get_running_loop().time()

    _ask(store, lane, beside, work=ask)
    times = sorted(lane.times + beside.times)
    assert max(sum(at <= each < at + 60 for each in times) for at in times) <= 200


def test_a_refusal_of_the_lane_is_not_gone_around(store: Store) -> None:
    lane, beside = Scripted(EndpointRefused("not sold")), Scripted("hello")

    async def ask(asker: Asker) -> Answer:
        return await asker.ask()

    with pytest.raises(EndpointRefused, match="not sold"):
        _ask(store, lane, beside, work=ask)
    assert beside.asked == 0


def test_answers_that_take_an_hour_slow_nothing_down(store: Store) -> None:
    lane = Scripted(_full(), _full(), _full(), _full(), _full(), _full(), "hello", seconds=0.0)

    async def ask(asker: Asker) -> int:
        await asyncio.gather(*(asker.ask() for _ in range(20)))
        return asker.endpoints.concurrency

    # Refusals in a row, long after the last answer, are no sign that a lane is dead while others are worked on.
    assert _ask(store, lane, work=ask) >= 32


def test_how_long_answers_take_says_nothing_of_a_lane() -> None:
    usual, patient = Concurrency(None), Concurrency(None, patient=64)
    for concurrency in (usual, patient):
        for number in range(10_000):
            concurrency.answered("instructions", number, number + (1 if number < 50 else HOUR))
    assert (usual.limit, patient.limit) == (64, 512)


def test_an_answer_that_costs_more_than_it_seemed_raises_what_is_in_flight(store: Store) -> None:
    budget = Budget(store, Caps(cost=1000), PRICES)
    first, second = (budget.reserve(Usage(10, 10), 0.5) for _ in range(2))
    assert budget.share_spent == pytest.approx(20 / 1000)
    budget.reprice(first, 1.0)
    budget.settle(first, Usage(5, 5))
    assert budget.share_spent == pytest.approx((10 + 20) / 1000)
    assert store.held().cost(store.price_lists()) == 40
    third = budget.reserve(Usage(10, 10), 0.5)
    assert budget.share_spent == pytest.approx(50 / 1000)
    budget.reprice(third, 0.5)
    budget.settle(third, Usage(4, 4))
    budget.release(second)
    assert budget.cost == 10 + 4


def test_a_reply_tells_what_it_costs(store: Store) -> None:
    reply = said("hello")

    async def ask(asker: Asker) -> float:
        await asker.ask()
        return asker.cost

    assert _ask(store, Scripted(Reply(reply.body, price=1.0)), work=ask) == 7.0
