"""How much an endpoint may be asked: never more than the limit in any minute, as many at once as it takes."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.endpoints.limits import Concurrency, RateLimit, Share

MINUTE = 60.0
LIMIT = 100
# What is asked for, what it turns out to be as a share of that, and how long after the one before, and when it is told.
ASKED = st.tuples(st.integers(1, LIMIT), st.floats(0, 1), st.floats(0, 40), st.floats(0, 100))


def _most_in_any_minute(taken: Sequence[tuple[float, int]]) -> int:
    return max(sum(amount for at, amount in taken if start <= at < start + MINUTE) for start, _ in taken)


@given(st.lists(ASKED, min_size=1, max_size=30))
def test_no_minute_has_more_than_the_limit_also_when_the_true_amounts_are_told_later(
    asked: list[tuple[int, float, float, float]],
) -> None:
    limit, now = RateLimit(LIMIT), 0.0
    taken: list[tuple[float, int]] = []
    to_tell: list[tuple[float, Share, int]] = []
    for amount, share, gap, delay in asked:
        now += gap
        while True:
            for each in [each for each in to_tell if each[0] <= now]:
                to_tell.remove(each)
                limit.correct(*each[1:])
            wait = limit.seconds_until(amount, now)
            if not wait:
                break
            now += wait
        entry = limit.take(amount, now)
        taken.append((now, round(amount * share)))
        to_tell.append((now + delay, entry, round(amount * share)))
    assert _most_in_any_minute(taken) <= LIMIT


@given(st.lists(st.tuples(st.integers(1, LIMIT), st.integers(0, 100_000)), min_size=1, max_size=30))
def test_the_wait_that_is_told_is_long_enough_and_no_longer(asked: list[tuple[int, int]]) -> None:
    limit, now = RateLimit(LIMIT), 0.0
    for amount, milliseconds in asked:
        now += milliseconds / 1000
        if wait := limit.seconds_until(amount, now):
            assert limit.seconds_until(amount, now + 0.9 * wait) > 0
            now += wait
            assert limit.seconds_until(amount, now) == 0
        limit.take(amount, now)


def test_an_amount_that_turns_out_larger_is_waited_for() -> None:
    limit = RateLimit(LIMIT)
    taken = limit.take(40, 0.0)
    assert limit.seconds_until(60, 1.0) == 0
    limit.correct(taken, 70)
    assert limit.seconds_until(30, 1.0) == 0
    assert 58 < limit.seconds_until(60, 1.0) <= 61


def test_an_amount_that_is_told_after_its_minute_changes_nothing() -> None:
    limit = RateLimit(LIMIT)
    late = limit.take(90, 0.0)
    assert limit.seconds_until(50, 100.0) == 0
    limit.take(50, 100.0)
    limit.correct(late, 10)
    assert limit.seconds_until(50, 100.0) == 0
    assert limit.seconds_until(51, 100.0) > 0


def test_without_a_limit_there_is_no_wait() -> None:
    limit = RateLimit(None)
    for _ in range(1000):
        limit.correct(limit.take(10**9, 0.0), 1)
        assert limit.seconds_until(10**9, 0.0) == 0


# --- how many at once


class Load:
    """Rounds of requests to an endpoint, as many at a time as are allowed."""

    def __init__(self, fixed: int | None = None) -> None:
        self.concurrency = Concurrency(fixed)
        self.now = 0.0

    def answer_a_round(self, seconds: float = 1.0, kind: str = "instructions") -> int:
        """Let all that may be in flight be answered after so many seconds; return how many may be next."""
        left_at, self.now = self.now, self.now + seconds
        for _ in range(self.concurrency.limit):
            self.concurrency.answered(kind, left_at, self.now)
        return self.concurrency.limit

    def overload_a_round(self, share: float = 1.0) -> int:
        """Let a share of what may be in flight be refused, the rest be answered."""
        left_at, self.now = self.now, self.now + 1.0
        refused = round(self.concurrency.limit * share)
        for number in range(self.concurrency.limit):
            if number < refused:
                self.concurrency.overloaded(left_at, self.now)
            else:
                self.concurrency.answered("instructions", left_at, self.now)
        return self.concurrency.limit


def test_it_doubles_as_long_as_answers_take_no_longer() -> None:
    load = Load()
    assert load.concurrency.limit == 8
    assert [load.answer_a_round() for _ in range(8)] == [16, 32, 64, 128, 256, 512, 512, 512]


def test_it_stays_where_answers_take_more_than_twice_as_long_and_goes_on_when_they_do_not() -> None:
    load = Load()
    assert load.answer_a_round() == 16
    assert [load.answer_a_round(seconds) for seconds in (2.1, 5.0, 30.0)] == [16, 16, 16]
    assert load.answer_a_round(1.9) == 32


def test_that_it_is_asked_less_than_at_first_shows() -> None:
    load, fixed = Load(), Load(1)
    seen = [(load.concurrency.limit, load.concurrency.is_low)]
    seen += [(load.overload_a_round(), load.concurrency.is_low) for _ in range(3)]
    assert seen == [(8, False), (4, True), (2, True), (1, True)]
    seen = [(load.answer_a_round(), load.concurrency.is_low) for _ in range(9)]
    assert all(is_low == (limit < 8) for limit, is_low in seen)
    assert {is_low for _, is_low in seen} == {False, True}
    fixed.overload_a_round()
    assert not fixed.concurrency.is_low


def test_what_is_usual_is_told_by_the_step() -> None:
    load = Load()
    load.answer_a_round(1.0, "classification")
    assert [load.answer_a_round(20.0, "input_first") for _ in range(3)] == [32, 64, 128]
    assert load.answer_a_round(20.0, "classification") == 128


def test_it_halves_at_most_once_a_round_however_many_are_refused() -> None:
    load = Load()
    for _ in range(4):
        load.answer_a_round()
    assert load.concurrency.limit == 128
    assert [load.overload_a_round() for _ in range(8)] == [64, 32, 16, 8, 4, 2, 1, 1]


def test_a_few_refusals_do_not_halve_it() -> None:
    load = Load()
    load.answer_a_round()
    assert load.overload_a_round(share=0.1) == 32


def test_after_the_first_overload_it_rises_by_an_eighth() -> None:
    load = Load()
    for _ in range(4):
        load.answer_a_round()
    assert load.overload_a_round() == 64
    assert [load.answer_a_round() for _ in range(3)] == [72, 81, 91]
    while load.overload_a_round() > 1:
        pass
    assert [load.answer_a_round() for _ in range(3)] == [2, 3, 4]


def test_answers_to_what_left_before_the_round_do_not_count() -> None:
    load = Load()
    load.answer_a_round()
    for _ in range(100):
        load.concurrency.answered("instructions", load.now - 0.5, load.now + 0.5)
        load.concurrency.overloaded(load.now - 0.5, load.now + 0.5)
    assert load.concurrency.limit == 16


def _meet(concurrency: Concurrency, now: float, refused: Sequence[bool]) -> None:
    """Let what may be in flight come back, one after the other."""
    for number, is_refused in enumerate(refused[: concurrency.limit]):
        at = now + 1 + number / 1000
        if is_refused:
            concurrency.overloaded(now, at)
        else:
            concurrency.answered("instructions", now, at)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.02, 0.15))
def test_it_rises_as_long_as_fewer_are_turned_away_just_as_often(seed: int, share: float) -> None:
    """Whatever it is brought down to at first, it comes back from there, and stays."""
    drawn, concurrency, reached = Random(seed), Concurrency(None, most=32), 0
    for number in range(800):
        _meet(concurrency, 10.0 * number, [drawn.random() < share for _ in range(32)])
        reached += concurrency.limit == 32
    assert reached > 400


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_what_a_limit_turns_away_is_never_taken_for_chance(seed: int, most: int) -> None:
    drawn, concurrency, limits = Random(seed), Concurrency(None), []
    for number in range(200):
        limits.append(limit := concurrency.limit)
        refused = [each >= most for each in range(limit)]
        drawn.shuffle(refused)
        _meet(concurrency, 10.0 * number, refused)
    # It passes the limit by twice at first, and by a fifth and a step of an eighth from then on.
    assert max(limits[50:]) <= max(most + 1, 1.5 * most)
    assert sum(limits[50:]) / len(limits[50:]) >= 0.6 * most


@pytest.mark.parametrize("fixed", [1, 50, 1000])
def test_a_fixed_number_stays(fixed: int) -> None:
    load = Load(fixed)
    assert {load.answer_a_round(), load.overload_a_round(), load.answer_a_round(30.0)} == {fixed}
