"""Headings that are told by their numbers: whole tasks under them are read, and no scrap of them is left."""

import pytest

from tests.steps.test_tasks import BOTH, Triple, parse

PARTS = "Instruction: Name a fruit.\nInput: none\nOutput: Fig.", "Instruction: Sort them.\nInput: b\na\nOutput: a\n\nb"
STYLES = (
    "{}.|{})|({})|**{}.**|#{}|#### {}|### {}. Title|**{}. Editing**|## {} - Editing|Task {}|Task #{}|# Task {}|"
    "Task {} of 20|**Task {} of 23**|=== Task {} ===|Task {} (Editing)|**Task {} (Editing):**|<task {}>|Example {}|"
    "任务{}|第{}个任务|第{}题：|（{}）|### {}. 写作|**任务{}（写作）**|**【任务{}】写作**|[任务{}]"
).split("|")


@pytest.mark.parametrize("lead", ["", "[Task 4]\n", "Sure, here they are:\n\n"])
@pytest.mark.parametrize("style", STYLES)
def test_a_heading_above_an_instruction_belongs_to_no_output(style: str, lead: str) -> None:
    first, second = (f"{style.format(number)}\n{part}" for number, part in enumerate(PARTS, 4))
    assert parse(f"{lead}{first}\n\n{second}\n") == BOTH


@pytest.mark.parametrize(
    "style", "{}. {}|{}) **{}**|[{}]\n{}|[Task {}/23]\n{}|Task {}\n{}|第{}个任务\n{}|（{}）{}".split("|")
)
@pytest.mark.parametrize("part", ["[{}]\n", "{}: "])
def test_a_heading_before_an_input_opens_a_task(style: str, part: str) -> None:
    given, output = part.format("Input"), part.format("Output")
    text = "\n\n".join(
        f"{style.format(number, task[0])}\n{given}{task[1] or 'none'}\n{output}{task[2]}"
        for number, task in enumerate(BOTH, 4)
    )
    assert parse(f"Here are 2 tasks.\n\n{text}") == BOTH


@pytest.mark.parametrize("heading", ["Task 5", "**Task 5**", "### Task 5", "[Task 5/23]", "任务5："])
@pytest.mark.parametrize("form", ["[{}]", "**[{}]**"])
def test_one_heading_that_is_spelt_otherwise_swallows_no_task(form: str, heading: str) -> None:
    first, after, given, output = (form.format(word) for word in ("Task 4", "Task 6", "Input", "Output"))
    text = f"{first}\nA\n{output}\na\n\n{heading}\nB\n{given}\nx\n{output}\nb\n\n{after}\nC\n{output}\nc"
    assert parse(text) == [("A", "", "a"), ("B", "x", "b"), ("C", "", "c")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The numbers do not go up by one.
        ("Instruction: A\nOutput: It is\n4\n\nInstruction: B\nOutput: b", [("A", "", "It is\n4"), ("B", "", "b")]),
        ("2 tasks:\nInstruction: A\nOutput: It is\n4\n\nInstruction: B\nOutput: b",
         [("A", "", "It is\n4"), ("B", "", "b")]),
        ("4. A\nInput: none\nOutput:\n1. a\n2. b\n\n5. B\nInput: none\nOutput: b",
         [("A", "", "1. a\n2. b"), ("B", "", "b")]),
        # Beside headings that are marker lines, a mere number is none.
        ("Task 1: A\nOutput:\n1. a\n2. b\n3. Input: c\n\nTask 2: B\nOutput: b",
         [("A", "", "1. a\n2. b\n3. Input: c"), ("B", "", "b")]),
    ],
)  # fmt: skip
def test_numbers_of_other_lines_open_nothing(text: str, found: list[Triple]) -> None:
    assert parse(text) == found
