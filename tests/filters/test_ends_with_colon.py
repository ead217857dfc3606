"""A text that announces something and ends goes."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.ends_with_colon import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "given", "output", "detail"),
    [
        ("en", "", "Here are five tips for better sleep:", "output"),
        ("en", "", "**Ingredients:**\n", "output"),
        ("en", "The list of guests:\t\r\n", "Ann, Bo", "input"),
        ("zh", "", "改善睡眠的五个建议如下：", "output"),
        ("zh", "来宾名单：　\n", "安、波", "input"),
        ("zh", "名单:", "结果如下：", "input"),
    ],
)
def test_what_is_announced_is_missing(code: str, given: str, output: str, detail: str) -> None:
    assert check_instance(Draft("…", given, output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "given", "output"),
    [
        ("en", "", "Tips:\n- no coffee after lunch"),
        ("en", "The film ended at 10:30", "It ended at half past ten."),
        ("en", "He said _ “Come in!” Which mark is missing?", ":"),
        ("en", "Ingredients:\n2 eggs", "Ingredients:"),
        ("en", "hot : cold :: day :", "night"),
        ("en", "Oak:\nPine:", "Oak: hard\nPine: soft"),
        ("zh", "冷：热：：昼：", "夜"),
        ("zh", "中文：你好\n英文：", "Hello"),
        ("zh", "", "建议：睡前少看手机。"),
        ("zh", "他说_“请进！”缺什么标点？", "："),
    ],
)
def test_a_colon_elsewhere_is_kept(code: str, given: str, output: str) -> None:
    assert check_instance(Draft("…", given, output), find_language(code)) is None


@pytest.mark.parametrize("output", ["for item in items:", "class Dog:", "Dear Sir or Madam:", "尊敬的张老师："])
def test_a_line_that_opens_a_block_or_a_letter_is_whole(output: str) -> None:
    assert check_instance(Draft("Write the first line.", "", output), find_language("en")) is None
