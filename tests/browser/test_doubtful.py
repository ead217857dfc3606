"""What a reviewer could not decide waits in a queue of its own, on the page of the program and on one that was sent."""

from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import shown
from tests.browser.test_sent_page import opened, saved

_SIGNS = "return state.rows.map((row) => row.option.firstElementChild.textContent)"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_marked_found_again_and_settled_by_keys(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        first = page.chosen()
        page.press("d")
        assert page.text("#said") == words["said_doubt"]
        assert page.script(_SIGNS)[:2] == ["?", ""]
        page.wait(lambda: words["n_doubtful"].replace("{}", "1") in page.text("#decided"), "it is counted")
        page.wait(lambda: page.text("#count-accepted") == "3 / 4", "the tab says what is left, and of how many")
        page.go_to("doubtful")
        assert (page.chosen(), page.text("#count-doubtful")) == (first, "1")
        assert f"{words['doubtful']} · ann" in page.text("#card .facts")
        page.press("x")
        assert page.script(_SIGNS) == ["×"]
        page.wait(lambda: page.text("#count-doubtful") == "0", "it is settled")
        page.press("u")
        page.wait(lambda: page.text("#count-doubtful") == "1", "it waits again")
    assert [each.action for each in journal.read(run)] == ["doubt", "reject", "undo"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_waits_on_a_page_that_was_sent(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with opened(chromium, run, queue="accepted", page_language=lang, reviewer="bob") as page:
        first = page.chosen()
        page.press("d")
        page.go_to("doubtful")
        assert (page.chosen(), page.script(_SIGNS), page.text("#count-doubtful")) == (first, ["?"], "1")
        assert words["doubtful"] in page.text("#card .facts")
        page.press("a")
        assert (page.script(_SIGNS), page.text("#count-doubtful")) == (["✓"], "0")
        page.press("u")
        assert page.text("#count-doubtful") == "1"
        page.go_to("accepted")
        assert len(page.rows()) == 3
        back = saved(page, run)
    # What was taken back is no part of what stands.
    assert selfinstruct.apply_review(run, back).added == {"doubt": 1}
    assert selfinstruct.write_reviewed(run).report.review.doubtful == 1
