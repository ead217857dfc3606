"""Escapes that were written twice lose a layer where that is sure; code, paths, TeX and talk of escapes keep theirs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.values import Draft
from selfinstruct.filters import garbled
from selfinstruct.languages import find_language
from selfinstruct.text.escapes import left_escape, unescaped

TWICE = [
    "Bring:\n- a rope\n- a lamp\nThat is all.",
    "理想汽车",
    "这是第12个回答，港口靠近冰川。",
    "near:\n- one\n- two\nand both",
    "Roses are red\nviolets are blue\nsugar is sweet",
    "Café culture",
    'He said "hi".\nShe left.',
    "第一步：开机。\n第二步：关机。",
    "是",
    "“Yes”, she said.",
    "1. plums\n2. figs",
    "Dear Sir,\n\nThank you.\n\tYours",
    "🙂🙂 fine",
]


@pytest.mark.parametrize("text", TWICE)
def test_a_layer_too_many_is_undone(text: str) -> None:
    once_more = json.dumps(text)[1:-1]
    assert once_more != text
    assert unescaped(once_more, "Describe it.") == text


def test_code_is_known_by_its_indentation() -> None:
    code = 'def f():\n    return "a\\n"\n\nprint(f())'
    assert unescaped(json.dumps(code)[1:-1], "Write a function in Python.") == code


@pytest.mark.parametrize(
    "code", ["{\n  a;\n}", "func f() {\n\tx := 1\n}", "[\n  1\n]", "import re\n\ndef f(): ...", "a {\n\t\tb\n}"]
)
def test_code_in_any_language_is_known_by_its_shape(code: str) -> None:
    assert unescaped(json.dumps(code)[1:-1], "Write code.") == code


KEPT = [
    ('print("a\\n")', ""),
    ("What does \\n do?", ""),
    ("C:\\new\\table and D:\\notes", ""),
    ("\\\\server\\notes", ""),
    ("\\nu + \\neq \\nabla f", ""),
    ("\\text{a} \\times \\nu", ""),
    ("\\frac{1}{2}\\n", ""),
    ("\\begin{matrix} a & b \\\\ c & d \\end{matrix}", ""),
    ("\\d+\\n\\w+", ""),
    ("^(\\d{3})\\n$", ""),
    ("Use '\\n' to split.", ""),
    ("Replace `\\n` by a space.", ""),
    ("sed 's/\\n/ /g'", ""),
    ("The escape \\u00e9 means é.", ""),
    ("Is \\u4f60 valid in JSON?", ""),
    ("\\u7406\\u60f3", "把下面的文字转成 Unicode 转义。"),
    ("A\\nB\\nC", "Split this string at its line breaks."),
    ("¯\\_(ツ)_/¯", ""),
    ("Ann\\nBob\\nCid", "Replace each \\n by a comma."),
    ("春眠不觉晓\\n处处闻啼鸟", "把下面文本中的\\n替换成空格。"),
    ("ERROR\\nTimeout after 3 s\\nRetry", "What does this log line say?"),
    ("文本里的\\n表示什么？", ""),
    ("把每行末尾的\\n去掉。", ""),
    ("说明\\n和\\t的区别。", ""),
    ("Split the text at blank lines (\\n\\n).", ""),
    ("text.split(/\\n\\n+/)", "Give a JavaScript expression for paragraphs."),
    ("s/\\n\\n+/\\n/g", "Write a substitution in code."),
    ("[\\n\\t]", "Write a regular expression for a line break or a tab."),
    ("[\\n\\t\\r]", "Write a regular expression for white space."),
    ("\\n\\n", "Give a regular expression for two line breaks."),
]


@pytest.mark.parametrize(("text", "topic"), KEPT)
def test_what_speaks_of_escapes_keeps_them(text: str, topic: str) -> None:
    assert unescaped(text, topic) == text
    assert left_escape(text, topic) == ""


@pytest.mark.parametrize(
    "text", ["\\理\\想\\汽\\车", "Bring:\na\\n- b\\n- c", "near:\\\\n- one\\\\n- two", "理想\\u6c7d\\u8f66"]
)
def test_what_cannot_be_undone_for_sure_is_garbled(text: str) -> None:
    assert unescaped(text) == text
    detail = garbled.check_instance(Draft("Describe it.", "", text), find_language("en"))
    assert detail
    assert detail.startswith("escape")
    assert garbled.check_instruction(text, find_language("zh"))


@given(st.text())
def test_text_without_backslashes_is_left_alone(text: str) -> None:
    text = text.replace("\\", "")
    assert unescaped(text) == text
    assert left_escape(text) == ""


@pytest.mark.parametrize("unit", ["\\", "\\n", "\\n- a", "\\u7406", '"', "'", "`", "\\n ", 'a"\\n', "\\理"])
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    text = unit * (100_000 // len(unit))
    assert len(unescaped(text)) <= len(text)
    left_escape(text)
