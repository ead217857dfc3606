"""Back and Forward of the browser go from one queue to another, each as it was left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown


@pytest.fixture
def page(chromium: Any, run: Path) -> Iterator[Page]:
    with shown(chromium, run, page_language="en") as page:
        yield page


def _is_at(page: Page, queue: str) -> bool:
    page.settle()
    return (page.script("return state.queue"), page.script("return location.hash")) == (queue, f"#{queue}")


def _went(page: Page, way: str, queue: str) -> None:
    page.script(f"history.{way}()")
    page.wait(lambda: _is_at(page, queue), f"{way} goes to {queue}")


def test_back_and_forward_go_through_the_queues_that_were_opened(page: Page) -> None:
    page.go_to("accepted")
    page.press("]")
    last = page.script("return state.queue")
    page.go_to("risk")
    for way, queue in (("back", last), ("back", "accepted"), ("back", "rejected"), ("forward", "accepted")):
        _went(page, way, queue)
        assert page.text("[aria-current]").startswith(words_in("en")[queue])
    # What is opened from here takes the place of what was ahead.
    page.go_to("sample")
    _went(page, "back", "accepted")
    _went(page, "forward", "sample")


def test_a_queue_is_shown_as_it_was_left(page: Page) -> None:
    page.go_to("accepted")
    page.press("hjj")
    chosen = page.chosen()
    page.go_to("rejected")
    page.press("/bread" + ENTER)
    page.wait(lambda: _found(page), "it is found")
    page.go_to("sample")
    _went(page, "back", "rejected")
    assert page.script("return search.value") == "bread"
    assert _found(page)
    _went(page, "back", "accepted")
    assert page.script("return search.value") == ""
    assert page.chosen() == chosen
    assert page.script("return undecided.checked") is False


def _found(page: Page) -> bool:
    page.settle()
    rows = page.rows()
    return bool(rows) and all("bread" in row for row in rows)


def test_an_edit_keeps_its_queue_and_a_dialog_is_closed(page: Page, run: Path) -> None:
    page.go_to("rejected")
    page.go_to("accepted")
    page.press("e")
    page.press("Quinces")
    page.script("history.back()")
    page.wait(lambda: page.text("#said") == words_in("en")["edit_open"], "it is told")
    assert _is_at(page, "accepted")
    assert page.script("return isEditing()")
    page.press(ESCAPE)
    page.press("?")
    _went(page, "back", "rejected")
    assert page.text("#help[open]") == ""
    assert [*journal.read(run)] == []
