"""What only says the instruction again goes; what begins with it or answers it stays."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.echoes_instruction import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output", "detail"),
    [
        ("en", "Name three rivers in Asia.", "", "Name three rivers in Asia", "output"),
        ("en", "Name three rivers in Asia.", "", "**NAME three rivers, in Asia!**\n", "output"),
        ("en", "Name three rivers in Asia.", "name three rivers in asia", "Ob, Lena, Amur", "input"),
        ("en", "Name three rivers in Asia.", "", "Name three rivers in Asia. Name three rivers in Asia.", "output"),
        ("en", "Name three rivers in Asia.", "", "Name three rivers in", "output"),
        ("zh", "写出三条亚洲的河流。", "", "“写出三条亚洲的河流”", "output"),
        ("zh", "写出三条亚洲的河流。", "写出三条亚洲的河流：\n", "长江、黄河、湄公河", "input"),
    ],
)
def test_an_echo_is_rejected(code: str, instruction: str, given: str, output: str, detail: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output"),
    [
        ("en", "Name three rivers in Asia.", "", "Name three rivers in Asia: Ob, Lena, Amur."),
        ("en", "Ice floats. Is that true?", "", "Ice floats."),
        ("en", "Turn the question into a statement.", "Is it raining?", "It is raining."),
        ("zh", "写出三条亚洲的河流。", "", "写出三条亚洲的河流：长江、黄河、湄公河。"),
        ("zh", "把问句改成陈述句。", "下雨了吗？", "下雨了。"),
    ],
)
def test_more_than_an_echo_is_kept(code: str, instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


def test_many_instances_under_one_long_instruction_take_no_time() -> None:
    """Time for the product of both would be seen at once: the test would not end."""
    instruction = "Name three rivers in Asia. " * 10_000
    drafts = [Draft(instruction, "", f"Number {number}") for number in range(10_000)]
    assert not any(check_instance(draft, find_language("en")) for draft in drafts)


@pytest.mark.parametrize(
    ("instruction", "given", "output"),
    [
        ("Name the largest ocean", "", "Q: Name the largest ocean\nA: The Pacific"),
        ("Correct the grammar.", "She go to school.", "Input: She go to school.\nOutput: She goes to school."),
        ("At what degree Fahrenheit does water boil?", "", "At what degree Fahrenheit does water boil? 212."),
        ("世界上最大的海洋是哪个", "", "问：世界上最大的海洋是哪个\n答：太平洋"),
        ("水的沸点是多少华氏度？", "", "水的沸点是多少华氏度？212华氏度。"),
        ("改正语病。", "通过学习，使我进步了。", "**输入：**通过学习，使我进步了。\n**输出：**通过学习，我进步了。"),
        ("Answer this: who wrote Hamlet?", "", "Question: Who wrote Hamlet?\n\nAnswer: Shakespeare."),
        ("Answer this trivia question: who wrote Hamlet?", "", "Q: Who wrote Hamlet? A: Shakespeare."),
        (
            "Tell me at how many kelvin water boils.",
            "",
            "The question is: how many kelvin water boils at?\nAnswer: 373",
        ),
        ("Who wrote the play Hamlet?", "", "Who wrote the play Hamlet?\n\nShakespeare."),
        ("Answer the question.", "Who wrote the play Hamlet?", "Who wrote the play Hamlet?\nShakespeare."),
        ("请告诉我水的沸点是多少。", "", "问题：水的沸点是多少？\n答案：100℃"),
        ("回答这个问题：谁写了《红楼梦》？", "", "用户问：谁写了《红楼梦》？\n回答：曹雪芹"),
        ("水的沸点是多少开尔文？", "", "水的沸点是多少开尔文？\n\n373.15K。"),
    ],
)
def test_what_is_said_again_before_the_answer(instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language("en")) == "output"


@pytest.mark.parametrize(
    ("instruction", "given", "output"),
    [
        ("how to tie a bow tie", "", "# How to tie a bow tie\n\n1. Cross the ends."),
        ("Write a quiz of one question.", "", "Q: Which ocean is the largest?\nA: The Pacific"),
        (
            "Repeat the question with its answer.",
            "Q: What is the largest ocean?",
            "Q: What is the largest ocean?\nA: The Pacific",
        ),
        ("Go on: once there was a mill", "", "once there was a mill that ground at night."),
        ("Is it so?", "", "Is it so? It is."),
        ("Tell me a joke about a chicken and a road.", "", "Q: Why did the chicken cross the road?\nA: To see a joke."),
        ("Write a trivia question on who wrote Hamlet.", "", "Question: Who wrote Hamlet?\nAnswer: Shakespeare."),
        ("出一道关于水的沸点是多少的题。", "", "问：水的沸点是多少？\n答：100℃。"),
        ("Give me a fun fact.", "", "Q: Which animal never sleeps?\nA: The bullfrog."),
        (
            "What are the main parts of a bicycle?",
            "",
            "## What are the main parts of a bicycle?\n\nA frame.",
        ),
        ("Rewrite it for children.", "Why is the sky so blue?", "Why is the sky so blue?\nHave you ever wondered?"),
    ],
)
def test_a_heading_or_a_quiz_is_no_echo(instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language("en")) is None
