"""What holds for the filters of every ancestor."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import Filters, ancestor, load_filters
from selfinstruct.languages import find_language, language_codes
from selfinstruct.recipes import recipe_names

NAMES = sorted(module.name for module in pkgutil.iter_modules(ancestor.__path__))
names = pytest.mark.parametrize("name", NAMES)
codes = pytest.mark.parametrize("code", language_codes())
TEXTS = st.text() | st.sampled_from(
    ["", " ", "\n", "\ud800", "😀", ":", "Write a program", "draw a", "图片", "GPT", "“"]
)


def filters_of(name: str) -> Filters:
    module = importlib.import_module(f"{ancestor.__name__}.{name}")
    return Filters(module.INSTRUCTION, module.INSTANCE)


def test_each_is_of_a_recipe() -> None:
    assert {name.replace("_", "-") for name in NAMES} <= set(recipe_names())
    with pytest.raises(InputError, match="--filters ancestor: stew has no ancestor"):
        load_filters("ancestor", "stew")


@names
def test_it_has_tests_of_its_own_and_says_what_it_rejects(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()
    assert (importlib.import_module(f"{ancestor.__name__}.{name}").__doc__ or "").strip()


@names
@codes
def test_it_is_for_its_languages_only(name: str, code: str) -> None:
    module, recipe = importlib.import_module(f"{ancestor.__name__}.{name}"), name.replace("_", "-")
    if code in module.LANGUAGES:
        assert load_filters("ancestor", recipe, code) == filters_of(name)
    else:
        with pytest.raises(InputError, match=f"--filters ancestor: those of {recipe} are for --lang "):
            load_filters("ancestor", recipe, code)
    assert load_filters("none", recipe, code).instance.keys() == {"cut_by_length", "empty_output"}


@names
@codes
@settings(max_examples=100)
@given(text=TEXTS, other=TEXTS)
def test_each_check_answers_any_text_with_none_or_a_detail(name: str, code: str, text: str, other: str) -> None:
    filters, language = filters_of(name), find_language(code)
    siblings = (Instance(text, other), Instance(text, text))
    answers: list[object] = [check(text, language) for check in filters.instruction.values()]
    for check in filters.instance.values():
        answers += [check(Draft(other, text, other, siblings=siblings), language)]
        answers += [check(Draft(other, "", text, cut=True, siblings=siblings, position=1), language)]
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
