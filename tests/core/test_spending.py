"""Tokens that do not all cost the same."""

import pytest

from selfinstruct.core.rates import Rate
from selfinstruct.core.settings import Prices
from selfinstruct.core.spending import Spending, all_of
from selfinstruct.core.values import Usage

LISTS = {1: Prices(prompt=1e6, completion=2e6, cached=1e6), 2: Prices(prompt=5e6, completion=5e6, cached=5e6)}
USUAL, HALF = Rate(1.0, 1), Rate(0.5, 1)


def test_tokens_cost_their_share_of_the_price() -> None:
    spent = Spending.of(Usage(10, 5), USUAL) + Spending.of(Usage(10, 5), HALF) + Spending.of(Usage(2, 0), HALF)
    assert spent.usage == Usage(22, 10)
    assert spent.cost(LISTS) == pytest.approx(20 + 0.5 * 22)
    assert spent.usual_cost(LISTS) == pytest.approx(42)


def test_tokens_cost_what_their_own_list_says_and_nothing_where_there_is_none() -> None:
    spent = Spending.of(Usage(10, 5), USUAL) + Spending.of(Usage(10, 5), Rate(1.0, 2)) + Spending.of(Usage(3, 4))
    assert spent.cost(LISTS) == pytest.approx(20 + 75)
    assert spent.unpriced(LISTS) == Usage(3, 4)


def test_what_is_taken_away_again_was_never_there() -> None:
    spent = Spending.of(Usage(10, 5), HALF)
    assert spent - spent == Spending() == all_of([])
    assert hash(spent - spent) == hash(Spending())
    assert Spending.of(Usage(10, 5), USUAL) != spent
