"""What a run may spend: no cap is ever passed, and nothing that was spent is forgotten."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.core import wire
from selfinstruct.core.errors import CANNOT_CONNECT
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.settings import Caps, Prices
from selfinstruct.core.values import Completion, Hint, Request, Sampling, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.storage.store import Store

PRICES = Prices(prompt=2.0, completion=10.0, cached=0.5)
NO_CAPS = Caps()
MOST = Usage(100, 200)


def _budget(store: Store, caps: Caps = NO_CAPS) -> Budget:
    return Budget(store, caps, PRICES)


def _answer(store: Store, budget: Budget, attempt: int, usage: Usage) -> None:
    """Let an answer to an attempt come in, as a run does."""
    line = store.record(1, attempt, "instructions", (), Hint(), "", wire.write("", "stop", usage, "m"))
    budget.settle(attempt, usage)
    store.settle(line, Completion("", "stop", usage, "m"), Outcome())


def test_what_is_told_takes_the_place_of_what_was_reserved(store: Store) -> None:
    budget = _budget(store)
    attempt = budget.reserve(MOST)
    assert (budget.spent_at_most, budget.is_waiting) == (MOST, True)
    _answer(store, budget, attempt, Usage(30, 40))
    assert (budget.spent_at_most, budget.is_waiting) == (Usage(30, 40), False)
    assert _budget(store).spent_at_most == Usage(30, 40)


def test_where_no_tokens_are_told_what_was_reserved_counts_as_spent(store: Store) -> None:
    budget = _budget(store)
    _answer(store, budget, budget.reserve(MOST), Usage())
    assert (budget.spent_at_most, budget.is_waiting) == (MOST, False)
    assert _budget(store).spent_at_most == MOST


@pytest.mark.parametrize(("told", "counted"), [(Usage(0, 20), Usage(100, 20)), (Usage(30, 0), Usage(30, 200))], ids=str)
def test_where_only_one_number_is_told_what_was_reserved_for_the_other_counts_as_spent(
    store: Store, told: Usage, counted: Usage
) -> None:
    budget = _budget(store)
    _answer(store, budget, budget.reserve(MOST), told)
    assert _budget(store).spent_at_most == budget.spent_at_most == counted
    attempt = budget.reserve(MOST)
    budget.fail(attempt, "garbled answer", perhaps_billed=True, usage=told)
    assert budget.spent_at_most == counted + counted


def test_a_failure_costs_nothing_unless_it_is_perhaps_billed(store: Store) -> None:
    budget = _budget(store)
    budget.fail(budget.reserve(MOST), "rate limit", perhaps_billed=False)
    assert (budget.spent_at_most, budget.is_waiting) == (Usage(), False)
    budget.fail(budget.reserve(MOST), "connection broken", perhaps_billed=True)
    assert (budget.spent_at_most, budget.is_waiting) == (MOST, False)
    assert _budget(store).spent_at_most == MOST
    assert store.count("faults") == {"rate limit": 1, "connection broken": 1}


def test_an_attempt_that_never_left_is_no_request(store: Store) -> None:
    budget = _budget(store, Caps(requests=1))
    budget.fail(budget.reserve(MOST), CANNOT_CONNECT, perhaps_billed=False)
    assert budget.objection(MOST) == _budget(store, Caps(requests=1)).objection(MOST) == ""
    budget.reserve(MOST)
    assert budget.objection(MOST) == _budget(store, Caps(requests=1)).objection(MOST) == "‹caps.requests› 1 are sent"


def test_a_refused_prompt_costs_nothing(store: Store) -> None:
    budget = _budget(store)
    attempt = budget.reserve(MOST)
    budget.release(attempt)
    assert (budget.spent_at_most, budget.is_waiting) == (Usage(), False)
    _answer(store, budget, attempt, Usage())
    assert _budget(store).spent_at_most == budget.spent_at_most == Usage()


def test_what_a_dead_process_had_in_flight_counts_as_spent(store: Store) -> None:
    dead = _budget(store)
    _answer(store, dead, dead.reserve(MOST), Usage(1, 2))
    dead.reserve(MOST)
    dead.reserve(Usage(10, 20))
    budget = _budget(store, Caps(requests=3))
    assert (budget.spent_at_most, budget.is_waiting) == (Usage(111, 222), False)
    assert budget.objection(Usage(1, 1)) == "‹caps.requests› 3 are sent"


def test_an_answer_that_a_dead_process_did_not_settle_counts_once(store: Store) -> None:
    dead = _budget(store)
    attempt = dead.reserve(MOST)
    line = store.record(1, attempt, "instructions", (), Hint(), "", b"")
    assert _budget(store).spent_at_most == MOST
    store.settle(line, Completion("", "stop", Usage(3, 4), "m"), Outcome())
    assert _budget(store).spent_at_most == Usage(3, 4)


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        (Caps(requests=2), "‹caps.requests› 2 are sent"),
        (Caps(tokens=1_199), "‹caps.tokens› 1,199 leave no room for a request of up to 300"),
        (Caps(cost=0.0079), "‹caps.cost› 0.0079 leaves no room for a request of up to 0.0022"),
    ],
    ids=str,
)
def test_a_cap_objects_to_what_could_pass_it_and_to_nothing_less(store: Store, caps: Caps, told: str) -> None:
    budget = _budget(store, caps)
    attempts = [budget.reserve(Usage(200, 250)) for _ in range(2)]
    assert budget.objection(MOST) == told
    assert _budget(store, Caps(requests=3, tokens=1_200, cost=0.008)).objection(MOST) == ""
    assert _budget(store).objection(Usage(10**12, 10**12)) == ""
    for attempt in attempts:
        budget.settle(attempt, Usage(1, 1))
    assert (budget.objection(MOST) == "") == (caps.requests is None)


LOW = [Caps(requests=1), Caps(tokens=10), Caps(cost=1e-6), Caps(requests=9), Caps(tokens=1_100), Caps(cost=0.003)]


@pytest.mark.parametrize("caps", LOW, ids=str)
@pytest.mark.parametrize("sent", [1, 2, 30])
def test_the_cap_that_is_said_to_be_enough_lets_the_run_move_on(store: Store, caps: Caps, sent: int) -> None:
    """However much of what counts as spent was perhaps billed without an answer."""
    before = _budget(store)
    for number in range(sent):
        before.fail(before.reserve(MOST), "connection broken", perhaps_billed=number % 2 == 0)
    budget = _budget(store, caps)
    if not budget.objection(MOST):
        return
    error = budget.reached(MOST)
    assert getattr(caps, error.cap) < error.enough
    more: dict[str, Any] = {error.cap: error.enough}
    higher = _budget(store, Caps(**more))
    for _ in range(4):
        assert higher.objection(MOST) == ""
        higher.reserve(MOST)
        higher._is_answered = True


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        (Caps(requests=2), "‹caps.requests› 2: 3 are sent, 2 of them in vain, which counts, too"),
        (
            Caps(tokens=600),
            "‹caps.tokens› 600 leave no room for a request of up to 300; 670 counts as spent,"
            " 600 of it may have been billed without an answer",
        ),
        (
            Caps(cost=0.004),
            "‹caps.cost› 0.004 leaves no room for a request of up to 0.0022; 0.0049 counts as spent,"
            " 0.0044 of it may have been billed without an answer",
        ),
    ],
    ids=str,
)
def test_what_counts_as_spent_is_told_where_a_cap_is_reached(store: Store, caps: Caps, told: str) -> None:
    before = _budget(store)
    _answer(store, before, before.reserve(MOST), Usage(30, 40))
    for _ in range(2):
        before.fail(before.reserve(MOST), "connection broken", perhaps_billed=True)
    assert str(_budget(store, caps).reached(MOST)) == told


@pytest.mark.parametrize(
    ("caps", "share"),
    [(NO_CAPS, 0), (Caps(requests=8), 0.25), (Caps(tokens=1000), 0.6), (Caps(requests=8, tokens=1000), 0.6),
     (Caps(cost=0.0088), 0.5)],
    ids=str,
)  # fmt: skip
def test_the_share_that_is_spent_is_that_of_the_cap_that_is_reached_first(
    store: Store, caps: Caps, share: float
) -> None:
    budget = _budget(store, caps)
    budget.reserve(MOST)
    budget.settle(budget.reserve(Usage(300, 400)), MOST)
    assert budget.share_spent == pytest.approx(share)


def test_cached_tokens_cost_less(store: Store) -> None:
    budget = _budget(store, Caps(cost=1.0))
    _answer(store, budget, budget.reserve(Usage(500_000, 0)), Usage(500_000, 0, cached_tokens=400_000))
    assert budget.objection(Usage(299_999, 0)) == ""
    assert budget.objection(Usage(300_001, 0)) != ""


def test_no_request_takes_more_than_it_has_bytes_and_asks_for(store: Store) -> None:
    budget = _budget(store)
    request = Request(
        "Schreib über 春天.", Sampling(1.0, 1.0, 77), system="Be brief, 请简短。", schema={"type": "object"}
    )
    most = budget.most(request)
    assert most.completion_tokens == 77
    assert most.prompt_tokens > len((request.system + request.prompt).encode())
    structured = budget.most(replace(request, structured=True))
    assert structured.prompt_tokens >= most.prompt_tokens + len('{"type": "object"}')
    assert budget.most(replace(request, prompt="half \ud800")).completion_tokens == 77


TOKENS = st.tuples(st.integers(0, 500), st.integers(0, 500))
EVENTS = st.lists(
    st.tuples(st.sampled_from(["reserve", "settle", "silent", "fail", "broken", "release", "die"]), TOKENS), max_size=40
)
CAPS = st.builds(
    Caps,
    requests=st.none() | st.integers(1, 10),
    tokens=st.none() | st.integers(1, 3000),
    cost=st.none() | st.floats(0.001, 0.02),
)


@settings(max_examples=60)
@given(caps=CAPS, events=EVENTS)
def test_whatever_happens_no_cap_is_passed(caps: Caps, events: list[tuple[str, tuple[int, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create_or_open(Path(folder))
        scenario = Scenario(store, caps)
        for event, (prompt, completion) in events:
            scenario.let(event, Usage(prompt, completion))
            assert scenario.is_kept()
        store.close()


class Scenario:
    """A budget in the hands of a run that asks only when there is no objection, and what was really billed."""

    def __init__(self, store: Store, caps: Caps) -> None:
        self.store, self.caps = store, caps
        self.budget = _budget(store, caps)
        self.in_flight: list[tuple[int, Usage]] = []
        self.billed = Usage()
        self.sent = 0

    def let(self, event: str, usage: Usage) -> None:
        """Let something happen; `usage` is what a request may take, or what its answer took if that is less."""
        if event == "reserve" and not self.budget.objection(usage):
            self.in_flight.append((self.budget.reserve(usage), usage))
            self.sent += 1
        elif event == "die":
            # What was in flight is billed, but nobody will ever tell.
            self.billed = sum((most for _, most in self.in_flight), self.billed)
            self.budget, self.in_flight = _budget(self.store, self.caps), []
        elif event != "reserve" and self.in_flight:
            attempt, most = self.in_flight.pop(0)
            took = Usage(
                min(usage.prompt_tokens, most.prompt_tokens), min(usage.completion_tokens, most.completion_tokens)
            )
            self._end(event, attempt, took)

    def _end(self, event: str, attempt: int, took: Usage) -> None:
        if event in ("settle", "silent"):
            _answer(self.store, self.budget, attempt, took if event == "settle" else Usage())
        elif event == "release":
            self.budget.release(attempt)
        else:
            self.budget.fail(attempt, "x", perhaps_billed=event == "broken")
        if event not in ("release", "fail"):
            self.billed += took

    def is_kept(self) -> bool:
        """Tell whether the caps hold, for what the budget takes as spent and for what was really billed."""
        at_most = self.budget.spent_at_most
        enough = (
            at_most.prompt_tokens >= self.billed.prompt_tokens
            and at_most.completion_tokens >= self.billed.completion_tokens
        )
        tokens = at_most.prompt_tokens + at_most.completion_tokens
        money = (at_most.prompt_tokens * PRICES.prompt + at_most.completion_tokens * PRICES.completion) / 1e6
        return (
            enough
            and (self.caps.requests is None or self.sent <= self.caps.requests)
            and (self.caps.tokens is None or tokens <= self.caps.tokens)
            and (self.caps.cost is None or money <= self.caps.cost)
        )


def test_what_answers_take_beyond_their_most_is_reserved_from_then_on(store: Store) -> None:
    budget = _budget(store, Caps(tokens=5000))
    _answer(store, budget, budget.reserve(MOST), Usage(90, 1200))
    assert budget.objection(MOST) == ""
    attempt = budget.reserve(MOST)
    assert budget.spent_at_most == Usage(90 + 100, 1200 + 1200)
    # What two more may take is within the cap, but not of three.
    _answer(store, budget, attempt, Usage(90, 100))
    budget.reserve(MOST)
    budget.reserve(MOST)
    assert "‹caps.tokens›" in budget.objection(MOST)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [(Usage(70, 1200), Usage(100, 1200)), (Usage(720, 100), Usage(1000, 200))],
    ids=["completion", "prompt"],
)
def test_what_answers_took_beyond_their_most_is_expected_after_a_resume(
    store: Store, taken: Usage, expected: Usage
) -> None:
    budget = _budget(store)
    sent = Request("Say yes.", Sampling(1.0, 1.0, 200))
    assert budget.most(sent) == Usage(72, 200)
    line = store.record(1, budget.reserve(MOST), "instructions", (), Hint(), "", b"", sent)
    store.settle(line, Completion("", "stop", taken, "m"), Outcome())
    again = _budget(store)
    again.reserve(MOST)
    assert again.spent_at_most == taken + expected


def test_only_a_few_leave_before_an_answer_tells_what_requests_take(store: Store) -> None:
    budget = _budget(store, Caps(tokens=1_000_000))
    attempts = [budget.reserve(MOST) for _ in range(4)]
    assert "not known before the first answer" in budget.objection(MOST)
    budget.fail(attempts[0], "rate limit", perhaps_billed=False)
    assert budget.objection(MOST) == ""
    _answer(store, budget, attempts[1], Usage())
    for _ in range(20):
        assert budget.objection(MOST) == ""
        budget.reserve(MOST)


def test_a_surprise_is_expected_of_all_that_is_in_flight_too(store: Store) -> None:
    budget = _budget(store, Caps(tokens=1_000_000))
    _answer(store, budget, budget.reserve(MOST), MOST)
    attempts = [budget.reserve(MOST) for _ in range(45)]
    before = budget.spent_at_most
    _answer(store, budget, attempts.pop(), Usage(100, 320))
    assert budget.spent_at_most == before + Usage(0, 120) + Usage(0, 44 * 120)
    for attempt in attempts:
        _answer(store, budget, attempt, Usage(100, 320))
    assert budget.spent_at_most == MOST + Usage(45 * 100, 45 * 320)


def test_a_larger_request_may_bring_a_larger_surprise(store: Store) -> None:
    """Twice as many tokens as were allowed, and not only so many more."""
    budget = _budget(store, Caps(tokens=1_000_000))
    _answer(store, budget, budget.reserve(Usage(100, 200)), Usage(100, 400))
    before = budget.spent_at_most
    budget.reserve(Usage(100, 4000))
    budget.reserve(Usage(100, 10))
    assert budget.spent_at_most - before == Usage(100, 8000) + Usage(100, 210)


@settings(max_examples=40)
@given(factor=st.integers(2, 5), beyond=st.integers(0, 300), requests=st.lists(st.integers(1, 300), max_size=40))
def test_answers_that_take_too_much_pass_a_cap_by_what_was_in_flight_at_most(
    factor: int, beyond: int, requests: list[int]
) -> None:
    """Sound answers at first, then more tokens than were allowed: only what had left before the first is a surprise."""
    cap = 3000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create_or_open(Path(folder))
        budget = _budget(store, Caps(tokens=cap))
        _answer(store, budget, budget.reserve(Usage(10, 10)), Usage(10, 10))
        flying: list[tuple[int, int]] = []
        for allowed in requests[:20]:
            if not budget.objection(Usage(10, allowed)):
                flying.append((budget.reserve(Usage(10, allowed)), allowed))
        surprise = sum(factor * allowed + beyond - allowed for _, allowed in flying)
        for attempt, allowed in flying:
            _answer(store, budget, attempt, Usage(10, factor * allowed + beyond))
        for allowed in sorted(requests[20:], reverse=True):
            if not budget.objection(Usage(10, allowed)):
                _answer(store, budget, budget.reserve(Usage(10, allowed)), Usage(10, factor * allowed + beyond))
        assert budget.spent_at_most.total <= cap + surprise
        store.close()
