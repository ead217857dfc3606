"""Near-duplicates by the instruction that they are near to, rejected at one stroke and taken back."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.review.words import words_in
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import ENTER, ESCAPE, shown
from tests.support.reviewed import imported_run

_KINDS, _WAYS = ("bread", "dough", "steam"), 20


@pytest.fixture
def near(tmp_path: Path) -> Path:
    """A run of three tasks, each with 20 near-duplicates that came in turns."""
    form = "Describe how {0} {0} {0} {0} {0} rises while {1} is in a warm kitchen."
    tasks = [(form.format(kind, f"w{way}"), "", f"It is {kind} {way}.") for way in range(1 + _WAYS) for kind in _KINDS]
    return imported_run(tmp_path, tasks, filters="none")


def _named(reason: str, lang: str) -> str:
    """Return a reason as the page has it: where its id is in another language, with its name."""
    return f"{reasons_in(lang)[reason]} {reason}" if lang == "zh" else reason


def _nearest(run: Path) -> str:
    """Return the id of the task that the near-duplicates on dough are near to."""
    with closing(Store.open_to_read(run)) as store:
        return next(task.id for task in store.accepted() if "dough" in task.instruction)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_question_names_the_reason_or_what_begins_alike(chromium: Any, run: Path, varied: Path, lang: str) -> None:
    words = words_in(lang)
    question = words["ask_group"].replace("{}", "{0}", 1).replace("{}", "{1}")
    with shown(chromium, varied, page_language=lang) as page:
        page.script("kind.append(new Option('no_instructions')); kind.value = 'no_instructions'")
        page.script("kind.dispatchEvent(new Event('change'))")
        page.settle()
        assert page.script("return state.rows[0].option.innerText").endswith(_named("no_instructions", lang))
        listed = "return [...kind.options].map((each) => each.text)"
        page.wait(lambda: f"{_named('refusal', lang)} (1)" in page.script(listed), "the filter names it, too")
        page.press("X")
        assert page.text("#ask-text") == question.format(words["group_alike"], 2)
        page.press(ESCAPE)
    tasks = [(short, "", "Yes.") for short in ("Why", "Who", "How")]
    short = imported_run(run.parent / "run", [*tasks, ("Describe how bread rises at night.", "", "Slowly.")])
    with shown(chromium, short, page_language=lang) as page:
        page.press("X")
        assert page.text("#ask-text") == question.format(_named("too_short", lang), 3)


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
        what = words["group_near"].replace("{}", words["claimed"], 1).replace("{}", _nearest(near))
        assert page.text("#ask-text") == words["ask_group"].replace("{}", what, 1).replace("{}", str(_WAYS))
        page.press(ENTER)
        page.wait(lambda: page.text("#said") == words["said_group"].replace("{}", str(_WAYS)), "all are rejected")
        rejected = [each.record.instruction for each in journal.read(near)]
        assert [each.split()[2] for each in rejected] == ["dough"] * _WAYS
        assert page.script(kinds) == ["bread"] * _WAYS + ["steam"] * _WAYS
        page.press("u")
        assert [each.action for each in journal.read(near)][_WAYS:] == ["undo"] * _WAYS
        assert page.script(kinds) == [kind for kind in _KINDS for _ in range(_WAYS)][:50]
