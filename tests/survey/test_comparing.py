"""Differences with their intervals, against published figures and many draws."""

from math import isclose, nextafter
from random import Random
from statistics import mean

import pytest

from selfinstruct.survey.comparing import Difference, _of_means, _of_shares
from selfinstruct.survey.values import Part, division, histogram, plain, spread


def test_shares_have_the_interval_of_newcombe() -> None:
    # Newcombe 1998, table II, method 10: 56 of 70 and 48 of 80.
    found = _of_shares("x", Part(56, 70), Part(48, 80))
    assert isclose(found.difference, 0.2)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.is_more_than_chance


def test_nothing_to_compare_has_no_interval() -> None:
    assert _of_shares("x", Part(0, 0), Part(1, 2)).is_more_than_chance is None


def test_means_of_the_same_source_differ_by_chance_in_nineteen_of_twenty() -> None:
    random, differ = Random(7), 0
    for _ in range(400):
        one, other = ([random.gauss(10, 3) for _ in range(80)] for _ in range(2))
        (found,) = _of_means("x", spread(one), spread(other))
        assert isclose(found.difference, mean(one) - mean(other))
        differ += bool(found.is_more_than_chance)
    assert 5 <= differ <= 40


@pytest.mark.parametrize("values", [[1.0], [0.0, 0.05, 0.7, 1.0, 3.0]])
def test_a_histogram_has_every_value_once(values: list[float]) -> None:
    found = histogram(values, (0, 0.05, 0.7, 1))
    assert found.total == len(values)
    assert found.counts[-1] == sum(value >= 0.7 for value in values)


@pytest.mark.parametrize(
    ("value", "at_left", "at_right"), [(0.0, 0, 0), (0.05, 0, 1), (0.7, 1, 2), (nextafter(0.7, 1), 2, 2), (1.0, 2, 2)]
)
def test_a_value_on_an_edge_falls_to_the_side_that_is_closed(value: float, at_left: int, at_right: int) -> None:
    edges = (0, 0.05, 0.7, 1)
    for right_closed, place in ((True, at_left), (False, at_right)):
        assert histogram([value], edges, right_closed=right_closed).counts[place] == 1


def test_a_division_is_even_or_not() -> None:
    from collections import Counter

    assert isclose(division(Counter(a=5, b=5)).evenness, 1)
    assert isclose(division(Counter(a=5, b=5), possible=4).evenness, 0.5)
    assert division(Counter(a=5)).evenness == 0
    assert [*division(Counter(a=1, b=2, c=2)).counts] == ["b", "c", "a"]


def test_what_follows_from_fields_is_in_json_too() -> None:
    row = plain(Difference("x", 0.5, 0.25, True, 0.1, 0.4))
    assert row["difference"] == 0.25
    assert row["is_more_than_chance"] is True
