"""What is asked for is corrected by what came of it, so that a dataset has what it is to have."""

from collections import deque
from collections.abc import Callable
from random import Random

import pytest

from selfinstruct.pool.shares import LABEL_TASKS, asked_for, correction


def share_of(model: Callable[[Random, int], int], tasks: int = 10_000, in_flight: int = 1, seed: int = 5) -> float:
    """Return the share of label tasks of a dataset from a model that gives so many of ten when asked for some.

    As many requests are in flight: what they bring is known only after as many others.
    """
    random, held, of = Random(seed), 0, 0
    awaited = deque[int]()
    while of < tasks:
        asked = asked_for(random, 10, LABEL_TASKS, held, of, 10 * len(awaited))
        awaited.append(min(10, model(random, asked)))
        if len(awaited) == in_flight:
            held, of = held + awaited.popleft(), of + 10
    return held / of


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(lambda _, asked: asked, id="it does as it is asked"),
        pytest.param(lambda _, asked: 2 * asked, id="it likes them"),
        pytest.param(lambda random, asked: asked + (random.random() < 0.8), id="it writes some unasked"),
        pytest.param(
            lambda random, asked: asked + sum(random.random() < 0.08 for _ in range(10 - asked)),
            id="of what is to be others, it writes eight in a hundred unasked",
        ),
        pytest.param(lambda random, asked: sum(random.random() < 0.4 for _ in range(asked)), id="it often does not"),
    ],
)
def test_one_task_in_eight_is_a_label_task_whatever_the_model_likes(model: Callable[[Random, int], int]) -> None:
    assert share_of(model) == pytest.approx(LABEL_TASKS, abs=0.025)
    # Within 10 to 15 in a hundred where it answers many requests at once, too.
    assert share_of(model, 4000, in_flight=32) == pytest.approx(LABEL_TASKS, abs=0.025)


@pytest.mark.parametrize("in_flight", [4, 16, 64])
def test_many_requests_in_flight_do_not_all_make_up_for_the_same(in_flight: int) -> None:
    shares = [share_of(lambda _, asked: asked, 1000, in_flight, seed) for seed in range(20)]
    assert all(0.1 < each < 0.15 for each in shares), shares


def test_a_model_that_writes_nothing_else_is_asked_for_none() -> None:
    random = Random(6)
    assert {asked_for(random, 10, LABEL_TASKS, 900, 1000) for _ in range(100)} == {0}


def test_at_first_as_many_are_asked_for_as_there_are_to_be() -> None:
    random = Random(7)
    asked = [asked_for(random, 10, LABEL_TASKS, 0, 0) for _ in range(1000)]
    assert {*asked} == {1, 2}
    assert sum(asked) == pytest.approx(1250, abs=60)


def test_a_request_is_never_for_nothing_else() -> None:
    assert asked_for(Random(8), 10, LABEL_TASKS, 0, 10_000) == 4


def test_what_is_as_it_should_be_is_not_corrected() -> None:
    assert correction(125, 1000, 1 / 8, 8) == pytest.approx(1)
    assert correction(200, 1000, 1 / 8, 8) < 1 < correction(100, 1000, 1 / 8, 8)
