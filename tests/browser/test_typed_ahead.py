"""Keys that are pressed faster than the page answers, and keys after a click: each means what it always does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown
from tests.support.reviewed import imported_run

WORDS = words_in("en")
# From now on, no answer comes before it is let go.
_HOLD = """
    const ask = window.fetch;
    const held = new Promise((done) => { window.letGo = done; });
    window.fetch = (...asked) => held.then(() => ask(...asked));
"""


def _decided(run: Path) -> list[str]:
    return [each.action for each in journal.read(run)]


@contextmanager
def _no_answer_yet(page: Page) -> Iterator[Any]:
    """Give what presses keys while no answer comes."""
    from selenium.webdriver.common.action_chains import ActionChains

    page.script(_HOLD)
    yield lambda keys: ActionChains(page.driver).send_keys(keys).perform()
    page.script("letGo()")
    page.settle()


@pytest.mark.parametrize("before", ["a", "j"])
@pytest.mark.parametrize(
    ("opens", "field"), [("e", "editor.elements.output"), ("c", "document.getElementById('ask-note')")]
)
def test_what_is_typed_before_its_field_has_opened_stands_in_it(
    chromium: Any, run: Path, before: str, opens: str, field: str
) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        second = page.script("return state.rows[1].id")
        with _no_answer_yet(page) as press:
            press(f"{before}{opens}xad, 1 u")
        assert page.chosen() == second
        assert "xad, 1 u" in page.script(f"return {field}.value")
        assert _decided(run) == ["keep"] * (before == "a")
        page.press(ENTER, control=True)
        (decision,) = [each for each in journal.read(run) if each.action != "keep"]
        assert decision.subject == second


@pytest.mark.parametrize("opens", ["e", "c"])
def test_what_ends_a_text_that_is_typed_ahead_ends_it(chromium: Any, run: Path, opens: str) -> None:
    is_open = "return !editor.hidden || document.querySelector('dialog[open]') !== null"
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        with _no_answer_yet(page) as press:
            press(f"j{opens}xad{ESCAPE}j")
        assert not page.script(is_open)
        assert page.script("return state.at") == 2
        assert _decided(run) == []


def test_a_search_is_typed_ahead_and_the_keys_after_it_are_keys(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        with _no_answer_yet(page) as press:
            press(f"a/bread{ENTER}")
        page.wait(lambda: len(page.rows()) == 2, "it is searched for")
        assert page.script("return [search.value, document.activeElement.id]") == ["bread", "list"]
        assert _decided(run) == ["keep"]


@pytest.mark.parametrize("clicked", ["[data-do=reject]", "[data-do=keep]", "[data-do=undo]", "#undecided", "summary"])
def test_after_a_click_space_and_enter_mean_what_they_always_do(chromium: Any, run: Path, clicked: str) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("sample")
        page.press("aakk")
        chromium.find_element("css selector", clicked).click()
        page.settle()
        before, is_hidden = len(_decided(run)), page.script("return undecided.checked")
        page.press(" ")
        page.press(" ")
        assert (len(_decided(run)), page.script("return undecided.checked")) == (before, is_hidden)
        page.press(ENTER)
        assert _decided(run)[before:] == ["answer"]


def test_a_button_that_was_reached_by_tab_is_pressed_by_enter(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        page.script("document.querySelector('[data-do=reject]').focus()")
        page.press(ENTER)
        assert _decided(run) == ["reject"]
        page.press(" ")
        assert _decided(run) == ["reject", "reject"]


@pytest.mark.parametrize("keys", ["9u", "kju", "jsu"])
def test_undo_needs_no_record(chromium: Any, tmp_path: Path, keys: str) -> None:
    run = imported_run(tmp_path, [(text, "", "Yes.") for text in ("Why", "Who", "How")])
    with shown(chromium, run, page_language="en") as page:
        page.press("X")
        page.press(ENTER)
        assert page.rows() == []
        page.press(keys)
        page.wait(lambda: page.text("#said").startswith(WORDS["said_undo_all"].split("{}")[0]), "it is taken back")
        assert len(page.rows()) == 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_number_says_why_a_group_was_rejected(chromium: Any, tmp_path: Path, lang: str) -> None:
    words = words_in(lang)
    run = imported_run(tmp_path, [(text, "", "Yes.") for text in ("Why", "Who", "How")])
    with shown(chromium, run, page_language=lang) as page:
        page.press("X")
        page.press(ENTER)
        assert page.text("#why-of") == words["records"].replace("{}", "3")
        page.press("9")
        assert words["duplicate"] in page.text("#said")
        assert [each.why for each in journal.read(run)][-3:] == ["duplicate"] * 3
        page.press("u")
        assert len(page.rows()) == 3
        assert _decided(run) == [*["reject"] * 3, *["undo"] * 3, *["reject"] * 3, *["undo"] * 3]


def test_a_text_for_which_there_is_no_record_takes_nothing_back_until_it_is_ended(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        page.press("a" * len(page.rows()))
        page.go_to("rejected")
        page.go_to("accepted")
        before = len(_decided(run))
        page.press("cu")
        page.wait(lambda: page.text("#said") == WORDS["taken_for_text"], "it is told")
        assert len(_decided(run)) == before
        page.press(ESCAPE + "u")
        assert len(_decided(run)) == before + 1


def test_the_key_that_opens_a_dialog_closes_it(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        for key in "?ol":
            page.press(key)
            assert page.script("return document.querySelector('dialog[open]') !== null")
            page.press(key)
            assert page.script("return document.querySelector('dialog[open]') === null")


def test_at_either_end_it_says_which(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.press("k")
        page.wait(lambda: page.text("#said") == WORDS["first_here"], "it is the first")
        page.press("j" * len(page.rows()))
        page.wait(lambda: page.text("#said") == WORDS["last_here"], "it is the last")
