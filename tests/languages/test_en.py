"""English: rouge_score's tokens, words, Latin letters, and how models write "no input"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from selfinstruct.languages import find_language

EN = find_language("en")


@given(st.text())
def test_tokens_are_those_that_rouge_score_compares(text: str) -> None:
    again = RougeScorer(["rougeL"], use_stemmer=False).score(text, " ".join(EN.tokenize(text)))["rougeL"].fmeasure
    assert again == (1.0 if EN.tokenize(text) else 0.0)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("¿…! 你好", []),
        ("Don't STOP: GPT-4 costs $0.03!", ["don", "t", "stop", "gpt", "4", "costs", "0", "03"]),
        ("running runs ran", ["running", "runs", "ran"]),
        ("naïve café", ["na", "ve", "caf"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert EN.tokenize(text) == tokens


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), (" \n", 0), ("one", 1), (" two\twords\n", 2), ("well-known, isn't it?", 3)]
)
def test_size_is_words(text: str, size: int) -> None:
    assert EN.size(text) == size


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Translate 你好 into English.", True),
        ("Müller çà Łódź", True),
        ("1 + 1", True),
        ("ab你好", True),
        ("a你好", False),
        ("Привет, world", False),
    ],
)
def test_own_script_needs_half_of_the_letters(text: str, own: bool) -> None:
    assert EN.is_own_script(text) is own


@pytest.mark.parametrize(
    "spelling",
    "N/A|None.|<noinput>|(no input)|No input required.|[Not applicable]|no additional input needed|(leave blank)|"
    "No additional input is required.|This task does not require any input.|No input is needed for this task.|"
    "There is no input.|No specific input|nan|Nothing.|Not provided|This task requires no input.|No input text|"
    "No additional context needed.|The question needs no input".split("|"),
)
def test_spellings_of_no_input(spelling: str) -> None:
    assert EN.no_input.fullmatch(_letters(spelling))


@pytest.mark.parametrize("text", ["Norway", "Nothing compares to you", "no input was lost in the crash", "not", "No"])
def test_texts_that_are_an_input(text: str) -> None:
    assert not EN.no_input.fullmatch(_letters(text))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
