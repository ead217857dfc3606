"""What repeats the prompt goes; what shares a few common words with it stays."""

import pytest

from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.text_files import read_text
from selfinstruct.core.values import Draft
from selfinstruct.filters.echoes_prompt import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Police trainees learn to be answerable with text alone: no images, sound, files, web pages."),
        ("en", "Write a thank-you note to a neighbour who watered the plants."),
        ("zh", "请写一个任务，只用文字就能完成：不涉及图片、声音、文件、网页。"),
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
    for name in ("categories", "topics", "forms"):
        for line in read_text(prompts_folder() / code / f"{name}.txt").split("\n"):
            assert check_instruction(line.lstrip("# "), find_language(code)) is None
