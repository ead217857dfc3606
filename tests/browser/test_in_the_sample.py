"""Answers and verdicts in the sample, on the page and on one that was sent: what one key does to the other's work."""

from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, Page, shown
from tests.browser.test_sent_page import opened, saved

ALL_YES = {"valid": True, "input_fits": True, "output_right": True}


@pytest.fixture(params=["page", "sent"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page_of(kind: str, chromium: Any, run: Path) -> AbstractContextManager[Page]:
    if kind == "page":
        return shown(chromium, run, page_language="en")
    return opened(chromium, run, queue="sample", page_language="en", reviewer="ann")


def _all_of(kind: str, page: Page, run: Path) -> list[tuple[str, dict[str, bool]]]:
    if kind == "sent":
        selfinstruct.apply_review(run, saved(page, run, "ann"))
    return [(each.action, dict(each.answers)) for each in journal.read(run)]


@pytest.mark.parametrize(("key", "action"), [("a", "keep"), ("x", "reject"), ("r", "restore")])
@pytest.mark.parametrize(("letter", "name"), [("v", "valid"), ("i", "input_fits"), ("p", "output_right")])
def test_a_verdict_saves_the_answers_that_were_turned_over(
    page_of: AbstractContextManager[Page], kind: str, run: Path, key: str, action: str, letter: str, name: str
) -> None:
    with page_of as page:
        page.go_to("sample")
        page.press(letter + key)
        assert words_in("en")["with_answers"].replace("{}", "") in page.text("#said")
        assert page.script("return state.toggled.size") == 0
        assert _all_of(kind, page, run) == [("answer", {**ALL_YES, name: False}), (action, {})]


def test_one_undo_takes_back_a_verdict_with_its_answers(
    page_of: AbstractContextManager[Page], kind: str, run: Path
) -> None:
    words = words_in("en")
    with page_of as page:
        page.go_to("sample")
        page.press("pau")
        both = f"{words['answer']}, {words['keep']}"
        assert page.text("#said").startswith(words["said_undo"].split("{}")[0] + both)
        assert Counter(action for action, _ in _all_of(kind, page, run)) == {"answer": 1, "keep": 1, "undo": 2}


def test_a_verdict_after_saved_answers_leaves_them(page_of: AbstractContextManager[Page], kind: str, run: Path) -> None:
    with page_of as page:
        page.go_to("sample")
        page.press("p" + ENTER + "ka")
        decided = _all_of(kind, page, run)
        assert [action for action, _ in decided] == ["answer", "keep"]
        assert decided[0][1] == {**ALL_YES, "output_right": False}


def test_a_digit_is_of_the_record_before_and_a_letter_of_the_one_on_screen(
    page_of: AbstractContextManager[Page], kind: str, run: Path
) -> None:
    boxes = "return [...questions.querySelectorAll('input')].map((box) => box.checked)"
    with page_of as page:
        page.go_to("sample")
        page.press("x")
        page.press("p")
        assert page.script(boxes) == [True, True, False]
        page.press("2")
        assert page.script(boxes) == [True, True, False]
        assert words_in("en")["unclear"] in page.text("#said")
        page.press("1")
        assert page.script(boxes) == [True, True, False]
        assert page.text("#said") == words_in("en")["turned_by_letters"]
        assert Counter(action for action, _ in _all_of(kind, page, run)) == {"reject": 2, "undo": 1}
