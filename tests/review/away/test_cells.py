"""Texts in cells: nothing that a spreadsheet runs or converts, and each comes back as it was."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfinstruct.review.away.cells import cell_of, fits, is_unchanged, loses, plain, text_of

_TRICKY = st.text(alphabet=st.sampled_from([*"'=+-@;\t\n 1aA(|,x", "＝", "是", "\ufeff", "\r"]), max_size=40)


@given(st.one_of(_TRICKY, st.text(max_size=60)))
@example("'=1")
@example("\n=1;'=2")
def test_every_text_comes_back(text: str) -> None:
    assert text_of(cell_of(text)) == plain(text)
    assert is_unchanged(cell_of(text), text)


@given(_TRICKY)
def test_no_cell_begins_a_formula_whatever_separates_the_cells(text: str) -> None:
    cell = cell_of(text)
    assert not re.match(r"[\s\ufeff]*[=+\-@＝]", cell)
    for part in re.split("[;\t\n]", cell):
        assert not re.match(" *[=＝]", part)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        " =1",
        "＝1",
        "-5",
        "1.50",
        "March 3",
        "3-4",
        "1e5",
        "(5)",
        "007",
        "True",
        "N/A",
        "none",
        "１２",
    ],
)
def test_what_would_be_converted_is_marked(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Apples and pears", "a = b", "'tis so", "列出三种水果。", "", "- in\n- a list of things"[2:]]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell_of(text) == text


def test_an_apostrophe_that_a_program_swallows_is_no_change() -> None:
    assert is_unchanged("=1+1", "=1+1")
    assert is_unchanged("line\r\nline", "line\nline")
    assert not is_unchanged("=1+2", "=1+1")


def test_a_cell_holds_so_many_units_of_utf_16() -> None:
    assert fits("x" * 32_767)
    assert not fits("x" * 32_768)
    assert not fits("😀" * 16_384)


@pytest.mark.parametrize(
    ("text", "cell", "is_same"),
    [
        ("naïve 😀 cat", "na?ve ?? cat", True),
        ("naïve 😀 cat", "naive  cat", True),
        ("naïve 😀 cat", "na?ve ?? dog", False),
        ("😀", "??", True),
        ("plain", "plain?", False),
    ],
)
def test_what_a_charset_lacks_is_no_change(text: str, cell: str, is_same: bool) -> None:
    assert is_unchanged(cell, text, "ascii") is is_same
    assert loses(text, "ascii") == (not text.isascii())
    assert not loses(text, "")
