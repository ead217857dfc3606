"""What `benchmarks/sweep.py` tries: every reader there is, and texts that grow."""

from math import inf
from pathlib import Path

import pytest

from benchmarks.sweep import Growth, memory, text_of
from selfinstruct.filters import FILTERS
from selfinstruct.filters.ancestor import ANCESTORS
from selfinstruct.formats import FORMATS
from selfinstruct.languages import LANGUAGES
from selfinstruct.recipes import RECIPES, build_recipe
from tests.support.families import FAMILIES, GROUPS, grown
from tests.support.targets import Target, targets


def test_every_step_filter_language_and_format_is_tried(tmp_path: Path) -> None:
    names = set(targets(tmp_path))
    codes = LANGUAGES.names()
    steps = {
        f"step {name} {code} {step.name}"
        for name, recipe in RECIPES
        for code in recipe.languages or codes
        for step in build_recipe(name, LANGUAGES.find(code), 1).steps
    }
    filters = {f"filter {name} {code}" for name in FILTERS.names() for code in codes}
    ancestors = {f"filter {name} of {recipe}" for recipe, ancestor in ANCESTORS for name in ancestor.filters}
    formats = {f"format {name}" for name, shape in FORMATS if shape.read}
    parsers = {
        f"parsing.{name}" for name in ("lists numbered_items", "json_answers read_items", "markers find_heads")
    } | {"text.reasoning without_reasoning"}
    languages = {f"language {code} tokenize" for code in codes}
    assert steps | filters | ancestors | formats | parsers | languages <= names
    assert len(steps) > 9
    assert len(filters) > 30


def test_all_readers_take_all_texts(tmp_path: Path) -> None:
    for name, target in targets(tmp_path).items():
        families = [family for group in target.groups.split() for family in GROUPS[group]]
        for family in families[len(name) % 5 :: 5]:
            target.call(target.prepare(grown(family, 60)))


def test_there_are_many_families_and_no_two_are_called_the_same() -> None:
    assert len(FAMILIES) == sum(map(len, GROUPS.values())) > 200


@pytest.mark.parametrize("family", FAMILIES)
def test_a_text_is_about_as_long_as_it_should_be(family: str) -> None:
    assert 0.7 < len(grown(family, 20_000)) / 20_000 < 1.3


@pytest.mark.parametrize(
    ("took", "too_fast"),
    [
        ([0.01, 0.02, 0.04, 0.08], False),
        ([0.01, 0.02, 0.08, 0.32], True),
        ([0.1, 0.4], True),
        ([0.0001, 0.0004, 0.0016], False),
        ([0.2, inf], True),
        ([0.4, inf], True),
        ([0.45, inf], False),
        ([inf], True),
    ],
)
def test_what_grows_too_fast(took: list[float], too_fast: bool) -> None:
    assert Growth("", "", "seconds", range(len(took)), took).is_too_fast == too_fast


def test_memory_that_grows_too_fast_is_seen() -> None:
    copies = Target(lambda text: [text[at:] for at in range(0, len(text), 50)], "signs", builds=True)
    sizes = [50_000, 100_000, 200_000]
    peaks = [memory(copies, text_of("words", size)) for size in sizes]
    assert Growth("", "", "bytes", sizes, peaks).is_too_fast
