"""One line on a decision: nothing in it that nobody said."""

from collections.abc import Mapping

import pytest

from selfinstruct import Decision, Record
from selfinstruct.cli.lines import decided

YES = {"valid": True, "input_fits": True, "output_right": True}


@pytest.mark.parametrize(
    ("action", "answers", "told"),
    [
        ("keep", {"all": True}, "keep in the sample by ann, 1970-01-01"),
        ("reject", {"all": False}, "reject in the sample by ann, 1970-01-01"),
        ("keep", {}, "keep by ann, 1970-01-01"),
        ("answer", YES | {"valid": False}, ": valid no, input_fits yes, output_right yes"),
    ],
)
def test_a_verdict_in_the_sample_is_no_answer(action: str, answers: Mapping[str, bool], told: str) -> None:
    record = Record("Say hello.", "", "Hello.")
    line = decided(Decision(action, record, "1.1", 1, True, "ann", 43_200.0, "id", answers=answers))  # type: ignore[arg-type]
    assert told in line
    assert "all yes" not in line
