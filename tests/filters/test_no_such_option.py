"""An option that is picked must be there; a letter may be an answer of its own."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.no_such_option import check_instance
from selfinstruct.languages import find_language

QUESTIONS = {"en": "What is the capital of Australia?", "zh": "澳大利亚的首都是哪里？"}
PICKS = [
    *(
        "The answer is option B.",
        "Option C",
        "(B)",
        "**B)** Canberra",
        "(B) Canberra",
        "The correct answer is B.",
        "Answer: D",
    ),
    *("选B", "选B。", "选项C", "B选项", "答案：B。", "正确答案是选项C。", "应选B", "答案是(A)", "選B", "我选择D项"),
]


@pytest.mark.parametrize("output", PICKS)
@pytest.mark.parametrize("code", ["en", "zh"])
def test_an_option_that_is_nowhere(code: str, output: str) -> None:
    assert check_instance(Draft(QUESTIONS[code], "", output), find_language(code))


@pytest.mark.parametrize("output", PICKS)
@pytest.mark.parametrize("options", ["A. Sydney\nB. Canberra", "(a) Sydney (b) Canberra", "A：悉尼；B：堪培拉"])
def test_an_option_that_is_there(output: str, options: str) -> None:
    for code, question in QUESTIONS.items():
        assert check_instance(Draft(question, options, output), find_language(code)) is None
        assert check_instance(Draft(f"{question}\n{options}", "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "What is the symbol for boron?", "The answer is B."),
        ("en", "Which letter comes first?", "The answer is A."),
        ("en", QUESTIONS["en"], "B"),
        ("en", QUESTIONS["en"], "Canberra (B) is the capital, not Sydney."),
        ("en", "Explain option B of the plan.", "Option B"),
        ("zh", "硼的符号是什么？", "答案：B"),
        ("zh", QUESTIONS["zh"], "堪培拉"),
    ],
)
def test_what_may_be_the_answer_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None
