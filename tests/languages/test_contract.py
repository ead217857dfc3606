"""What holds for every language, also for those yet to be written."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Api
from selfinstruct.filters import load_filters
from selfinstruct.formats import find_format
from selfinstruct.languages import find_language, guess_language, language_codes
from selfinstruct.recipes import build_recipe, languages_of, recipe_names
from selfinstruct.seeds.checking import check_seed_tasks
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.templates import Prompts
from tests.support.packages import install, on_path, write

codes = pytest.mark.parametrize("code", language_codes())


@codes
def test_it_has_seed_tasks_of_its_own_script_without_near_duplicates(code: str) -> None:
    language = find_language(code)
    tasks = read_seed_tasks(seed_file(code))
    assert [task.id for task in tasks if not language.is_own_script(task.instruction)] == []
    findings = {finding.rule: finding for finding in check_seed_tasks(tasks, language, 0.7)}
    assert findings["near-duplicates"].met
    assert guess_language([task.instruction for task in tasks]) is language


@pytest.mark.parametrize(("code", "recipe"), [(code, name) for name in recipe_names() for code in languages_of(name)])
@pytest.mark.parametrize("api", get_args(Api))
def test_it_has_usable_prompts(code: str, recipe: str, api: Api) -> None:
    built = build_recipe(recipe, find_language(code), 1)
    for step in (built.proposes, *built.works_on):
        step.check(Prompts(prompts_folder() / code, api))


@codes
def test_it_is_called_by_its_file_and_has_a_format(code: str) -> None:
    language = find_language(code)
    assert language.code == code
    assert find_format(language.training_format).file_name


@codes
def test_its_words_are_spelt_as_answers_are_compared(code: str) -> None:
    language = find_language(code)
    assert language.no_input.fullmatch(language.markers.nothing)
    assert all(word.isalnum() and not language.no_input.fullmatch(word) for word in language.no_input_in_brackets)
    words = (*language.no_input_in_brackets, *language.yes, *language.no)
    assert all(word == word.casefold().strip() != "" for word in words)
    assert not set(language.yes) & set(language.no)


@codes
def test_its_markers_differ_from_each_other(code: str) -> None:
    markers = find_language(code).markers
    words = [markers.task, markers.input, markers.output, markers.label, markers.end]
    assert len({word.casefold() for word in words}) == len(words)
    assert len(markers.brackets) == 2


@codes
def test_its_limits_leave_room(code: str) -> None:
    language = find_language(code)
    assert 0 < language.shortest < language.longest
    assert 0 < language.short_answer < language.longest


@codes
def test_its_patterns_do_not_match_nothing(code: str) -> None:
    language = find_language(code)
    for pattern in (language.asks_for_media, language.refusal, language.placeholder, language.closing_remark):
        assert not pattern.search("")
        assert not pattern.search("…")


@codes
@given(text=st.text())
def test_any_text_has_tokens_a_size_and_a_script(code: str, text: str) -> None:
    language = find_language(code)
    assert all(token == token.lower() != "" for token in language.tokenize(text))
    assert 0 <= language.size(text) <= len(text)
    assert language.is_own_script(text) in (True, False)


def test_marker_lines() -> None:
    english, chinese = find_language("en").markers, find_language("zh").markers
    assert (english.line(english.input), english.line(english.task, 3)) == ("[Input]", "[Task 3]")
    assert (chinese.line(chinese.input), chinese.line(chinese.task, 3)) == ("【输入】", "【任务3】")


@pytest.mark.parametrize("code", ["xx", "", "EN", "../en", "__init__"])
def test_an_unknown_language_is_told_with_the_known_ones(code: str) -> None:
    with pytest.raises(InputError, match=", ".join(language_codes())):
        find_language(code)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["Name three rivers.", "写一首诗。", "Say it in Chinese: tea"], "en"),
        (["写一首诗。", "Name three rivers.", "介绍一下长城。"], "zh"),
        (["用 Python 写一个排序函数。"], "zh"),
    ],
)
def test_the_language_of_most_texts_is_guessed(texts: list[str], code: str) -> None:
    assert guess_language(texts).code == code


def test_a_language_of_another_package_is_one_like_ours(tmp_path: Path) -> None:
    write(
        tmp_path / "strange.py",
        "from dataclasses import replace\n"
        "from selfinstruct.languages import find_language\n"
        "XX = replace(find_language('en'), code='xx', name='Xish', longest=3)\n",
    )
    install(tmp_path, "xish", "languages", {"xx": "strange:XX"})
    with on_path(tmp_path):
        assert language_codes() == ["en", "xx", "zh"]
        language = find_language("xx")
        told = load_filters(code="xx").reject_instruction("Say it in a few words.", language)
        assert told == ("too_long", "6 of at most 3 words")
        with pytest.raises(InputError, match="‹language› xx has no ancestor"):
            load_filters("ancestor", "", "xx")
    assert language_codes() == ["en", "zh"]
    assert seed_file("xx", tmp_path) == tmp_path / "seeds" / "xx_seed_tasks.jsonl"
    assert prompts_folder(tmp_path) == tmp_path / "prompts"
