"""A page that is low or narrow, as at a zoom of 200 %, has room for the record, and its head is whole at any width."""

from pathlib import Path
from typing import Any

import pytest

from selfinstruct.review.words import words_in
from tests.browser.conftest import of_size
from tests.browser.test_review_page import Page, shown

_LOW = [(640, 450), (640, 360), (400, 800), (1280, 420), (1000, 450)]
# Of the window, between what stands above and the buttons below it.
_SEEN = """
    const { top, bottom } = card.getBoundingClientRect();
    const foot = document.querySelector("footer").getBoundingClientRect().top;
    return (Math.min(bottom, foot) - Math.max(top, 0)) / innerHeight;
"""
_CUT = """
    const told = [...document.querySelectorAll(".head > *, nav > *")].filter((each) => each.offsetWidth);
    return told.filter((each) => each.scrollWidth > each.clientWidth + 1 && each.tagName !== "SELECT"
      || each.getBoundingClientRect().right > innerWidth).map((each) => each.innerText);
"""


_FITS = "return document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), _LOW)
def test_a_record_is_read_in_most_of_a_small_window(
    chromium: Any, run: Path, width: int, height: int, lang: str
) -> None:
    with of_size(chromium, width, height), shown(chromium, run, page_language=lang) as page:
        page.wait(lambda: page.script("return counted !== null"), "it is counted")
        for queue in ("sample", "accepted", "rejected"):
            page.go_to(queue)
            page.script("document.getElementById('card').innerHTML += '<p>more</p>'.repeat(40)")
            page.press(" ")
            assert page.script(_SEEN) > 0.6
            page.press("x")
            page.press("j")
            assert page.script(_FITS)
            top = page.script("return card.getBoundingClientRect().top / innerHeight")
            assert -0.01 < top < 0.5, queue


@pytest.mark.parametrize(("width", "height"), [*_LOW, (1280, 800)])
def test_what_folds_can_be_opened_and_is_open_where_there_is_room(
    chromium: Any, run: Path, width: int, height: int
) -> None:
    words = words_in("en")
    with of_size(chromium, width, height), shown(chromium, run, page_language="en") as page:
        page.go_to("sample")
        page.press(" \ue007")
        page.wait(lambda: words["not_yet"] not in page.text("#in-short"), "the figures are there")
        is_seen = "return shares.checkVisibility() && shares.offsetHeight > 0"
        assert page.script(is_seen) == (height == 800 and width > 768)
        assert page.text("#in-short").startswith(words["all"])
        page.script("estimate.open = true")
        assert page.script(is_seen)
        assert words["paper"].split("{}")[0] in page.text("#shares")


def test_the_queues_are_one_choice_where_it_is_narrow(chromium: Any, run: Path) -> None:
    with of_size(chromium, 400, 800), shown(chromium, run, page_language="en") as page:
        page.wait(lambda: page.script("return counted?.is_complete"), "it is counted")
        page.go_to("rejected")
        select = chromium.find_element("css selector", "#queue")
        assert select.is_displayed()
        assert not chromium.find_element("css selector", "[data-queue]").is_displayed()
        _pick(page, "accepted")
        assert page.script("return [state.queue, queue.value]") == ["accepted", "accepted"]
        count = page.text("#count-accepted")
        assert page.script("return queue.selectedOptions[0].text") == f"{words_in('en')['accepted']} {count}"
        page.press("]")
        assert page.script("return queue.value === state.queue")


def _pick(page: Page, queue: str) -> None:
    code = "queue.value = arguments[0]; queue.dispatchEvent(new Event('change', { bubbles: true }))"
    page.script(code, queue)
    page.settle()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [1600, 1280, 1000, 640, 400, 320])
def test_nothing_of_the_head_is_cut_off(chromium: Any, run: Path, width: int, lang: str) -> None:
    with of_size(chromium, width, 900), shown(chromium, run, page_language=lang) as page:
        page.wait(lambda: page.script("return counted !== null"), "it is counted")
        cut, are_seen = page.script(f"""
            counted.file = {{ holds: 123_456, beyond: 1_234, target: 123_456 }};
            counted.done = {{ judged: 12_345, answered: 2_100, skipped: 120 }};
            Object.assign(counted, {{ edited: 321, doubtful: 54 }});
            counted.decided = {{ rejected: 1_400, edited: 120, restored: 230, waiting: 12 }};
            numbers();
            const seen = ["in-file", "decided", "changed"].every((id) => window[id].offsetHeight > 0);
            return [(() => {{ {_CUT} }})(), seen];
        """)
        assert cut == []
        assert are_seen
        assert page.script("return document.getElementById('in-file').title") != ""
        assert page.script(_FITS)
