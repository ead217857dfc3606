"""What goes round in circles goes; what repeats a line or a word in good order stays."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.repeats_itself import check_instance, check_instruction
from selfinstruct.languages import find_language

# Of SmolLM2-135M-Instruct.
CAN = (
    "I can make a sentence that makes sense. I can make a sentence that makes sense to me. I can make a sentence that"
    " makes no sense. I can make a sentence that makes sense to me. I can make a sentence that makes sense. I can make"
    " a sentence that makes no sense to me. I can make a sentence that makes sense to me."
)
CIRCLES = [
    ("en", "I will die tomorrow tomorrow tomorrow tomorrow tomorrow tomorrow."),
    ("en", "It grows a little by a little by a little by a little by a little."),
    ("en", CAN),
    ("zh", "我要去商店，我要去商店，我要去商店，我要去商店，我要去商店。"),
    ("zh", "好好好好好好好好好好好好。"),
]
STRAIGHT = [
    ("en", "He said that that was very, very, very good."),
    ("en", "No, no, no! Again and again they walked up the hill, and again and again they rolled down."),
    ("en", "Count to five: one, two, three, four, five."),
    ("zh", "她一步一步地往上走，走得很慢很慢，终于看到了山顶。"),
    ("zh", "哈哈哈哈，太好笑了。"),
]


@pytest.mark.parametrize(("code", "text"), CIRCLES)
def test_a_circle_is_rejected(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language)
    assert check_instance(Draft("Tell me about it.", "", text), language)
    assert check_instance(Draft("Sum it up.", text, "All right."), language)


@pytest.mark.parametrize(("code", "text"), STRAIGHT)
def test_what_says_a_word_twice_is_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("Tell me about it.", "", text), language) is None


def test_where_the_task_speaks_of_it_it_may_repeat_itself() -> None:
    draft = Draft("Write the refrain of a song about walking home.", "", "Walking home tonight, " * 6)
    assert check_instance(draft, find_language("en")) is None
