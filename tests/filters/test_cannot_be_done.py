"""A model that says, as prompts allow it to, that a task cannot be done: that is no output, and the reason is kept."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.cannot_be_done import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("CANNOT BE DONE: it needs last night's result.", "it needs last night's result."),
        ("**CANNOT BE DONE:** nobody says which file", "nobody says which file"),
        ("CANNOT BE DONE", ""),
        ("此题无法完成：没有说是哪一张表。", "没有说是哪一张表。"),
        ("此題無法完成。", ""),
        (f"CANNOT BE DONE: {'x' * 500}", "x" * 200),
    ],
)
def test_it_is_told_why(code: str, output: str, reason: str) -> None:
    assert check_instance(Draft("Who won?", "", output), find_language(code)) == reason


@pytest.mark.parametrize(
    "output",
    ["It cannot be done: the order has shipped.", "Cannot be done by hand.", "他说此题无法完成。", "无法完成：缺零件"],
)
def test_other_words_are_an_output(output: str) -> None:
    assert check_instance(Draft("Who won?", "", output), find_language("en")) is None
