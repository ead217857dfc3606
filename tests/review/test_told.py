"""What the script is told of what was taken back."""

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions.values import Decision
from selfinstruct.review.told import undone_told


@pytest.mark.parametrize(
    ("instruction", "title"),
    [("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "…"), (f"{'x' * 59} y", "x" * 59 + "…"), ("a\n b", "a b")],
)
def test_a_title_that_is_cut_says_so(instruction: str, title: str) -> None:
    decision = Decision("keep", Record(instruction, "", ""), "1.1", 1, True, "ann", 0.0, "id")
    assert undone_told(decision)["title"] == title
