"""What the page says of how many are left and hidden, also of what a search finds elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ESCAPE, shown
from tests.support.reviewed import HOSTILE


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_search_says_what_is_hidden_and_goes_on_in_another_queue_and_language(
    chromium: Any, run: Path, lang: str
) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("a")
        assert page.text("#found") == words["left"].replace("{}", str(len(page.rows()) - 1))
        page.go_to("rejected")
        page.press("/colleague" + ESCAPE)
        page.wait(lambda: page.rows() == [HOSTILE], "it is found elsewhere")
        page.press("a")
        assert page.text("#said") == words["saved_last"].replace("{}", words["said_keep"])
        assert words["did_keep"] in page.text("#card .verdict")
        page.script("undecided.click()")
        page.settle()
        assert page.rows() == [HOSTILE]
        page.script("undecided.click()")
        page.settle()
        both = words["left_and_hidden"].replace("{}", "{0}", 1).replace("{}", "{1}").format(0, 1)
        page.wait(lambda: page.text("#found") == both, "what is hidden is told")
        page.script("undecided.click()")
        page.settle()
        found = page.chosen()
        page.script("document.querySelector('header a[hreflang]').click()")
        page.wait(lambda: page.script("return document.documentElement.lang") != lang, "it is in the other language")
        page.wait(lambda: page.script("return typeof state === 'object' && state.at === 0"), "the page works")
        assert (page.chosen(), page.script("return [state.queue, search.value]")) == (found, ["rejected", "colleague"])


def test_a_search_that_a_filter_narrows_can_go_on_everywhere(chromium: Any, run: Path) -> None:
    with shown(chromium, run) as page:
        page.wait(lambda: page.script("return kind.options.length > 2"), "it is counted")
        page.script("kind.value = 'too_short'; kind.dispatchEvent(new Event('change'))")
        page.settle()
        page.press("/colleague" + ESCAPE)
        page.wait(lambda: page.script("return document.querySelector('[data-search-all]') !== null"), "it is offered")
        page.script("document.querySelector('[data-search-all]').click()")
        page.wait(lambda: page.rows() == [HOSTILE], "it is found elsewhere")
