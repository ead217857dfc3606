"""What a Python caller may get wrong is told in one line, with the field, also where a value is of another type."""

from typing import Any

import pytest

from selfinstruct import Caps, InputError, Pace, Settings
from selfinstruct.pipeline.plan import Plan


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Settings("ten"), "‹target› ten: must be at least 1"),  # type: ignore[arg-type]
        (lambda: Settings(5, random_seed="x"), "‹random_seed› x: must be a whole number"),  # type: ignore[arg-type]
        (lambda: Settings(5, caps=Caps(requests=[3])), r"‹caps.requests› \[3\]: must be at least 1"),  # type: ignore[arg-type]
        (lambda: Pace(concurrency="auto"), "‹concurrency› auto: must be at least 1"),  # type: ignore[arg-type]
        (lambda: Settings(5, about=" "), "‹about›: is empty; name a field"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_field(make: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        make()


def test_a_plan_names_no_option_of_the_command_line() -> None:
    plan = Plan(0, "", {}, {}, {}, from_experience=False)
    assert [line for line in plan.lines() if "show_prompts" in line] == []
