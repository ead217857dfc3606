"""Outputs that stop midway go, whatever the endpoint says; short answers, openings and code stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.breaks_off import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "```python\nprint('ice')"),
        ("en", "Run this:\n```sh\nls\n```\nThen:\n```sh\npwd"),
        ("en", "1. Cleaning\n2. Cooking\n3."),
        ("en", "- Cleaning\n-"),
        ("en", "The harbour is large.\n\n##"),
        ("en", "The harbour is large, busy, and,"),
        ("en", "The harbour is large and"),
        ("en", "Ships bring grain to the"),
        ("en", "```"),
        ("en", "```json\n```"),
        ("en", "**"),
        ("en", "###"),
        ("en", "| | |\n|---|---|"),
        ("en", "Ships bring goods such as"),
        ("en", "The harbour is large. However,"),
        ("en", "The harbour is large and ("),
        ("en", "## History\n\nThe harbour is old.\n\n## Today"),
        ("en", "## 1\nThe harbour is old.\n\n## 2"),
        ("en", "The harbour is old.\n\n### 2."),
        ("zh", "港口正在扩建，"),
        ("zh", "港口正在扩建。此外，"),
        ("zh", "港口正在扩建，而且"),
        ("zh", "1. 清洁\n2."),
        ("en", "Ships bring grain.\n\n..."),
    ],
)
def test_what_breaks_off_is_rejected(code: str, output: str) -> None:
    instruction = {"en": "Describe the harbour of Genoa.", "zh": "介绍上海港口历史。"}[code]
    assert check_instance(Draft(instruction, "", output), find_language(code)) == f"ends with “{output[-20:]}”"


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Which word joins two clauses?", "and"),
        ("en", "Which marks make text bold in Markdown?", "**"),
        ("en", "What does dict() return in Python?", "{}"),
        ("en", "Write code that prints ice.", "```python\nprint('ice')\n```"),
        ("en", "Begin an email to Ann.", "Dear Ann,"),
        ("en", "What is 7 - 9?", "-2"),
        ("en", "Subtract 2 from 8.", "6."),
        ("en", "Name the grades.", "A\nB\nC"),
        ("en", "How many eggs are three dozen?", "A dozen is 12, so it is 3 * 12.\n#### 36"),
        ("en", "Which is the longest?", "The Nile is the longest.\n\n### Answer: (B) the Nile"),
        ("zh", "三打鸡蛋有几个？", "一打是12个。\n#### 36个"),
        ("zh", "写一封信的开头。", "亲爱的小明，"),
        ("zh", "写一句歇后语的前半句。", "泥菩萨过江，"),
        ("zh", "求下列数之和。", "它们的总和"),
    ],
)
def test_what_is_whole_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "is_cut"),
    [
        ("en", "Give the boiling point of water and", True),
        ("zh", "列出三种水果，并且", True),
        ("en", "Complete the sentence: He came late because", False),
        ("en", "Give the boiling point of water", False),
    ],
)
def test_an_instruction_that_breaks_off(code: str, instruction: str, is_cut: bool) -> None:
    assert bool(check_instruction(instruction, find_language(code))) == is_cut
