"""What holds for the filters of every ancestor."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import Filters, load_filters
from selfinstruct.filters.ancestor import ANCESTORS
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.pool.reasons import reasons
from selfinstruct.recipes import RECIPES

NAMES = ANCESTORS.names()
names = pytest.mark.parametrize("name", NAMES)
codes = pytest.mark.parametrize("code", LANGUAGES.names())
TEXTS = st.text() | st.sampled_from(
    ["", " ", "\n", "\ud800", "😀", ":", "Write a program", "draw a", "图片", "GPT", "“"]
)


def filters_of(name: str) -> Filters:
    return Filters(ANCESTORS.find(name).filters)


def test_each_is_of_a_recipe() -> None:
    assert set(NAMES) <= set(RECIPES.names())
    with pytest.raises(InputError, match="‹filters› ancestor: ‹recipe› stew has no ancestor"):
        load_filters("ancestor", "stew")


def test_without_a_recipe_it_is_the_first_for_the_language() -> None:
    assert load_filters("ancestor", "", "en") == filters_of("self-instruct")
    assert load_filters("ancestor", "", "zh") == filters_of("belle")
    with pytest.raises(InputError, match="‹filters› ancestor: ‹language› fr has no ancestor"):
        load_filters("ancestor", "", "fr")


@names
def test_its_reasons_are_in_the_table(name: str) -> None:
    assert filters_of(name).keys() <= reasons().keys()


@names
def test_it_has_tests_of_its_own_and_says_what_it_rejects(name: str) -> None:
    module = name.replace("-", "_")
    assert (Path(__file__).parent / f"test_{module}.py").is_file()
    assert (importlib.import_module(f"selfinstruct.filters.ancestor.{module}").__doc__ or "").strip()


@names
@codes
def test_it_is_for_its_languages_only(name: str, code: str) -> None:
    if code in ANCESTORS.find(name).languages:
        assert load_filters("ancestor", name, code) == filters_of(name)
    else:
        with pytest.raises(InputError, match=f"‹filters› ancestor: those of {name} are for ‹language› "):
            load_filters("ancestor", name, code)


@names
@codes
@settings(max_examples=100)
@given(text=TEXTS, other=TEXTS)
def test_each_check_answers_any_text_with_none_or_a_detail(name: str, code: str, text: str, other: str) -> None:
    filters, language = filters_of(name), find_language(code)
    siblings = (Instance(text, other), Instance(text, text))
    answers: list[object] = []
    for each in filters.values():
        if each.check_instruction:
            answers += [each.check_instruction(text, language)]
        if check := each.check_instance:
            answers += [check(Draft(other, text, other, siblings=siblings), language)]
            answers += [check(Draft(other, "", text, cut="length", siblings=siblings, position=1), language)]
    assert all(answer is None or isinstance(answer, str) for answer in answers)


@names
def test_long_texts_and_many_instances_take_no_long_time(name: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    filters, language = filters_of(name), find_language("en")
    for piece in ("go to", "write a ", " ", ":", "图", "GP", "a b "):
        filters.reject_instruction(piece * 100_000, language)
        filters.reject_instance(Draft(piece * 100_000, piece * 100_000, piece * 100_000 + "x"), language)
    siblings = tuple(Instance(str(number), "x") for number in range(20_000))
    for at, each in enumerate(siblings):
        filters.reject_instance(Draft("Sort.", each.input, each.output, siblings=siblings, position=at), language)
