"""Tokens that do not all cost the same."""

import pytest

from selfinstruct.core.settings import Prices
from selfinstruct.core.spending import Spending, all_of
from selfinstruct.core.values import Usage

PRICES = Prices(prompt=1e6, completion=2e6, cached=1e6)


def test_tokens_cost_their_share_of_the_price() -> None:
    spent = Spending.of(Usage(10, 5)) + Spending.of(Usage(10, 5), 0.5) + Spending.of(Usage(2, 0), 0.5)
    assert spent.usage == Usage(22, 10)
    assert spent.cost(PRICES) == pytest.approx(20 + 0.5 * 22)


def test_what_is_taken_away_again_was_never_there() -> None:
    spent = Spending.of(Usage(10, 5), 0.5)
    assert spent - spent == Spending() == all_of([])
    assert hash(spent - spent) == hash(Spending())
    assert Spending.of(Usage(10, 5)) != spent
