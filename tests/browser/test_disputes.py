"""Disputes on the page and on one that was sent: what is settled says by whom, and how many are still open."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.decisions.reviewers import Disputes, disputes_in
from selfinstruct.decisions.standing import Standings
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import shown
from tests.browser.test_sent_page import opened, saved


@pytest.fixture
def disputed(run: Path) -> Path:
    with closing(Store.open_to_read(run)) as store:
        for task in store.accepted(2):
            decide(store, task.id, "keep", "bob")
            decide(store, task.id, "reject", "carol")
    return run


@pytest.mark.parametrize("kind", ["page", "sent"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_dispute_ends(chromium: Any, disputed: Path, kind: str, lang: str) -> None:
    words = words_in(lang)
    by_ann = words["settled_by"].format("ann")
    sent = {"queue": "disputed", "reviewer": "ann", "page_language": lang}
    page_of = shown(chromium, disputed, page_language=lang) if kind == "page" else opened(chromium, disputed, **sent)
    with page_of as page:
        page.go_to("disputed")
        page.wait(lambda: page.text("#count-disputed").strip("…") == "2", "both are open")
        page.press("a")
        still = words["open_of"].replace("{}", "{0}", 1).replace("{}", "{1}")
        page.wait(lambda: page.text("#count-disputed") == still.format(1, 2), "one is settled")
        signs = page.script("return [...document.querySelectorAll('.row-reason')].map((each) => each.textContent)")
        assert signs == [by_ann, ""]
        page.press("k")
        assert by_ann in page.text("#card .facts")
        page.press("u")
        page.wait(lambda: page.text("#count-disputed") == "2", "both are open again")
        page.press("ax")
        page.wait(lambda: page.text("#count-disputed") == still.format(0, 2), "none is open")
        if kind == "sent":
            selfinstruct.apply_review(disputed, saved(page, disputed, "ann"))
    assert disputes_in(Standings(journal.read(disputed))) == Disputes(2, 2)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_head_of_the_page_adds_up(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.press("xs")
        page.go_to("accepted")
        page.press("x")
        you, all_of_us = words["you_did"], words["dataset_changed"]
        done = " · ".join((words["n_judged"].format(2), words["n_skipped"].format(1)))
        page.wait(lambda: page.text("#decided") == you.format(done), "two are decided, one is skipped")
        assert page.text("#changed") == all_of_us.format(words["n_taken_out"].format(1))
