"""An assistant that asks for the text goes; people who ask, and texts that only come back in other words, stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.asks_for_input import check_instance
from selfinstruct.languages import find_language
from tests.filters.answers_en import ASKED_EN, SOUND_EN
from tests.filters.answers_zh import ASKED_ZH, SOUND_ZH

PLAIN = {"en": "Summarize the following article.", "zh": "总结下面的文章。"}


@pytest.mark.parametrize(("code", "text"), [*(("en", text) for text in ASKED_EN), *(("zh", text) for text in ASKED_ZH)])
def test_an_answer_that_asks_back_is_rejected(code: str, text: str) -> None:
    assert check_instance(Draft(PLAIN[code], "", text), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "output"), [*(("en", *pair) for pair in SOUND_EN), *(("zh", *pair) for pair in SOUND_ZH)]
)
@pytest.mark.parametrize("given", ["", "x"])
def test_sound_answers_are_kept(code: str, instruction: str, output: str, given: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_long_answer_may_ask_too(code: str) -> None:
    text = {"en": "Please share the article. " * 30, "zh": "请提供文章。" * 30}[code]
    assert check_instance(Draft(PLAIN[code], "", text), find_language(code)) is None
