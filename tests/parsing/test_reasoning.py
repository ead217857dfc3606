"""What a model thought aloud is left out; tags that a text speaks of are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.parsing.turns import visible


@pytest.mark.parametrize("text", ["<think>\n1. a\n2. b", "<Reasoning>1. a", "1. a\n2. b</think>", "<think>a</think>"])
def test_reasoning_alone_is_no_answer(text: str) -> None:
    assert visible(text).strip() == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Explain <think>: it opens what </think> closes. So.", "Explain <think>: it opens what </think> closes. So."),
        ("Write `</think>`.", "Write `</think>`."),
        ("So be it.</think>\n1. a", "\n1. a"),
        ("So be it.\n </think>1. a", "1. a"),
        ("\ufeff1. a", "1. a"),
        ("1. a<|eot_id|>\n", "1. a"),
        ("1. <|a|> b", "1. <|a|> b"),
    ],
)
def test_reasoning_is_told_from_tags_that_are_spoken_of(text: str, left: str) -> None:
    assert visible(text) == left


@given(st.text())
def test_text_without_reasoning_keeps_all_but_carriage_returns(text: str) -> None:
    assert visible("a" + text.replace("<", "")) == "a" + text.replace("<", "").replace("\r\n", "\n").replace("\r", "\n")
