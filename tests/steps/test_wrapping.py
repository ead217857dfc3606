"""Fences and quotations around whole tasks, and tasks of one line each."""

import pytest

from tests.steps.test_tasks import Triple, parse

A = "[Task 4]\nName a fruit.\n[Input]\nnone\n[Output]\nFig."
CODE = "```c\nputs(1);\n\nputs(2);\n```"
B = f"[Task 5]\nMend it.\n[Input]\n{CODE}\n[Output]\n{CODE}"
BOTH = [("Name a fruit.", "", "Fig."), ("Mend it.", CODE, CODE)]


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{A}\n{B}\n```",
        f"Here you go:\n\n```text\n{A}\n{B}\n```\nHope this helps!",
        f"```\n{A}\n```\n\n```\n{B}\n```\n",
        f"{A}\n{B}\n[End]",
        "> " + f"{A}\n{B}".replace("\n", "\n> "),
        "Sure!\n\n>" + f"{A}\n{B}".replace("\n", "\n>"),
    ],
)
def test_what_stands_around_tasks_is_not_of_them(text: str) -> None:
    assert parse(text) == BOTH


def test_code_before_a_heading_keeps_its_fence() -> None:
    assert parse(f"{B}\n{A}\n\n```\nx\n```") == [BOTH[1], ("Name a fruit.", "", "Fig.\n\n```\nx\n```")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Task 4] A [Input] none [Output] Fig.\n[Task 5] B [Input] b [Output] [x] a",
         [("A", "", "Fig."), ("B", "b", "[x] a")]),
        ("【任务4】A【输入】无【输出】苹果\n【任务5】B【输入】b【输出】a\n【完】",
         [("A", "", "苹果"), ("B", "b", "a")]),
        ("[Task 4]\nA [Input] b [Output] c", [("A", "b", "c")]),
    ],
)  # fmt: skip
def test_tasks_of_one_line_are_read(text: str, found: list[Triple]) -> None:
    assert parse(text) == found
