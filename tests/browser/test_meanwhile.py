"""What is decided in another tab, or by others, is seen on a card and in a list that are shown already."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions.values import Action
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import ESCAPE, Page, shown

# The page asks for its numbers when its tab is seen again, and every ten seconds.
_SEEN = "document.dispatchEvent(new Event('visibilitychange'))"


def _decided(run: Path, subject: str, action: Action, reviewer: str, **more: Any) -> None:
    with closing(Store.open_to_read(run)) as store:
        decide(store, subject, action, reviewer, **more)


def _sign(page: Page, subject: str) -> str:
    code = "return state.rows.find((row) => row.id === arguments[0]).option.firstElementChild.textContent"
    return str(page.script(code, subject))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("reviewer", ["ann", "bob"])
@pytest.mark.parametrize(
    ("action", "more", "where"),
    [("keep", {}, ".facts"), ("reject", {}, ".facts"), ("comment", {"note": "fine, so far"}, ".note")],
    ids=["keep", "reject", "comment"],
)
def test_a_card_shows_what_is_decided_on_it_meanwhile(
    chromium: Any, run: Path, lang: str, reviewer: str, action: Action, more: dict[str, str], where: str
) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("j")
        (first, second), at = page.script("return state.rows.slice(0, 2).map((row) => row.id)"), page.chosen()
        assert at == second
        for subject in (first, second):
            _decided(run, subject, action, reviewer, **more)
        page.script(_SEEN)
        told = more.get("note") or words[f"did_{action}"]
        page.wait(lambda: told in page.text(f"#card {where}"), "the card shows it")
        assert reviewer in page.text(f"#card {where}")
        assert page.chosen() == at
        if action != "comment":
            sign = {"keep": "✓", "reject": "×"}[action]
            shown_as = sign if reviewer == "ann" else words["others_sign"].replace("{}", sign)
            assert (_sign(page, first), _sign(page, second)) == (shown_as, shown_as)


def test_a_card_stays_as_it_is_read_and_an_edit_is_not_touched(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        at = page.chosen()
        page.press("cfirst")
        page.press("\ue007", control=True)
        page.script("document.getElementById('history').open = true")
        page.press("e")
        page.press("Quinces")
        _decided(run, at, "keep", "bob")
        page.script(_SEEN)
        page.wait(lambda: "(✓)" in _sign(page, at), "the list shows it")
        page.settle()
        assert page.script("return isEdited()")
        page.press(ESCAPE)
        page.script(_SEEN)
        page.wait(lambda: "bob" in page.text("#card .facts"), "the card shows it once the edit is left")
        assert page.script("return document.getElementById('history').open")
