"""What the page says of how many are left and hidden, also of what a search finds elsewhere."""

from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
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
        left = words["left"].replace("{}", str(len(page.rows()) - 1))
        page.wait(lambda: page.text("#found") == left, "what is left is told")
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


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("found", ["apples", "e"])
def test_a_search_that_goes_on_leaves_what_it_has_found(chromium: Any, run: Path, lang: str, found: str) -> None:
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        # As where more is searched than one answer can tell of: the first one to come is empty.
        page.script("""
            const ask = window.fetch;
            window.fetch = async (path, told) => {
                const answer = await ask(path, told);
                const start = new URLSearchParams(path.split("?")[1]).get("start");
                const isFirst = path.startsWith("/window") && start && window.passed !== start;
                if (!isFirst) return answer;
                window.passed = start;
                return { ok: true, json: async () => ({ rows: [], hidden: 0, reached: start }) };
            };
        """)
        page.script("search.value = arguments[0]; anew()", found)
        page.settle()
        assert page.script("return state.rows.length > 0 && state.after === null")
        shown_rows = page.script("return [...document.querySelectorAll('#list > [role=option]')].map((row) => row.id)")
        assert shown_rows == page.script("return state.rows.map((row) => row.option.id)")
        assert page.script("return document.querySelectorAll('#list [aria-selected=true]').length") == 1
        assert page.script("return document.querySelector('#list .empty')") is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_nowhere_is_named(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.press("/zzzqq" + ESCAPE)
        told = words["not_found"].replace("{}", "zzzqq")
        page.wait(lambda: page.text("#list") == told, "it is told")
        assert words["nothing_left"] not in page.text("#card")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_beside_the_box_stands_what_the_tab_says_also_of_more_than_one_page(
    chromium: Any, tmp_path: Path, lang: str
) -> None:
    words, run = words_in(lang), tmp_path / "run"
    selfinstruct.generate(Settings(60, language="zh", connection=Connection(backend="demo"), random_seed=4), run)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("aaa")
        page.go_to("rejected")
        page.go_to("accepted")
        page.wait(lambda: "/" in page.text("#count-accepted"), "it is counted")
        left, of = page.text("#count-accepted").split(" / ")
        assert int(left) == int(of) - 3 > 50
        both = words["left_and_hidden"].replace("{}", left, 1).replace("{}", "3")
        page.wait(lambda: page.text("#found") == both, "both say the same")
