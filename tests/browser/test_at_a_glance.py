"""How the page uses the room that it has: nothing is cut, hidden or moved that is needed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions.values import WHY
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.browser.conftest import of_size
from tests.browser.test_review_page import ESCAPE, Page, shown
from tests.browser.test_sent_page import opened

_HEIGHT = 800


@pytest.fixture(params=[400, 800, 1280])
def width(request: pytest.FixtureRequest, chromium: Any) -> Iterator[int]:
    with of_size(chromium, request.param, _HEIGHT):
        yield request.param


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _box(page: Page, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.script(
        "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector
    )
    return found


def test_the_card_has_most_of_the_room_in_each_queue(chromium: Any, run: Path, width: int, lang: str) -> None:
    with shown(chromium, run, page_language=lang) as page:
        for queue in ("rejected", "sample", "accepted"):
            page.go_to(queue)
            page.wait(lambda: page.script("return counted !== null"), "it is counted")
            assert _box(page, "#card")["height"] > 330
            assert _box(page, "#card")["width"] >= 0.6 * width
        tabs = page.script(
            "return [...document.querySelectorAll('nav > *')].map((each) => each.getBoundingClientRect().right)"
        )
        assert max(tabs) <= width


def test_the_buttons_of_an_edit_are_in_sight_and_its_boxes_as_high_as_their_texts(
    chromium: Any, run: Path, width: int, lang: str
) -> None:
    with closing(Store.open_to_read(run)) as store:
        first = next(store.accepted())
        long = Record(first.instruction, "A line.\n" * 12, "A line.\n" * 300)
        decide(store, first.id, "edit", "bob", after=long)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("e")
        save, card = _box(page, "#editor .main"), _box(page, "#card")
        assert card["top"] <= save["top"]
        assert save["bottom"] <= card["bottom"]
        instruction, given, output = page.script("return areas().map((area) => [area.clientHeight, area.scrollHeight])")
        assert instruction[0] == instruction[1]
        assert instruction[0] < given[0] == given[1]
        assert output[0] == pytest.approx(_HEIGHT / 2, abs=4)


def test_the_head_keeps_its_height_whatever_it_tells(chromium: Any, run: Path, width: int, lang: str) -> None:
    with shown(chromium, run, page_language=lang) as page:
        page.wait(lambda: page.script("return counted !== null"), "it is counted")
        heights = set()
        for beyond in (0, 1, 123_456):
            page.script("counted.file = { holds: 2206, beyond: arguments[0], target: 2206 }; numbers()", beyond)
            heights.add(page.script("return document.querySelector('.head').clientHeight"))
        assert len(heights) == 1


@pytest.mark.parametrize("kind", ["page", "sent"])
def test_an_edited_record_says_so_at_the_head_of_its_card_and_verdicts_are_in_the_past(
    chromium: Any, run: Path, kind: str, lang: str
) -> None:
    words = words_in(lang)
    with closing(Store.open_to_read(run)) as store:
        first = next(store.accepted())
        decide(store, first.id, "edit", "bob", after=Record(first.instruction, "", "Pears."))
        decide(store, first.id, "keep", "bob")
    sent = {"queue": "accepted", "reviewer": "ann", "page_language": lang}
    with shown(chromium, run, page_language=lang) if kind == "page" else opened(chromium, run, **sent) as page:
        page.go_to("accepted")
        assert page.text("#card .badge.edited") == f"{words['did_edit']} · bob"
        assert page.text("#card .badge.verdict") == f"{words['did_keep']} · bob"
        page.press("j")
        assert page.text("#card .badge.edited") == ""


def test_the_keys_say_what_the_digits_mean_and_all_are_in_sight(
    chromium: Any, run: Path, width: int, lang: str
) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.press("?")
        for number, why in enumerate(WHY, 1):
            assert f"{number} {words[why]}" in " ".join(page.text("#help").split())
        if width == 1280:
            assert page.script("return help.scrollHeight <= help.clientHeight")
        page.press(ESCAPE)
        page.press("c")
        assert page.text("#ask-save kbd") == "Ctrl-Enter"
        page.press(ESCAPE)
