"""What the page says that one undo has taken back, where several things were decided at one stroke."""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decision_on
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import shown


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "decided",
    [{"keep": 3}, {"keep": 2, "reject": 1}, {"restore": 1, "reject": 2}, {"keep": 1, "reject": 1, "skip": 1}],
    ids=str,
)
def test_it_says_how_many_of_which_kind(chromium: Any, run: Path, decided: dict[str, int], lang: str) -> None:
    words = words_in(lang)
    with closing(Store.open_to_read(run)) as store:
        tasks, at = [task.id for task in store.accepted()], time.time()
        actions: Sequence[Any] = [action for action, count in decided.items() for _ in range(count)]
        made = [decision_on(store, task, action, "ann") for task, action in zip(tasks, actions, strict=False)]
    journal.append(run, *(replace(each, at=at) for each in made))
    with shown(chromium, run, page_language=lang) as page:
        page.press("u")
        counts = [words["so_many"].replace("{}", "{0}", 1).replace("{}", "{1}") for _ in decided]
        told = [
            form.format(words[action], count) for form, (action, count) in zip(counts, decided.items(), strict=True)
        ]
        expected = words["said_undo_all"].replace("{}", words["and"].join(told))
        page.wait(lambda: page.text("#said") == expected, expected)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_says_that_it_is_not_to_be_written_anew(chromium: Any, varied: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, varied, page_language=lang) as page:
        page.script("kind.append(new Option('refusal', 'refusal')); kind.value = 'refusal'; anew()")
        page.settle()
        page.press("w")
        assert page.text("#said").startswith(words["said_anew"])
        page.press("u")
        expected = words["said_undo"].replace("{}", words["written_anew"], 1).partition("{}")[0]
        page.wait(lambda: page.text("#said").startswith(expected), expected)
