"""Words of the prompt in an instruction are found; brackets and labels of its own stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.scaffolding import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Rare kind: open question\nName a fruit that is red."),
        ("en", "[Brainstorming] List five uses for an old tyre."),
        ("en", "(classification)\nIs a tomato a fruit or a vegetable?"),
        ("en", "Plan a week of meals for two. (Rare topic)"),
        ("en", "List five uses for an old tyre. (brainstorming)"),
        ("en", "Is it true that ice floats on salt water? (Answer: yes)"),
        ("en", "number: 9\ntask: List five uses for an old tyre."),
        ("zh", "【头脑风暴】列出旧轮胎的五种用途。"),
        ("zh", "（分類）判斷評論是好評還是差評。"),
        ("zh", "冰会浮吗？（答：会）"),
        ("en", "Mathematics: Solve for x in 2x = 6."),
        ("en", "Instruction: List five uses for an old tyre."),
        ("en", "Translate 'dog' into French. → chien"),
        ("zh", "头脑风暴：列出旧轮胎的五种用途。"),
        ("zh", "任务：任务：列出三个港口。"),
    ],
)
def test_words_of_the_prompt_are_rejected(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Name a rare form of gold."),
        ("en", "(True or false) Ice floats."),
        ("en", "Explain brainstorming in one line."),
        ("en", "Mathematics: who coined the word?"),
        ("en", "Sort these by size (answer with a list)."),
        ("en", "Balance the equation: H2 + O2 -> H2O"),
        ("en", "Task management: name three methods."),
        ("zh", "数学家高斯小时候有什么故事？"),
        ("zh", "【判断题】冰会浮在水上。"),
        ("zh", "解释什么是头脑风暴。"),
        ("zh", "把下面的句子翻译成英语（意译）。"),
    ],
)
def test_brackets_of_its_own_stay(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code)) is None


@pytest.mark.parametrize(
    ("given", "output", "detail"),
    [
        ("dog", "→ chien", "→ c"),
        ("dog", "Output: Output: chien", "Output: Output:"),
        ("输入：输入：狗", "chien", "输入：输入："),
        ("dog", "dog → chien", None),
        ("dog", "→", None),
        ("S → aSb", "→ aaSbb", None),
        ("dog", "name:\n  name: Ann", None),
    ],
)
def test_an_arrow_or_a_label_before_the_output(given: str, output: str, detail: str | None) -> None:
    assert check_instance(Draft("Go on.", given, output), find_language("en")) == detail
