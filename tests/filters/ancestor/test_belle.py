"""BELLE's rules: lengths in characters, words anywhere in the instruction or the input."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

FILTERS = load_filters("ancestor", "belle", "zh")
CHINESE = find_language("zh")
MEDIA = "图像 图片 照片 文件 图表 图层 曲线图 折线图 直线图 柱形图 饼状图 链接 http".split()
MODELS = "OpenAI chatgpt gpt-3 gpt-3.5 gpt-4 GPT ChatGPT".split()


@pytest.mark.parametrize(
    ("instruction", "rejection"),
    [
        ("", ("too_short", "0 characters")),
        ("写首诗", ("too_short", "3 characters")),
        ("写首诗。", None),
        ("列举三种常见图表类型及其用途。", ("asks_for_media", "图表")),
        ("用Python绘制柱形图。", ("asks_for_media", "柱形图")),
        ("说明超链接标签的写法。", ("asks_for_media", "链接")),
        ("比较GPT和BERT。", ("speaks_of_a_model", "GPT")),
        ("请GPT模型写一首诗。", ("speaks_of_a_model", "GPT")),
        ("介绍一下Gpt和openai。", None),
        ("画一只猫，再唱一首歌。", None),
        ("字" * 400, None),
    ],
)
def test_instructions(instruction: str, rejection: tuple[str, str] | None) -> None:
    assert FILTERS.reject_instruction(instruction, CHINESE) == rejection


def test_ours_let_sound_ones_pass() -> None:
    ours = load_filters()
    for instruction in ("列举三种常见图表类型及其用途。", "用Python绘制柱形图。", "说明超链接标签的写法。"):
        assert ours.reject_instruction(instruction, CHINESE) is None
    assert ours.reject_instruction("画一只猫的漫画。", CHINESE) == ("asks_for_media", "画一只猫的漫画")


@pytest.mark.parametrize(("words", "reason"), [(MEDIA, "asks_for_media"), (MODELS, "speaks_of_a_model")])
def test_words_are_looked_for_in_the_instruction_and_the_input_not_in_the_output(words: list[str], reason: str) -> None:
    for word in words:
        in_instruction = FILTERS.reject_instruction(f"说一说{word}的用处。", CHINESE)
        in_input = FILTERS.reject_instance(Draft("改写下面的话。", f"说{word}", "好"), CHINESE)
        for found in (in_instruction, in_input):
            assert found
            assert (found[0], found[1] in word) == (reason, True)
        assert FILTERS.reject_instance(Draft("改写下面的话。", "说", f"好{word}"), CHINESE) is None


@pytest.mark.parametrize(
    ("instruction", "given", "detail"),
    [
        ("字" * 99, "甲", None),
        ("字" * 100, "甲", "100 characters"),
        ("字" * 147 + "示例", "甲", None),
        ("字" * 148 + "示例", "甲", "150 characters"),
        ("字" * 147 + "例子", "甲", None),
        ("字" * 148 + "例子", "甲", "150 characters"),
        ("字" * 300, "", None),
    ],
)
def test_beside_an_input_an_instruction_has_a_limit(instruction: str, given: str, detail: str | None) -> None:
    found = FILTERS.reject_instance(Draft(instruction, given, "乙"), CHINESE)
    assert found == (("too_long", detail) if detail else None)


@pytest.mark.parametrize(("given", "output"), [("甲", "甲"), ("甲", ""), ("甲：", "乙："), ("甲:", "乙:")])
def test_no_other_instance_goes_but_a_cut_one(given: str, output: str) -> None:
    assert FILTERS.reject_instance(Draft("改写下面的话。", given, output), CHINESE) is None
    found = FILTERS.reject_instance(Draft("改写下面的话。", given, output, cut="length"), CHINESE)
    assert found == ("cut_by_length", f"ends with “{output}”" if output else "without an output")
