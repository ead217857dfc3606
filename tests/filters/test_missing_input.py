"""An instruction that speaks of a text needs one: in itself, or as the input."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.missing_input import check_instance, may_lack_input
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "Summarise the voicemail below in five words.", "Summarise the voicemail"),
        ("en", "Label the tweet as sarcastic or sincere.", "Label the tweet"),
        ("en", "Find the verb in the following short sentence.", "the following short sentence"),
        ("en", "Describe the picture of the whale below.", "below"),
        ("zh", "用一句话概括下面这条语音留言。", "下面这条语音留言"),
        ("zh", "判断这条微博是讽刺还是真诚。", "判断这条微博"),
        ("zh", "读着像流水账，帮我改顺，原文附在下面", "附在下面"),
        ("zh", "把下面这段会议纪要压缩成三句话", "下面这段会议纪要"),
        ("zh", "帮我看看这段代码为什么报错", "看看这段代码"),
        ("zh", "给下面的字注音。", "下面的字"),
        ("zh", "根据给定的材料回答：公司成立于哪一年", "根据给定的材料回答：公司成立于哪一年"),
        (
            "en",
            "Based on the given passage, answer the question: when was the firm founded?",
            "Based on the given passage, answer the question: when was th",
        ),
    ],
)
def test_a_text_that_lacks_is_rejected(code: str, instruction: str, detail: str) -> None:
    language = find_language(code)
    assert check_instance(Draft(instruction, "", "It depends."), language) == detail
    assert check_instance(Draft(instruction, "Hi Tom.", "It depends."), language) is None


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Translate the following sentence into French: I am late."),
        ("en", "Rewrite the sentence. She go home."),
        ("en", "Write a function that reverses the given list."),
        ("en", "Summarise the message of the film Casablanca."),
        ("en", "Describe what happens the following morning."),
        ("en", "Name three fish that live at zero degrees or below."),
        ("zh", "把下面的句子译成英语：我迟到了。"),
        ("zh", "如何提高以下代码的可读性？"),
        ("zh", "写一段下面发生的事。"),
        ("zh", "根据以下材料回答：“公司于2008年成立，总部在苏州。”公司在哪"),
        ("zh", "根据下面的材料回答：公司于2008年成立，总部在苏州。它成立几年了？"),
        ("zh", "这段代码只有一行：print(1)，它输出什么"),
        ("zh", "写这封信要注意些什么"),
        ("en", "According to the following text, answer yes or no: The firm was founded in 2008. Is it old?"),
    ],
)
def test_a_text_of_its_own_or_none_is_sound(code: str, instruction: str) -> None:
    assert check_instance(Draft(instruction, "", "It depends."), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "given", "lacks"),
    [
        ("en", "Write a function that sorts the given list.", "", True),
        ("en", "Say what the figures below mean for a shop.", "", True),
        ("en", "Summarise the voicemail below in five words.", "", True),
        ("en", "Summarise the voicemail below in five words.", "Hi Tom.", False),
        ("en", "Sort the following words: pear, fig, apple", "", False),
        ("en", "Describe what happens the following morning.", "", False),
        ("zh", "如何提高以下代码的可读性？", "", True),
        ("zh", "解釋給定的規則。", "", True),
        ("zh", "把下面的句子译成英语：我迟到了。", "", False),
    ],
)
def test_what_a_person_has_to_say(code: str, instruction: str, given: str, lacks: bool) -> None:
    assert may_lack_input(Draft(instruction, given, "It depends."), find_language(code)) is lacks


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        *(
            ("zh", each)
            for each in ("总结视频内容", "请帮我总结一下视频的主要内容。", "识别图片中的文字", "描述照片", "转写录音")
        ),
        *(
            ("en", each)
            for each in ("Summarize the video.", "Please transcribe the recording", "Describe this screenshot.")
        ),
    ],
)
def test_what_is_shown_nowhere_lacks(code: str, instruction: str) -> None:
    language = find_language(code)
    assert check_instance(Draft(instruction, "", "It is about cooking."), language)
    assert check_instance(Draft(instruction, "00:01 First we boil the water.", "Cooking."), language) is None


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        *(
            ("zh", each)
            for each in (
                "分析视频网站的盈利模式",
                "描述图片压缩的原理",
                "总结录音棚的收费标准",
                "识别图片造假有哪些办法",
            )
        ),
        *(("en", each) for each in ("Describe the image of Rome in film.", "Summarize the video game industry.")),
    ],
)
def test_what_is_about_media_needs_no_input(code: str, instruction: str) -> None:
    assert check_instance(Draft(instruction, "", "It depends."), find_language(code)) is None


@pytest.mark.parametrize(
    "instruction",
    [
        "Which of the following is a mammal?",
        "Identify which of these words is an adverb.",
        "Choose the correct answer",
        "下列哪一项是哺乳动物？",
        "判断下列说法是否可信。",
        "上面这段话表达了作者的什么感情？",
        "概括附件里的会议纪要",
    ],
)
def test_options_and_texts_that_are_nowhere_lack(instruction: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(instruction, "", "B"), find_language(code))
        assert check_instance(Draft(instruction, "A. whale B. shark", "A"), find_language(code)) is None


@pytest.mark.parametrize(
    "instruction",
    [
        "Which of these is a mammal, a whale or a shark?",
        "Which of the following is a mammal: whale, shark?",
        "Choose the right shoes for a marathon",
        "以下哪个是哺乳动物，鲸还是鲨鱼？",
        "以下哪种动物是哺乳动物：鲸、鲨鱼？",
        "怎样在邮件里添加附件",
    ],
)
def test_options_that_are_named_are_there(instruction: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(instruction, "", "The whale."), find_language(code)) is None
