"""A number beside a limit has the digits that it takes to see that it is another one."""

from decimal import Decimal

import pytest

from selfinstruct.text.digits import beside

ABOVE = 2 * 7 / 20 + 1e-16


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.7, 4, "0.7000"),
        (0.7, 2, "0.70"),
        (ABOVE, 4, "0.7000000000000001"),
        (ABOVE, 2, "0.7000000000000001"),
        (0.70004, 4, "0.70004"),
        (0.6999999, 4, "0.6999999"),
        (0.7004, 2, "0.7004"),
        (0.8000000000000002, 4, "0.8000"),
        (1.0, 4, "1.0000"),
        (0.0, 4, "0.0000"),
    ],
)
def test_a_number_reads_as_the_limit_only_if_it_is(value: float, places: int, shown: str) -> None:
    assert beside(value, 0.7, places) == shown
    assert (Decimal(shown) == Decimal("0.7")) == (value == 0.7)
