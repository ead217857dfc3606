"""What filters found, in Chinese."""

import re
from pathlib import Path

import pytest

from selfinstruct.filters import FILTERS
from selfinstruct.filters import __file__ as filters_file
from selfinstruct.pool.details import told_in


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("ends with “s laughed at for its”", "结尾是“s laughed at for its”"),
        ("without an output", "没有输出"),
        ("1 of 2 sound ones kept", "保留 1 个，合格的共 2 个"),
        ("1 written, none sound", "写了 1 个，没有一个合格"),
        ("3 of at least 4 characters", "3 个字，至少应有 4 个"),
        ("no usable yes or no (3 requests)", "没有可用的“是”或“否”（请求 3 次）"),
        ("no usable yes or no (1 request)", "没有可用的“是”或“否”（请求 1 次）"),
        ("1 word", "1 个词"),
        ("2 characters", "2 个字"),
        ("2 outputs for one input", "同一个输入有 2 种输出"),
        ("output is not Chinese", "输出不是中文"),
        ("作为一个人工智能语言模型，我", "作为一个人工智能语言模型，我"),
        ("", ""),
    ],
)
def test_a_detail_is_told_in_the_language_of_the_page(detail: str, told: str) -> None:
    assert told_in(detail, "zh") == told
    assert told_in(detail, "en") == detail


@pytest.mark.parametrize(
    ("detail", "in_english", "in_chinese"),
    [("output", "in the output", "在输出里"), ("input", "in the input", "在输入里")],
)
def test_a_field_alone_is_told_as_the_place_that_it_is(detail: str, in_english: str, in_chinese: str) -> None:
    assert (told_in(detail, "en"), told_in(detail, "zh")) == (in_english, in_chinese)


def test_what_earlier_versions_said_of_an_output_that_is_not_there_is_told_in_plain_words() -> None:
    assert (told_in("ends with “”", "en"), told_in("ends with “”", "zh")) == ("without an output", "没有输出")


def test_each_detail_of_our_filters_in_english_words_is_told_in_chinese() -> None:
    folder = Path(filters_file).parent
    written = [
        each
        for path in folder.glob("*.py")
        for each in re.findall(r'return f"(.+?)"(?: if .*)?$', path.read_text("utf-8"), re.M)
    ]
    details = [
        re.sub(
            r"\{[^{}:]*(?::([a-z]+))?[^{}]*\}",
            lambda found: f"12 {found[1]}s" if found[1] else "12",
            each.replace("{language.name}", "Chinese")
            .replace("{language.size_unit}", "words")
            .replace(":.0%}", "}%")
            .replace("U+{", "U+{"),
        )
        for each in written
    ]
    assert len(details) >= 10
    assert [each for each in details if told_in(each, "zh") == each] == []
    assert FILTERS.ours
