"""No input in all its spellings."""

import json

import pytest

from tests.steps.test_tasks import STEPS, parse

codes = pytest.mark.parametrize("code", STEPS)

NO_INPUT = (
    "|none|None.|N/A|n/a|<noinput>|<无输入>|No input|(no input required)|**None**|`null`|无|无。|（无）|【无】|"
    "空|没有|无需输入|不需要输入。|没有输入|"
    "不适用|（空）|none — it is open|无——常识题|\"\"|''|None (open-ended)|无（开放题）|"
    "No input needed (general question).|-|—|...|---|\n\n"
).split("|")


@pytest.mark.parametrize("text", ["空的", "没有人", "No", "No - I do not.", "none of them"])
@codes
def test_an_input_that_is_much_like_none_is_kept(code: str, text: str) -> None:
    assert parse(f"[Task 4]\nA\n[Input]\n{text}\n[Output]\nb", code) == [("A", text, "b")]


@pytest.mark.parametrize(
    ("instruction", "given"),
    [
        ("Give the antonym of the word below.", "empty"),
        ("Translate the word below into French.", "nothing"),
        ("Which Indian bread is meant? Describe it briefly.", "Nan"),
        ("What type does this JavaScript literal have?", "null"),
        ("Give the symbol's element and its group.", "Na"),
        ("Name the following punctuation mark.", "-"),
        ("用下面的字组三个词。", "略"),
        ("写出下面词语的反义词。", "没有内容"),
        ("这个分数线标记读作什么？", "/"),
        ("说出下面省略号的用法之一。", "……"),
        ("把下面的英文单词译成中文。", "nothing"),
    ],
)
@codes
def test_a_word_for_none_is_an_input_where_the_instruction_is_about_a_word(
    code: str, instruction: str, given: str
) -> None:
    assert parse(f"[Task 4]\n{instruction}\n[Input]\n{given}\n[Output]\nb", code) == [(instruction, given, "b")]
    answer = {"tasks": [{"instruction": instruction, "input": given, "output": "b"}]}
    assert parse(json.dumps(answer), code) == [(instruction, given, "b")]


@pytest.mark.parametrize(
    ("instruction", "given"),
    [
        ("Write the word in capital letters.", "none"),
        ("Expand the abbreviation below.", "N/A"),
        ("给下面的字注音。", "无"),
        ("寫出這個字的反義字。", "無"),
        ("这个缩写是什么意思", "无"),
    ],
)
@codes
def test_the_mark_of_no_input_is_none_whatever_the_instruction_is_about(
    code: str, instruction: str, given: str
) -> None:
    assert parse(f"[Task 4]\n{instruction}\n[Input]\n{given}\n[Output]\nb", code) == [(instruction, "", "b")]
    answer = {"tasks": [{"instruction": instruction, "input": given, "output": "b"}]}
    assert parse(json.dumps(answer), code) == [(instruction, "", "b")]


@pytest.mark.parametrize(
    ("instruction", "given"),
    [
        ("Name the characters in Hamlet.", "none"),
        ("Write a sentence with the word 'run'.", "None"),
        ("Solve this word problem.", "none"),
        ("Define the following term: photosynthesis.", "N/A"),
        ("Give the antonym of the word below.", "No input required"),
        ("Give a synonym for the word below.", "(none)"),
        ("Give two synonyms for the given word. Joyful", "none"),
        ("Summarize the article below.", "nothing"),
        ("用“下面”的“下”字组词。", "无"),
        ("以下字数不限，写一首诗。", "无"),
        ("给下面的字注音。", "无输入"),
        ("把下面的文字翻译成德语。", "无"),
    ],
)
@codes
def test_a_word_for_none_is_no_input_where_the_instruction_is_about_no_other(
    code: str, instruction: str, given: str
) -> None:
    assert parse(f"[Task 4]\n{instruction}\n[Input]\n{given}\n[Output]\nb", code) == [(instruction, "", "b")]


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
