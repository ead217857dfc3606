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


@pytest.mark.parametrize("kind", ["page", "sent"])
@pytest.mark.parametrize(("queue", "settles"), [("disputed", True), ("accepted", False)])
@pytest.mark.parametrize("keys", ["a", "x1"])
def test_only_who_judges_what_is_disputed_as_such_settles_it(
    chromium: Any, disputed: Path, kind: str, queue: str, keys: str, *, settles: bool
) -> None:
    about = {"queue": queue if queue == "disputed" else "all", "reviewer": "ann"}
    with shown(chromium, disputed) if kind == "page" else opened(chromium, disputed, **about) as page:
        page.go_to(queue)
        page.press(keys)
        if kind == "sent":
            selfinstruct.apply_review(disputed, saved(page, disputed, "ann"))
    assert disputes_in(Standings(journal.read(disputed))) == Disputes(2, int(settles))


@pytest.mark.parametrize("kind", ["page", "sent"])
@pytest.mark.parametrize("queue", ["accepted", "sample"])
def test_a_reason_given_to_ones_first_verdict_settles_nothing(chromium: Any, run: Path, kind: str, queue: str) -> None:
    with closing(Store.open_to_read(run)) as store:
        for task in store.accepted():
            decide(store, task.id, "keep", "bob")
    about = {"queue": "sample" if queue == "sample" else "all", "reviewer": "ann"}
    with shown(chromium, run) if kind == "page" else opened(chromium, run, **about) as page:
        page.go_to(queue)
        page.press("x1")
        if kind == "sent":
            selfinstruct.apply_review(run, saved(page, run, "ann"))
    decisions = [*journal.read(run)]
    assert [each.why for each in decisions if each.reviewer == "ann" and each.action == "reject"] == ["", "wrong"]
    assert disputes_in(Standings(decisions)) == Disputes(1, 0)


@pytest.mark.parametrize(("first", "then"), [("{} of {}", "{} of {}"), ("a", "$& {}"), ("{}", "b")])
def test_each_value_stands_in_its_own_place(chromium: Any, run: Path, first: str, then: str) -> None:
    with shown(chromium, run) as page:
        filled = page.script("return filled('{} ({} waiting)', ...arguments)", first, then)
    assert filled == f"{first} ({then} waiting)"
