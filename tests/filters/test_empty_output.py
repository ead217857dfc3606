"""No output, or a word for none, goes; short outputs that answer something stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.empty_output import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "output", "detail"),
    [
        ("en", "", ""),
        ("en", " \n\t", ""),
        ("en", "N/A", "N/A"),
        ("en", "n.a.\n", "n.a."),
        ("en", "<no output>", "<no output>"),
        ("en", "...", "..."),
        ("zh", "　", ""),
        ("zh", "（无输出）", "（无输出）"),
        ("zh", "没有输出。", "没有输出。"),
        ("zh", "……", "……"),
    ],
)
def test_nothing_is_rejected(code: str, output: str, detail: str) -> None:
    assert check_instance(Draft("…", "", output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "None"),
        ("en", "Na"),
        ("en", "Na."),
        ("en", "0"),
        ("en", "?"),
        ("en", "."),
        ("en", "There is no output: the loop never runs."),
        ("zh", "无"),
        ("zh", "没有"),
        ("zh", "。"),
        ("zh", "程序没有输出，因为循环一次也没有执行。"),
        ("zh", "👍"),
    ],
)
def test_a_short_answer_is_kept(code: str, output: str) -> None:
    assert check_instance(Draft("…", "", output), find_language(code)) is None
