"""A number beside a limit has the digits that it takes to see that it is another one."""

import pytest

from selfinstruct.text.digits import beside

ABOVE = 2 * 7 / 20 + 1e-16


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.7, 4, "0.7000"),
        (0.7, 2, "0.70"),
        (ABOVE, 4, "0.7000+"),
        (ABOVE, 2, "0.70+"),
        (0.7 - 2e-16, 2, "0.70-"),
        (0.7 + 2e-9, 2, "0.70+"),
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
    assert (shown == f"{0.7:.{places}f}") == (value == 0.7)


def test_a_limit_with_more_places_than_are_shown_keeps_them_in_what_is_beside_it() -> None:
    assert beside(0.655, 0.655, 2) == "0.66"
    assert beside(0.655 + 2e-16, 0.655, 4) == "0.6550+"
