"""An instruction about another language or code stays, one written in another language goes."""

import pytest

from selfinstruct.filters.wrong_language import check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "写一首关于秋天的诗。", "not English"),
        ("en", "Напишите стихотворение об осени.", "not English"),
        ("en", "请写一段 Python 代码，计算斐波那契数列的前二十项。", "not English"),
        ("en", "Translate 你好 and 谢谢 into English.", None),
        ("en", "What does the café's “crème brûlée” cost?", None),
        ("en", "2 + 2 * 3 = ?", None),
        ("zh", "Write a poem about autumn.", "not Chinese"),
        ("zh", "秋の俳句を書いてください。それから、その意味をやさしく説明してください。", "not Chinese"),
        ("zh", "2 + 2 * 3 = ?", "not Chinese"),
        ("zh", "用 Python 写一个 quick sort 函数。", None),
        ("zh", "把“The early bird catches the worm”翻译成中文。", None),
    ],
)
def test_the_script_decides(code: str, instruction: str, detail: str | None) -> None:
    assert check_instruction(instruction, find_language(code)) == detail
