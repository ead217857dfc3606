"""What requests lean towards: what the pool lacks."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Hint
from selfinstruct.languages import language_codes
from selfinstruct.pool.variety import Variety
from selfinstruct.seeds.reading import read_seed_tasks


def _lists() -> Variety:
    return Variety({"qa": "a question", "code": "some code"}, {"moss": "moss", "rust": "rust"}, {"rhyme": "in rhyme"})


def test_what_the_pool_lacks_is_drawn_more_often() -> None:
    variety = _lists()
    for _ in range(19):
        variety.count(Hint("qa", "moss", "rhyme"))
    random = Random(1)
    drawn = Counter(variety.draw(random).category for _ in range(2100))
    assert 1900 <= drawn["code"] <= 2100
    assert 0 < drawn["qa"] <= 200


def test_drawing_what_is_lacking_evens_the_pool_out() -> None:
    variety, random, pool = _lists(), Random(2), Counter({"qa": 300, "code": 0})
    for _ in range(300):
        variety.count(Hint("qa"))
    for _ in range(1000):
        hint = variety.draw(random)
        variety.count(hint)
        pool[hint.category] += 1
    assert abs(pool["qa"] - pool["code"]) < 150


def test_the_prompt_is_told_the_names_not_the_keys() -> None:
    assert _lists().told(Hint("qa", "moss", "")) == {"category": "a question", "topic": "moss", "form": ""}


def test_unknown_entries_do_not_count() -> None:
    variety = _lists()
    variety.count(Hint("cooking", "", "in verse"))
    assert variety.draw(Random(0)).category in ("qa", "code")


@pytest.mark.parametrize("code", language_codes())
def test_our_lists_name_every_category_of_the_seeds(code: str) -> None:
    variety = Variety.load(prompts_folder() / code)
    for task in read_seed_tasks(seed_file(code)):
        assert variety.told(task.hint)["category"]
    assert len({variety.draw(Random(number)).topic for number in range(500)}) > 100


@pytest.mark.parametrize(("text", "told"), [("# only a comment", "empty"), ("# c\nqa: question\ncode", "line 3")])
def test_a_bad_list_is_named(tmp_path: Path, text: str, told: str) -> None:
    for name in ("categories", "topics", "forms"):
        (tmp_path / f"{name}.txt").write_text(text if name == "categories" else "one")
    with pytest.raises(InputError, match=f"categories.txt.*{told}"):
        Variety.load(tmp_path)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"categories\.txt: cannot read the list"):
        Variety.load(tmp_path)
