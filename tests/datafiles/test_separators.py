"""Numbers and separators of old prompts at the ends of texts."""

import pytest

from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.mending import mended


def _task(instruction: str, output: str = "Bread.", given: str = "") -> Task:
    return Task("1", instruction, False, (Instance(given, output),), "file")


@pytest.mark.parametrize(
    "before",
    ["12. 指令: ", "12、指令：", "指令：", "Instruction: ", "3. Instruction: ", "### 4. 指令：", "任务5：", "Task 5: "],
)
def test_a_number_and_a_label_before_an_instruction_go(before: str) -> None:
    found = mended(_task(f"{before}Name a food."))
    assert found.task == _task("Name a food.")
    assert len(found.changed) == 1


@pytest.mark.parametrize(
    "after",
    [
        *("\n### 9", "\n\n###", "\n###", "\n## 9.", "\n###\n10. 指令", "\n###\n10. 指令: 写一首诗", "\n13. 指令："),
        *("\n13. Instruction: Name a tree.", "\n### Task 5", "\n\n###\n10."),
    ],
)
def test_the_heading_of_the_next_task_goes(after: str) -> None:
    assert mended(_task("Name a food.", f"Bread.\nOr rice.{after}")).task == _task("Name a food.", "Bread.\nOr rice.")


@pytest.mark.parametrize(
    "last", ["无输入", "<无输入>", "（无输入）", "<noinput>", "No input", "输入：无", "Input: none", "Input: <noinput>"]
)
def test_a_last_line_that_says_that_there_is_no_input_goes(last: str) -> None:
    assert mended(_task(f"Name a food.\n{last}")).task == _task("Name a food.")


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("Write an outline with headings.", "# Bread\n\n## Flour\nMilled.\n\n### Rye\nDark."),
        ("How many are left?", "She eats 4 of 16.\n#### 12"),
        ("List what makes a good manager.", "1. Trust\n2. Task delegation helps"),
        ("Comment on the code.", "x = 1\n# Task 5: done"),
        ("Write two instructions for the oven.", "1. Instruction: heat it\n2. Instruction: open it"),
        ("Write an outline.", "## Aim\nBread.\n## Task overview"),
        ("List the steps.", "1. Knead\n2. Bake"),
        ("Write a heading of the third level.", "### 9"),
        ("Which number comes next: 7, 8?", "9."),
        ("Write out the tasks of the day.", "Task 1: knead\nTask 2: bake"),
        ("Instructions for use are missing; write some.", "Wash it first."),
        ("Explain this error:\nInput: none of the files was found", "A path is wrong."),
        ("指令集和架构有什么区别？", "指令集是约定，架构是实现。"),
        ("Which word fills the gap?\nnone", "nothing"),
    ],
)
def test_texts_that_only_look_like_it_stay(instruction: str, output: str) -> None:
    assert mended(_task(instruction, output)).task == _task(instruction, output)
