"""Broken characters and endless repetition go; rulers, refrains, laughter and code stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.garbled import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "text", "detail"),
    [
        ("en", "The caf\ufffd opens at nine.", "character U+FFFD"),
        ("en", "Press \x1b[0m to go on.", "character U+001B"),
        ("en", "It is very " + "very " * 20 + "good.", "repeats “very ”"),
        ("en", "I like tea and cake. " * 12, "repeats “I like tea and cake. ”"),
        ("en", "Aa" + "h" * 200, "repeats “h”"),
        ("en", "Great!" + "!" * 40, "repeats “!”"),
        ("zh", "锟斤拷\ufffd\ufffd营业时间", "character U+FFFD"),
        ("zh", "图标\ue000在左边", "character U+E000"),
        ("zh", "这本书非常" + "好看" * 15, "repeats “好看”"),
        ("zh", "今天天气很好，我们去公园。" * 12, "repeats “今天天气很好，我们去公园。”"),
        ("zh", "哈" * 60, "repeats “哈”"),
        ("zh", "太棒了" + "😂" * 30, "repeats “😂”"),
    ],
)
def test_broken_and_looping_text_is_rejected(code: str, text: str, detail: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) == detail
    assert check_instance(Draft("…", text, "sound"), language) == detail
    assert check_instance(Draft("…", "sound", text), language) == detail


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "| day | rain |\n|" + "-" * 40 + "|" + "-" * 40 + "|\n| Mon | 3 mm |"),
        ("en", "/" * 60 + "\n// Settings\n" + "/" * 60),
        ("en", "%" * 50 + "\n;;" + ";" * 50),
        ("en", "Total " + "." * 60 + " 12"),
        ("en", "Name: " + "_" * 60),
        ("en", "═" * 40 + "\n" + "█" * 40),
        ("en", "if (a[i] == b[j] && !(c || d)) { x += y++; } else { (((z))); }}}"),
        ("en", "[" + "0, " * 100 + "0]"),
        ("en", "1 / 3 = 0." + "3" * 80),
        ("en", "N" + "o" * 20 + "! said the little bear."),
        ("en", "Row, row, row your boat. Merrily, merrily, merrily, merrily!"),
        ("en", "GATTACA" + "A" * 18),
        ("en", "<tr>" + "<td></td>" * 7 + "</tr>"),
        ("en", "First line\r\n\tindented “quoted” — naïve 😀"),
        ("zh", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈，笑死我了"),
        ("zh", "＝" * 40 + "\n目录" + "…" * 40 + "３"),
        ("zh", "姓名" + "＿" * 40),
        ("zh", "滴答，滴答，滴答，滴答，钟声一下一下地敲着。"),
        ("zh", "一闪一闪亮晶晶，满天都是小星星"),
    ],
)
def test_repetition_with_a_purpose_is_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("…", text, text), language) is None
