"""No input in all its spellings."""

import json

import pytest

from tests.steps.test_tasks import STEPS, parse

codes = pytest.mark.parametrize("code", STEPS)

NO_INPUT = (
    "|none|None.|N/A|n/a|<noinput>|<无输入>|No input|(no input required)|**None**|`null`|无|无。|（无）|【无】|"
    "无需输入|不需要输入。|没有输入|"
    "不适用|（空）|none — it is open|无——常识题|\"\"|''|None (open-ended)|无（开放题）|"
    "No input needed (general question).|-|—|...|---|\n\n"
).split("|")


@pytest.mark.parametrize("text", ["空", "没有", "No", "No - I do not.", "none of them"])
@codes
def test_an_input_that_is_much_like_none_is_kept(code: str, text: str) -> None:
    assert parse(f"[Task 4]\nA\n[Input]\n{text}\n[Output]\nb", code) == [("A", text, "b")]


@pytest.mark.parametrize("spelling", NO_INPUT)
@pytest.mark.parametrize(
    "form", ["[Task 4]\nA\n[Input]\n{}\n[Output]\nb", "4. Instruction: A\n4. Input: {}\n4. Output: b"]
)
@codes
def test_no_input_in_any_spelling_is_empty(code: str, form: str, spelling: str) -> None:
    expected = spelling if spelling.endswith(").") else ""
    assert parse(form.format(spelling), code) == [("A", expected, "b")]
    answer = {"tasks": [{"instruction": "A", "input": spelling.strip("-\n"), "output": "b"}]}
    assert parse(json.dumps(answer), code) == [("A", expected, "b")]
