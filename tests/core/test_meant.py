"""Of names that there are, the one that is likely meant comes first."""

import pytest

from selfinstruct.core.meant import by_closeness, choice

NAMES = ("too_long", "too_short", "wrong_language", "sharegpt", "alpaca", "alpaca-jsonl")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("tolong", "too_long"),
        ("too-long", "too_long"),
        ("TOO_SHORT", "too_short"),
        ("shargpt", "sharegpt"),
        ("alpacca", "alpaca"),
        ("-too_lang", "too_long"),
    ],
)
def test_the_closest_comes_first(name: str, first: str) -> None:
    assert by_closeness(name, NAMES)[0] == first
    assert choice(name, NAMES) == f"do you mean {first}? If not, choose one of: {', '.join(NAMES)}"


@pytest.mark.parametrize("name", ["", "xx", "q" * 500])
def test_nothing_is_meant_where_nothing_is_close(name: str) -> None:
    assert choice(name, NAMES) == f"choose one of: {', '.join(NAMES)}"
    assert choice(name, ()) == "choose one of: none"
