"""What repeats the prompt goes; what shares a few common words with it stays."""

import pytest

from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.text_files import read_text
from selfinstruct.core.values import Draft
from selfinstruct.filters.echoes_prompt import check_instance, check_instruction
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Police trainees never write a description, a link, or a gap to be filled in for the form."),
        ("en", "Write a thank-you note to a neighbour who watered the plants."),
        ("zh", "请写一个任务，不能只作描述，不能是链接，也不能留空待填。"),
        ("zh", "给帮忙收快递的邻居写一条感谢的微信。"),
    ],
)
def test_words_of_the_prompt_are_rejected(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language)
    assert check_instance(Draft("Go on.", "", text), language)
    assert check_instance(Draft("Go on.", text, "All right."), language)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Write a thank-you note to a neighbour who fed the cat."),
        ("en", "List the tasks of a project, one a line."),
        ("zh", "给帮忙照看孩子的邻居写一封感谢信。"),
        ("zh", "判断这条评价是好评还是差评。"),
    ],
)
def test_common_words_are_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("Go on.", "", text), language) is None


@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_a_prompt_leans_towards_is_no_word_of_it(code: str) -> None:
    for name in ("categories", "topics", "forms", "personas"):
        for line in read_text(prompts_folder() / code / f"{name}.txt").split("\n"):
            assert check_instruction(line.lstrip("# "), find_language(code)) is None


@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_another_task_has_from_a_seed_task_is_rejected(code: str) -> None:
    """Prompts show seed tasks with their instances, and weak models write these down for any task."""
    language, copied = find_language(code), 0
    for task in read_seed_tasks(seed_file(code)):
        for each in task.instances:
            assert check_instance(Draft(task.instruction, each.input, each.output), language) is None
            copied += check_instance(Draft("Sing.", each.input, each.output), language) is not None
    assert copied > 150


def test_a_short_text_of_a_seed_task_counts_as_a_whole_but_a_label_does_not() -> None:
    english = find_language("en")
    shortest, *_ = sorted(
        (each.output, task.instruction)
        for task in read_seed_tasks(seed_file("en"))
        for each in task.instances
        if not task.is_classification and 20 < len(each.output) < 40
    )
    assert check_instance(Draft("Who wants a text?", "", shortest[0]), english)
    assert check_instance(Draft("Who wants a text?", "", f"{shortest[0]} And more."), english) is None
    assert check_instance(Draft("How does it sound?", "", "passive-aggressive"), english) is None


def test_a_heading_that_is_of_the_prompt_is_rejected() -> None:
    zh = find_language("zh")
    assert (
        check_instance(Draft("信号差怎么办", "", "懂行的人会给出的回答：把路由器挪到中间。"), zh)
        == "懂行的人会给出的回答"
    )
    for output in ("懂行的人会先看信号：一格就换位置。", "回答：把路由器挪到中间。", "输入、输出：各一个。"):
        assert check_instance(Draft("信号差怎么办", "", output), zh) is None
