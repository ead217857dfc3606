"""Near-duplicates by the instruction that they are near to, rejected at one stroke and taken back."""

from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, shown
from tests.support.reviewed import imported_run

_KINDS, _WAYS = ("bread", "dough", "steam"), 20


@pytest.fixture
def near(tmp_path: Path) -> Path:
    """A run of three tasks, each with 20 near-duplicates that came in turns."""
    form = "Describe how {0} {0} {0} {0} {0} rises while {1} is in a warm kitchen."
    tasks = [(form.format(kind, f"w{way}"), "", f"It is {kind} {way}.") for way in range(1 + _WAYS) for kind in _KINDS]
    return imported_run(tmp_path, tasks, filters="none")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_whole_group_is_rejected_and_taken_back(chromium: Any, near: Path, lang: str) -> None:
    words = words_in(lang)
    kinds = "return state.rows.map((row) => row.title.split(' ')[2])"
    with shown(chromium, near, page_language=lang) as page:
        assert page.script(kinds)[:4] == ["bread", "dough", "steam", "bread"]
        page.wait(lambda: page.script("return kind.options.length > 1"), "it is counted")
        page.script("kind.value = 'near_duplicate'; kind.dispatchEvent(new Event('change'))")
        page.settle()
        assert page.script(kinds) == [kind for kind in _KINDS for _ in range(_WAYS)][:50]
        page.press("n")
        assert page.script("return state.rows[state.at].title.split(' ')[2]") == "dough"
        page.press("X")
        assert words["ask_group"].split("{}")[0] in page.text("#ask[open]")
        page.press(ENTER)
        page.wait(lambda: page.text("#said") == words["said_group"].replace("{}", str(_WAYS)), "all are rejected")
        rejected = [each.record.instruction for each in journal.read(near)]
        assert [each.split()[2] for each in rejected] == ["dough"] * _WAYS
        assert page.script(kinds) == ["bread"] * _WAYS + ["steam"] * _WAYS
        page.press("u")
        assert [each.action for each in journal.read(near)][_WAYS:] == ["undo"] * _WAYS
        assert page.script(kinds) == [kind for kind in _KINDS for _ in range(_WAYS)][:50]
