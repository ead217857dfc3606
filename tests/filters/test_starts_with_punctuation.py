"""Scraps of lists and sentences go; quotations, brackets, formulas and names stay."""

import pytest

from selfinstruct.filters.starts_with_punctuation import check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "- Write a haiku.", "-"),
        ("en", "), then sort the list.", ")"),
        ("en", ", and explain why.", ","),
        ("en", "* Name three rivers.", "*"),
        ("en", "… as shown above, compute the mean.", "…"),
        ("en", "● List the parts of a plant.", "●"),
        ("zh", "，并说明理由。", "，"),
        ("zh", "。写一首诗。", "。"),
        ("zh", "》的作者是谁？", "》"),
        ("zh", "——写一段独白。", "—"),
        ("zh", "、列出三条河流。", "、"),
    ],
)
def test_a_scrap_is_rejected(code: str, instruction: str, detail: str) -> None:
    assert check_instruction(instruction, find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "“To be or not to be”: who says this?"),
        ("en", "'Fair' or 'fare'? Choose the right word."),
        ("en", "(a + b)² equals what?"),
        ("en", "$50 a month or $550 a year: which is cheaper?"),
        ("en", "#include is missing in this program. Why does it matter?"),
        ("en", "-5 is greater than -7. Explain why."),
        ("en", ".NET or Java for a small shop's till?"),
        ("en", "7 times 8 is how much?"),
        ("zh", "《红楼梦》的作者是谁？"),
        ("zh", "“画龙点睛”是什么意思？"),
        ("zh", "「他来了」改成疑问句。"),
        ("zh", "【背景】小店要开业了，写一句口号。"),
        ("zh", "-625 是什么类型的数字？"),
        ("zh", "√2是有理数吗？说明理由。"),
        ("zh", "△ABC的三边长为3、4、5，求面积。"),
        ("zh", "￥100能买几斤苹果？每斤￥8。"),
    ],
)
def test_a_sound_start_is_kept(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code)) is None


@pytest.mark.parametrize(
    "instruction",
    [
        "*args and **kwargs: what are they for?",
        "=VLOOKUP returns #N/A: why?",
        "/etc/hosts: what is it for?",
        "<b> and <strong>: how do they differ?",
        "%s or {}: which is older?",
        "++i or i++: which returns the old value?",
    ],
)
def test_code_may_begin_an_instruction(instruction: str) -> None:
    assert check_instruction(instruction, find_language("en")) is None
