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
        "The correct option is (B).",
    ),
    *("B", "C.", "**B**", "(b)", "D)", "B。"),
    *(
        "正确的选项是（B）。",
        "选B",
        "选B。",
        "选项C",
        "B选项",
        "答案：B。",
        "正确答案是选项C。",
        "应选B",
        "答案是(A)",
        "選B",
        "我选择D项",
    ),
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
        ("en", QUESTIONS["en"], "Canberra (B) is the capital, not Sydney."),
        ("en", "Explain option B of the plan.", "Option B"),
        ("zh", "硼的符号是什么？", "答案：B"),
        ("en", "Which vitamin do lemons have most of?", "C"),
        ("en", "In which language is this written: printf(1);", "C"),
        ("en", "I begin the end and end all time. What am I?", "E"),
        ("en", "Fill in: this is ___ umbrella. Say a or an.", "A"),
        ("zh", "这是什么语言写的：printf(1);", "C"),
        ("zh", "柠檬里哪种维生素最多？", "C"),
        ("zh", QUESTIONS["zh"], "堪培拉"),
    ],
)
def test_what_may_be_the_answer_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("instruction", "given"),
    [
        ("In which building do we meet?", "We meet in building C, at nine."),
        ("我们在哪栋楼开会？", "九点在C座开会。"),
        ("Who is the thief? Just the letter.", "A. The cook B. The maid C. The heir"),
    ],
)
def test_a_letter_that_the_input_shows_is_kept(instruction: str, given: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(instruction, given, "C"), find_language(code)) is None


@pytest.mark.parametrize(
    "instruction",
    [
        "Which one is heavier? Answer in a full sentence.",
        "Which one is heavier? Say why.",
        "Pick the heavier one and explain.",
        "Summarise what the seller offers.",
        "哪一个更重？请用一句话回答。",
        "选出更重的一个，并说明理由。",
        "哪个更重？解释一下。",
    ],
)
def test_a_letter_is_no_sentence_whatever_the_options(instruction: str) -> None:
    given = "A. A ton of lead\nB. A ton of feathers and the lorry"
    for output in ("B", "(B)"):
        assert check_instance(Draft(instruction, given, output), find_language("en"))
        assert check_instance(Draft(f"{instruction} Just the letter.", given, output), find_language("en")) is None
    whole = "B, since the lorry weighs something, too."
    assert check_instance(Draft(instruction, given, whole), find_language("en")) is None


@pytest.mark.parametrize(
    "instruction",
    ["Which of these best explains why ice floats?", "Which sentence describes Ann?", "下面哪一项最能解释这个现象？"],
)
def test_a_question_about_explanations_has_a_letter_for_its_answer(instruction: str) -> None:
    draft = Draft(instruction, "A. It is lighter. B. It is colder.", "A")
    assert check_instance(draft, find_language("en")) is None
