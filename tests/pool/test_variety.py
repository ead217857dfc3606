"""What requests lean towards: what the pool lacks."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Hint
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.seeds.reading import read_seed_tasks

NAMES = ("category", "topic", "form")


def _used(*hints: Hint) -> dict[str, Counter[str]]:
    return {name: Counter(getattr(hint, name) for hint in hints) for name in NAMES}


def _lists() -> Variety:
    categories = {"qa": "a question", "code": "some code"}
    return Variety({"category": categories, "topic": {"moss": "moss", "rust": "rust"}, "form": {"rhyme": "in rhyme"}})


def test_what_the_pool_lacks_is_drawn_more_often() -> None:
    variety, random, used = _lists(), Random(1), _used(*[Hint("qa", "moss", "rhyme")] * 19)
    drawn = Counter(variety.draw(random, used).category for _ in range(2100))
    assert 1900 <= drawn["code"] <= 2100


def test_drawing_what_is_lacking_evens_the_pool_out() -> None:
    variety, random, pool = _lists(), Random(2), Pool([], find_language("en"), 0.7)
    for number in range(1300):
        hint = Hint("qa") if number < 300 else variety.draw(random, pool.hints)
        pool.count_hint(hint)
    assert pool.hints["category"].total() == 1300
    assert abs(pool.hints["category"]["qa"] - pool.hints["category"]["code"]) < 150
    assert pool.hints["form"] == {"rhyme": 1000}


def test_the_pool_comes_to_hold_what_the_weights_say_though_some_kinds_are_accepted_less() -> None:
    """Of `hard` ones only a quarter gets through, of each other list all."""
    weights = {"category": {"writing": 6, "hard": 3, "rare": 1, "never": 0}}
    lists = {name: dict.fromkeys(weights["category"], "") for name in NAMES}
    variety, random, pool = Variety(lists, weights), Random(3), Pool([], find_language("en"), 0.7)
    while pool.hints["category"].total() < 10_000:
        hint = variety.draw(random, pool.hints)
        if hint.category != "hard" or random.random() < 0.25:
            pool.count_hint(hint)
    shares = {entry: pool.hints["category"][entry] / 10_000 for entry in weights["category"]}
    assert shares == pytest.approx({"writing": 0.6, "hard": 0.3, "rare": 0.1, "never": 0}, abs=0.06)
    assert all(count == pytest.approx(2_500, abs=100) for count in pool.hints["topic"].values())


def test_someone_asks_if_there_is_a_list_of_them() -> None:
    random, lists = Random(4), _lists().lists
    assert Variety(lists).persona(random) == ""
    drawn = Counter(Variety(lists, personas={"a nurse": 3, "a pilot": 1}).persona(random) for _ in range(400))
    assert drawn["a nurse"] == pytest.approx(300, abs=40)


def test_a_weight_holds_for_the_lines_below_it(tmp_path: Path) -> None:
    for name, text in {
        "categories": "# c\nqa: question\n[0]\nlabels: one of some labels",
        "topics": "moss\n[12]\nrust\n\n# of metals\ntin\n[1]\nsalt",
        "forms": "[2]\n[3]\na question",
        "personas": "a nurse\n[4]\na pilot",
    }.items():
        (tmp_path / f"{name}.txt").write_text(text)
    variety = Variety.load(tmp_path)
    assert variety.weights == {
        "category": {"qa": 1, "labels": 0},
        "topic": {"moss": 1, "rust": 12, "tin": 12, "salt": 1},
        "form": {"a question": 3},
    }
    assert variety.personas == {"a nurse": 1, "a pilot": 4}
    assert {variety.draw(Random(number), _used()).category for number in range(50)} == {"qa"}
    assert variety.in_words(Hint("labels", "", "")) == {"category": "one of some labels", "topic": "", "form": ""}


@pytest.mark.parametrize("code", LANGUAGES.names())
def test_most_of_what_our_lists_draw_is_of_office_computer_and_everyday_life(code: str) -> None:
    weights = Variety.load(prompts_folder() / code).weights["topic"]
    heavy = sum(weight for weight in weights.values() if weight >= 3)
    assert heavy / sum(weights.values()) > 0.75


def test_the_prompt_is_told_the_names_not_the_keys() -> None:
    assert _lists().in_words(Hint("qa", "moss", "")) == {"category": "a question", "topic": "moss", "form": ""}


def test_what_is_in_no_list_is_neither_drawn_nor_named() -> None:
    """A run may go on with other lists than it has begun with."""
    variety, used = _lists(), _used(*[Hint("cooking", "", "in verse")] * 9)
    assert {variety.draw(Random(number), used).category for number in range(50)} == {"qa", "code"}
    assert variety.in_words(Hint("cooking", "", "in verse")) == dict.fromkeys(NAMES, "")


@pytest.mark.parametrize("code", LANGUAGES.names())
def test_our_lists_name_every_category_of_the_seeds(code: str) -> None:
    variety = Variety.load(prompts_folder() / code)
    for task in read_seed_tasks(seed_file(code)):
        assert variety.in_words(task.hint)["category"]
    assert len({variety.draw(Random(number), _used()).topic for number in range(500)}) > 100


@pytest.mark.parametrize(
    ("text", "told"),
    [("# only a comment", "empty"), ("[0]\nqa: question", "empty"), ("# c\nqa: question\ncode", "line 3")],
)
def test_a_bad_list_is_named(tmp_path: Path, text: str, told: str) -> None:
    for name in ("categories", "topics", "forms"):
        (tmp_path / f"{name}.txt").write_text(text if name == "categories" else "one")
    with pytest.raises(InputError, match=f"categories.txt.*{told}"):
        Variety.load(tmp_path)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"categories\.txt: cannot read the file"):
        Variety.load(tmp_path)
