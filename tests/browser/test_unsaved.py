"""What is not saved yet on the review page, and keys that find nothing; also on a page that was sent."""

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
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


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_edit_is_saved_once_the_program_answers_again_as_the_page_says(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        port = int(page.script("return location.port"))
        page.press("eQuinces")
        page.script("window.reached = fetch; window.fetch = async () => { throw new TypeError('gone'); }")
        page.press(ENTER, control=True)
        away = words["lost"].replace("{}", words["away"].replace("{}", str(port)))
        page.wait(lambda: page.text("#said") == away, "it says what to do")
        page.script("window.fetch = reached")
        page.press(ENTER, control=True)
        (decision,) = journal.read(run)
        assert decision.after
        assert "Quinces" in decision.after.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_restored_and_waits_says_so_at_once(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with closing(Store.open_to_read(run)) as store:
        near = next(each.id for _, each in store.rejections() if each.reason == "near_duplicate")
        decide(store, near, "edit", "bob", after=Record("Name three herbs.", "", ""))
    with shown(chromium, run, page_language=lang) as page:
        page.script(
            "window.near = arguments[0]; later(() => choose(state.rows.findIndex((row) => row.id === near)))", near
        )
        page.settle()
        page.press("r")
        assert page.text("#said") == words["said_restore_waits"]
        waiting = words["n_brought_in_waiting"].replace("{}", "1")
        page.wait(lambda: waiting in page.text("#changed"), "the head says so, too")
