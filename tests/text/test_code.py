"""Code that nobody has fenced, and prose that is none."""

import pytest

from selfinstruct.text.code import code_in


@pytest.mark.parametrize(
    "code",
    [
        "def twice(number):\n    return 2 * number\n",
        "words = []\nfor line in lines:\n\n    words.append(line)\n",
        "import re\nfrom math import pi\n",
        "SELECT name, count(*)\nFROM loans\nGROUP BY name;\n",
        '#include <stdio.h>\nint main(void) {\n  puts("hi");\n}\n',
        "function twice(n) {\n  return 2 * n;\n}\n",
        "public class Twice {\n    int of(int n) { return 2 * n; }\n}\n",
        '{\n  "name": "苹果",\n  "count": 3\n}\n',
        "<ul>\n  <li>苹果</li>\n</ul>\n",
    ],
    ids=lambda code: code.split("\n")[0],
)
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("Here it is:\n\n", "\nIt takes a number.\n"), ("如下：\n", "\n说明：\n1. 好\n")]
)
def test_code_is_found_by_whole_lines(before: str, code: str, after: str) -> None:
    text = before + code + after
    assert [text[start:end] for start, end in code_in(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Name: Ann\nAge: 12\n",
        "for the record:\nwhile it rains, we wait for the bus.\n",
        "If you have time:\n    Call me.\n    Or write.\n",
        "# Heading\n\n## Another\n\n- a list\n- of things (two)\n",
        "import the file and go on.\n",
        "x = 5\ny = 6\n",
        "E = mc²\n\nThe energy is (mass) times a constant;\nthat is all.\n",
        "From: ann@example.com\nTo: bob@example.com\n\nDear Bob,\n\nsee you at 5;\nAnn\n",
        "第一步：打开文件；\n第二步：保存；\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "print(“hello”) prints hello.\n",
        "SELECT is a word.",
        "\t\n \n",
    ],
    ids=lambda text: text[:20],
)
def test_prose_is_no_code(text: str) -> None:
    assert [*code_in(text)] == []


def test_a_megabyte_takes_no_time() -> None:
    for text in (
        "x = " * 250_000,
        " " * 1_000_000 + "x",
        "a;\n" * 300_000,
        "def f(" * 150_000,
        "(" * 1_000_000,
        "<a" * 500_000,
    ):
        assert len([*code_in(text)]) <= 1
