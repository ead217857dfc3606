"""What others decided, and what was decided long ago, looks other than what is left to do."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import Page, shown
from tests.browser.test_sent_page import opened
from tests.support.reviewed import TASKS, imported_run

SIGNS = {"keep": "✓", "reject": "×", "restore": "↺"}
ANSWERS = {"valid": True, "input_fits": True, "output_right": True}


def _signs(page: Page) -> list[str]:
    signs: list[str] = page.script("return state.rows.map((row) => row.option.firstElementChild.textContent)")
    return signs


@pytest.mark.parametrize("kind", ["page", "sent"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("action", ["keep", "reject", "skip", "answer"])
def test_a_sign_of_others_stands_in_brackets(chromium: Any, run: Path, kind: str, lang: str, action: str) -> None:
    words = words_in(lang)
    with closing(Store.open_to_read(run)) as store:
        first = next(store.accepted()).id
        decide(store, first, action, "bob", answers=ANSWERS if action == "answer" else None)  # type: ignore[arg-type]
    sent = {"queue": "accepted", "reviewer": "ann", "page_language": lang}
    with shown(chromium, run, page_language=lang) if kind == "page" else opened(chromium, run, **sent) as page:
        page.go_to("accepted")
        sign = {**SIGNS, "answer": "☑"}.get(action)
        assert _signs(page)[0] == (words["others_sign"].replace("{}", sign) if sign else "")
        title = page.script("return state.rows[0].option.firstElementChild.title")
        assert title == (f"{words['did_' + action]} · bob" if sign else "")
        colour = "return getComputedStyle(state.rows[{}].option.querySelector('.row-title')).color"
        assert page.script(colour.format(0)) == page.script(colour.format(1))
        page.press("a")
        assert _signs(page)[0] == SIGNS["keep"]
        assert page.script(colour.format(0)) != page.script(colour.format(1))


@pytest.mark.parametrize("kind", ["page", "sent"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_restored_does_not_say_that_it_came_to_nothing(
    chromium: Any, varied: Path, kind: str, lang: str
) -> None:
    words = words_in(lang)
    sent = {"queue": "rejected", "reviewer": "ann", "page_language": lang}
    with shown(chromium, varied, page_language=lang) if kind == "page" else opened(chromium, varied, **sent) as page:
        page.script("later(() => choose(state.rows.findIndex((row) => row.reason === 'refusal')))")
        page.settle()
        assert words["came_to_nothing"] in page.text("#card .reason")
        page.press("r")
        page.script("later(() => choose(state.rows.findIndex((row) => row.reason === 'refusal')))")
        page.settle()
        assert words["brought_in"] in page.text("#card .badge.in")
        assert words["came_to_nothing"] not in page.text("#card")
        assert not page.script("return document.querySelector('#card [data-do=write_anew]')")
        if kind == "page":
            assert page.script("return state.card.cameToNothing") is False


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_restored_without_an_output_is_not_to_be_restored_again(
    chromium: Any, tmp_path: Path, lang: str
) -> None:
    words = words_in(lang)
    run = imported_run(tmp_path, [*TASKS, ("Name a long river in the south of the country.", "", "")])
    with shown(chromium, run, page_language=lang) as page:
        page.script("later(() => choose(state.rows.findIndex((row) => row.reason === 'empty_output')))")
        page.settle()
        assert words["blank_output"] in page.text("#card .output")
        page.press("r")
        page.script("later(() => choose(state.rows.findIndex((row) => row.reason === 'empty_output')))")
        page.settle()
        assert words["no_output_waits"] in page.text("#card .output")
