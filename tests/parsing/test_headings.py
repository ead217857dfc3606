"""Headings that are lost or spelt otherwise than the rest, drafts, and parts that nobody asked for."""

import pytest

from tests.steps.test_tasks import Triple, drafts_in, parse

A, C = "[Task 4]\nA\n[Input]\nnone\n[Output]\nFig.\n", "[Task 6]\nC\n[Output]\nc\n[End]"
PARTS = "[Input]\nb\n[Output]\na\n"


@pytest.mark.parametrize(
    "lost",
    [
        f"[Task]\nB\n{PARTS}",
        f"### Task 5\nB\n{PARTS}",
        f"**Task 5: B**\n{PARTS}",
        f"【任务5】\nB\n{PARTS}",
        f"[Item 5]\nB\n{PARTS}",
        "### Task 5\nB\nInput: b\nOutput: a\n",
    ],
)
def test_a_heading_that_is_spelt_otherwise_opens_a_task(lost: str) -> None:
    assert parse(A + lost + C) == [("A", "", "Fig."), ("B", "b", "a"), ("C", "", "c")]


@pytest.mark.parametrize("lost", [f"\nB\n{PARTS}", f"5. B\n{PARTS}", "B\n[Output]\nb\n"])
def test_where_a_heading_is_lost_nobody_knows_where_the_output_ends(lost: str) -> None:
    assert [(draft.instruction, draft.cut) for draft in drafts_in(A + lost + C)] == [("A", "lost_heading"), ("C", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Headings in other words, or with numbers in words.
        ("[Task One]\nA\n[Output]\na\n[Task Two]\nB\n[Output]\nb", [("A", "", "a"), ("B", "", "b")]),
        ("【第1题】\nA\n【输出】\na\n【第2题】\nB\n【输出】\nb", [("A", "", "a"), ("B", "", "b")]),
        ("[Exercise 1]\nA\n[Output]\na", [("A", "", "a")]),
        # A whole series that comes again; not one in which all have the same number.
        (f"{A}[Task 5]\nD\n[Output]\nd\nNow the final list:\n{A}[Task 5]\nB\n[Output]\nb",
         [("A", "", "Fig."), ("B", "", "b")]),
        # Sections of a file.
        ("[Task 4]\nA\n[Input]\nnone\n[Output]\n[input]\nx = 1\n[output]\ny = 2",
         [("A", "", "[input]\nx = 1\n[output]\ny = 2")]),
        ("[Task 4]\nA\n[Input]\n[input]\nx = 1\n[output]\n[Output]\nb", [("A", "[input]\nx = 1\n[output]", "b")]),
        ("[Task 4]\nA\n[input]\na\n[output]\nb", [("A", "a", "b")]),
        # Parts that nobody asked for, and one that the task asks for; headings of a text.
        (f"{A}[Explanation]\nIt is.\n{C}", [("A", "", "Fig."), ("C", "", "c")]),
        ("【任务4】\nA\n【类型】\n问答\n【输入】\n无\n【输出】\na\n\n【解析】\n因为。", [("A", "", "a")]),
        ("[Task 4]\nExplain it.\n[Output]\na\n[Explanation]\nb", [("Explain it.", "", "a\n[Explanation]\nb")]),
        ("[Task 4]\nA\n[Output]\n[Answer key]\na\n[Explanation]\nb", [("A", "", "[Answer key]\na\n[Explanation]\nb")]),
        ("[Task 4]\nA\n[Output]\n[Category]\na", [("A", "", "[Category]\na")]),
        # Labels repeated below the lines.
        ("[Task 4]\nA\n[Input]\nInput: none\n[Output]\nOutput: a\n[Task 5]\nB\n[Output]\nOutput:\nb",
         [("A", "", "a"), ("B", "", "b")]),
        ("[Task 4]\nA\n[Input]\nInput: 1\nOutput: 2\n[Output]\na\n[Task 5]\nB\n[Input]\nInput: 3\nOutput: 4",
         [("A", "Input: 1\nOutput: 2", "a"), ("B", "Input: 3\nOutput: 4", "")]),
        ("[Task 4]\nA\n[Output]\nOutput: a\n[Task 5]\nB\n[Output]\nb", [("A", "", "a"), ("B", "", "b")]),
    ],
)  # fmt: skip
def test_lines_that_are_not_all_alike(text: str, found: list[Triple]) -> None:
    assert parse(text) == found
