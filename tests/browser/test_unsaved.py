"""What is not saved yet on the review page, and keys that find nothing; also on a page that was sent."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown
from tests.browser.test_sent_page import opened

WORDS = words_in("en")
TAB, DOWN = "\ue004", "\ue015"
_IS_HELD_BACK = """
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
"""


@pytest.fixture(params=["page", "sent"])
def page_of(request: pytest.FixtureRequest, chromium: Any, run: Path) -> AbstractContextManager[Page]:
    if request.param == "page":
        return shown(chromium, run, page_language="en")
    return opened(chromium, run, queue="all" if "edit" in request.node.name else "sample", page_language="en")


def test_an_edit_is_dropped_by_escape_alone(page_of: AbstractContextManager[Page]) -> None:
    with page_of as page:
        page.go_to("accepted")
        first = page.chosen()
        page.press("eQuinces")
        page.press(TAB)
        for key in ("j", "a", "x", DOWN, "u"):
            page.press(key)
            page.wait(lambda: page.text("#said") == WORDS["edit_open"], "it says that the edit is open")
        page.script("state.rows[1].option.click()")
        page.go_to("rejected")
        assert page.chosen() == first
        assert "Quinces" in page.script("return editor.elements.output.value")
        assert page.script(_IS_HELD_BACK)
        page.press(ESCAPE)
        assert page.script("return editor.hidden")
        page.press("j")
        assert page.chosen() != first


def test_a_comment_is_asked_for_before_it_is_lost_and_esc_keeps_it(page_of: AbstractContextManager[Page]) -> None:
    with page_of as page:
        page.go_to("sample")
        page.press("chalf a thought")
        assert page.script(_IS_HELD_BACK)
        page.press(ESCAPE)
        page.wait(lambda: page.text("#said") == WORDS["comment_left"], "it says that it is not saved")
        page.press("jkc")
        assert page.script("return document.getElementById('ask-note').value") == "half a thought"
        page.press(ENTER, control=True)
        assert "half a thought" in page.text("#card .note")
        page.press("c.")
        page.press("\ue003" + ESCAPE)
        assert page.text("#said") != WORDS["comment_left"]


def test_a_comment_that_could_not_be_saved_is_still_there(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.press("chalf a thought")
        page.script("const ask = window.fetch; window.fetch = () => { window.fetch = ask; throw new TypeError(); }")
        page.press(ENTER, control=True)
        assert page.script(_IS_HELD_BACK)
        page.press("c")
        assert page.script("return document.getElementById('ask-note').value") == "half a thought"
        page.press(ENTER, control=True)
        assert not page.script(_IS_HELD_BACK)
        assert [each.note for each in journal.read(run)] == ["half a thought"]


def test_answers_that_were_turned_over_stay_until_they_are_saved(page_of: AbstractContextManager[Page]) -> None:
    with page_of as page:
        page.script("document.querySelector('[data-queue=sample]').focus()")
        page.press(ENTER)
        assert page.script("return document.activeElement.id") == "list"
        page.press("j")
        second = page.chosen()
        page.press("pjk")
        assert page.script("return [...questions.querySelectorAll('input')].map((box) => box.checked)") == [1, 1, 0]
        assert page.script(_IS_HELD_BACK)
        page.press(ENTER)
        assert page.chosen() != second
        page.press("k")
        assert page.chosen() == second
        assert page.script("return state.toggled.size") == 0
        assert page.script("return questions.querySelectorAll('input')[2].checked") is False


def test_a_key_that_finds_no_record_takes_nothing_back(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        for _ in page.rows():
            page.press("a")
        decided = len([*journal.read(run)])
        page.go_to("rejected")
        page.go_to("accepted")
        page.wait(lambda: page.text("#list") == WORDS["all_decided"], "it says that what is decided is hidden")
        page.press("cunsure")
        page.wait(lambda: page.text("#said") == WORDS["no_record_chosen"], "it says that no record is chosen")
        assert len([*journal.read(run)]) == decided
        page.go_to("folded")
        page.wait(lambda: page.text("#list") == WORDS["nothing"], "it says that there is nothing")
        page.press("u")
        assert [*journal.read(run)][-1].action == "undo"


def test_a_message_of_one_queue_is_gone_in_the_next_and_help_begins_at_its_top(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.press("e")
        page.press("Cold. \ue007")
        page.press(ENTER, control=True)
        assert page.text(".edit-waits") == WORDS["edit_waits"]
        page.press("r")
        page.wait(lambda: page.text("#said").startswith(WORDS["said_restore"]), "it is restored")
        page.go_to("accepted")
        page.wait(lambda: page.text("#said") == "", "the message is gone")
        chromium.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 600, "height": 300, "deviceScaleFactor": 1, "mobile": False}
        )
        page.press("?")
        assert page.script("return [help.scrollTop, help.scrollHeight > help.clientHeight]") == [0, True]
        page.press(ESCAPE)
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_where_there_is_no_group_it_is_told(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        first = page.chosen()
        page.press("X")
        page.press(ENTER)
        assert first not in page.script("return state.rows.map((row) => row.id)")
        page.script("undecided.click()")
        page.settle()
        assert page.chosen() == first
        page.press("X")
        page.wait(lambda: page.text("#said") == WORDS["group_is_decided"], "it says that there is no group")
        assert not page.script("return document.querySelector('dialog[open]')")
        page.press("n" * len(page.rows()))
        page.wait(lambda: page.text("#said") == WORDS["last_group"], "it says that no other group follows")
