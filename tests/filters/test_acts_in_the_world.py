"""What a device is told to do is no task for a model of text; what is to be written about it is."""

import pytest

from selfinstruct.filters.acts_in_the_world import FILTER
from selfinstruct.languages import find_language


def _check(code: str, instruction: str) -> str | None:
    assert FILTER.check_instruction
    return FILTER.check_instruction(instruction, find_language(code))


@pytest.mark.parametrize(
    "instruction",
    [
        *("Set an alarm for 7 a.m. tomorrow.", "Please set a timer for ten minutes", "Remind me to buy milk at 5."),
        *("Turn off the lights in the kitchen.", "Can you turn the heating up?", "Call my mother.", "Play some jazz."),
        *("Order a pizza for me.", "Book a flight to Paris.", "Reserve a table for two at Luigi's."),
        *(
            "Add milk to my shopping list.",
            "Schedule a meeting for Friday.",
            "Open the garage door.",
            "Call me a taxi.",
        ),
    ],
)
def test_acts_are_rejected_in_english(instruction: str) -> None:
    assert _check("en", instruction)


@pytest.mark.parametrize(
    "instruction",
    [
        *(
            "帮我设置一个早上七点的闹钟。",
            "把客厅的灯关掉。",
            "打电话给妈妈。",
            "请提醒我五点买牛奶。",
            "帮我订一张去北京的机票。",
        ),
        *("给小王发一条短信。", "打开空调", "把客廳的燈關掉。", "帮我叫一辆出租车。"),
    ],
)
def test_acts_are_rejected_in_chinese(instruction: str) -> None:
    assert _check("zh", instruction)


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Write a reminder to buy milk at 5."),
        ("en", "How do I set an alarm for 7 a.m.?"),
        ("en", "Remind me what the rules of chess are."),
        ("en", "Turn on the lights: write a scene that begins with these words."),
        ("en", "Set a timer in JavaScript. It should count down from ten."),
        ("en", "Book a flight is a phrase; explain it to a learner."),
        ("en", "Schedule my week so that I can train for a marathon."),
        ("en", "Call my mother what she is: write a toast for her."),
        ("en", "Play devil's advocate on school uniforms."),
        ("en", "Add two sentences to my paragraph."),
        ("en", "Turn the lights of the city into a metaphor."),
        ("en", "Open the letter with a warm greeting."),
        ("zh", "怎么设置早上七点的闹钟？"),
        ("zh", "写一条提醒我买牛奶的便签。"),
        ("zh", "给小王发一条短信，告诉他会议改到周五，语气要客气。"),
        ("zh", "订机票时要注意什么？"),
        ("zh", "把这段话里的灯改成星星，并保持原来的节奏。"),
    ],
)
def test_what_is_to_be_written_is_kept(code: str, instruction: str) -> None:
    assert _check(code, instruction) is None
