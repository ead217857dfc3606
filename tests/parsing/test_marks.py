"""Marks out of five, as models write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.parsing.marks import mark_of

READ: dict[object, float] = {
    "4": 4,
    "4.5": 4.5,
    " 4 ": 4,
    "**4**": 4,
    "4.": 4,
    "(4)": 4,
    "4 (good)": 4,
    "4 because it has 2 faults": 4,
    "4/5": 4,
    "4 / 5": 4,
    "4 out of 5": 4,
    "4 of 5": 4,
    "8/10": 4,
    "85/100": 4.25,
    "5/5分": 5,
    "0/5": 0,
    "five": 5,
    "Four stars": 4,
    "zero": 0,
    "3 points": 3,
    "★★★★☆": 4,
    "★★": 2,
    "⭐⭐⭐": 3,
    "四分": 4,
    "四分半": 4.5,
    "三点五": 3.5,
    "两分": 2,
    "零": 0,
    "满分": 5,
    "4分": 4,
    "４": 4,
    "4分半": 4.5,
    "5分（满分5分）": 5,
    "4分，还行": 4,
    4: 4,
    4.5: 4.5,
    0: 0,
}
NONE: list[object] = [
    *("", "-", "?", "n/a", "good", "7", "-1", "10", "6/5", "3/0", "4-5", "4~5", "3 to 4", "3 or 4", "三到四分", "十分"),
    *(True, False, None, 6, -1, float("nan"), float("inf"), [4], {"x": 4}),
]


@pytest.mark.parametrize("written", READ, ids=repr)
def test_a_mark_is_read_however_it_is_written(written: object) -> None:
    assert mark_of(written) == READ[written]


@pytest.mark.parametrize("written", NONE, ids=repr)
def test_what_is_no_mark_of_ours_is_none(written: object) -> None:
    assert mark_of(written) is None


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.from_regex(r"[0-9]{1,3}([./半分-][0-9]{1,2})?")))
def test_whatever_is_written_a_mark_is_in_range(written: object) -> None:
    mark = mark_of(written)
    assert mark is None or 0 <= mark <= 5
