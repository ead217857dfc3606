"""What a dry run says of the caps."""

import pytest

from selfinstruct.core.settings import Caps
from selfinstruct.pipeline.capped import Amounts, cap_lines

ABOUT = Amounts(requests=400, tokens=80_000, cost=0.72)
NOTHING = Amounts(0, 0, None)


@pytest.mark.parametrize(
    ("caps", "spent", "told"),
    [
        (Caps(cost=2), NOTHING, ["‹caps.cost› 2 leaves room for that"]),
        (Caps(cost=1), NOTHING, ["‹caps.cost› 1 leaves room for that, unless it takes more than usual"]),
        (Caps(cost=0.5), NOTHING, ["‹caps.cost› 0.5 is too little: it will stop it at about 690 tasks"]),
        (
            Caps(requests=390),
            NOTHING,
            ["‹caps.requests› 390 is too little: it is likely to stop it at about 980 tasks"],
        ),
        (
            Caps(cost=0.8, tokens=100_000),
            Amounts(100, 30_000, 0.44),
            [
                "‹caps.tokens› 100,000, of which 30,000 is spent, is too little:"
                " it is likely to stop it at about 880 tasks",
                "‹caps.cost› 0.8, of which 0.44 is spent, is too little: it will stop it at about 500 tasks",
            ],
        ),
        (Caps(), NOTHING, []),
    ],
    ids=str,
)
def test_each_cap_is_held_against_what_is_likely_to_be_spent(caps: Caps, spent: Amounts, told: list[str]) -> None:
    assert [*cap_lines(caps, spent, ABOUT, (0.8, 2.4), 0, 1000)] == told


def test_a_run_that_is_complete_needs_no_cap() -> None:
    assert [*cap_lines(Caps(cost=0.1), NOTHING, ABOUT, (0.8, 2.4), 10, 0)] == []
