"""What a device is told to do is no task for a model of text; what is to be written about it is."""

import pytest

from selfinstruct.core.values import Draft
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
            "播放一首周杰伦的歌",
            "请帮我放点轻松的音乐。",
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


@pytest.mark.parametrize(
    "instruction", ["明早七点叫我起床", "明天早上叫醒我", "明天六点半提醒我吃药", "晚上八点把客厅的灯关了"]
)
def test_acts_at_a_time_are_rejected(instruction: str) -> None:
    assert _check("zh", instruction)


@pytest.mark.parametrize(
    "instruction", ["六点半起床晚不晚", "每天早上叫醒孩子要喊十遍，怎么办", "提醒我妈吃药的便签怎么写"]
)
def test_what_is_asked_about_times_is_kept(instruction: str) -> None:
    assert _check("zh", instruction) is None


def _said(code: str, instruction: str, output: str) -> str | None:
    assert FILTER.check_instance
    return FILTER.check_instance(Draft(instruction, "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("zh", "闹钟已经设好了。"),
        ("zh", "好的，已经帮您预订了一张车票。"),
        ("zh", "好的，明早叫您。"),
        ("zh", "好的，会准时提醒您。"),
        ("zh", "已為您打開客廳的空調。"),
        ("en", "I've set the alarm for seven."),
        ("en", "Done! Your table is booked."),
        ("en", "Okay, the lights are now off."),
    ],
)
def test_an_act_that_is_said_to_be_done_is_rejected(code: str, output: str) -> None:
    assert _said(code, "明早七点的闹钟" if code == "zh" else "Tomorrow at seven", output) == output


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("zh", "写一条消息，告诉同事会议室的酒店订好了", "酒店已经订好了。"),
        ("zh", "用“已经”造句", "机票已经订好了。"),
        ("zh", "外卖放门口了，给顾客发个短信", "外卖已经为您送到门口。"),
        ("en", "Give an example sentence in the present perfect.", "I have booked the table."),
        ("en", "Write a text that tells my boss the flight is booked.", "Your flight is booked."),
        ("en", "What is the first step when a lamp smokes?", "The lights are off."),
    ],
)
def test_words_that_are_wanted_are_kept(code: str, instruction: str, output: str) -> None:
    assert _said(code, instruction, output) is None
