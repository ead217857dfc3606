"""What the page says of keys that do not apply, of what was found, of records that no longer stand as they came."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions.values import QUESTIONS
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown

WORDS = words_in("en")


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("key", "name"), [("f", "no_filter"), ("w", "not_to_be_written"), ("n", "no_next_group"), ("X", "no_group")]
)
@pytest.mark.parametrize("queue", ["accepted", "sample"])
def test_a_key_that_does_not_apply_says_so(
    chromium: Any, run: Path, lang: str, queue: str, key: str, name: str
) -> None:
    with shown(chromium, run, page_language=lang) as page:
        page.go_to(queue)
        page.press(key)
        page.wait(lambda: page.text("#said") == words_in(lang)[name], f"{key} says why it does nothing")
        page.press("j")
        assert page.script("return state.at") == 1


def _search(page: Page, text: str, found: str) -> None:
    """Search, and wait until a condition on the page says that all is found."""
    page.press(f"/{text}{ESCAPE}")
    page.wait(lambda: page.script(f"return {found}"), "it is found")
    page.settle()


def _finds_nothing(page: Page, text: str, told: str) -> None:
    page.press(f"/{text}{ESCAPE}")
    page.wait(lambda: page.text("#list") == told.replace("{}", text), "it says that there is nothing")


def test_what_was_said_goes_once_something_else_is_searched_for(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.press("xu")
        page.wait(lambda: page.text("#said") != "", "it is taken back")
        _finds_nothing(page, "zzqq", WORDS["not_found"])
        assert page.text("#said") == ""


@pytest.mark.parametrize(("lang", "text"), [("en", "too_short"), ("zh", "太短"), ("en", "seems to be missing")])
def test_the_name_of_a_reason_or_a_risk_is_for_the_filter(chromium: Any, run: Path, lang: str, text: str) -> None:
    with shown(chromium, run, page_language=lang) as page:
        page.wait(lambda: page.script("return counted?.is_complete"), "it is counted")
        _finds_nothing(page, text, words_in(lang)["not_found_named"])


def test_one_hit_in_a_queue_is_told_from_those_in_others(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("rejected")
        _search(page, "three fruits that grow in the", "state.rows.some((row) => row.queue !== state.queue)")
        page.press("X")
        one = words["ask_found_one"].replace("{}", words["rejected"])
        assert page.text("#ask-text") == words["others_elsewhere"].replace("{}", one)
        page.press(ESCAPE)


def test_an_edit_begins_at_the_end_of_the_output(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        for key in ("e", f"{ESCAPE}je", f"{ESCAPE}ke"):
            page.press(key)
            at, size = page.script(
                "const { output } = editor.elements; return [output.selectionStart, output.value.length]"
            )
            assert at == size > 0


def test_signs_tell_answers_from_verdicts_and_are_read_aloud_as_words(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with closing(Store.open_to_read(run)) as store:
        kept, answered, rejected, bare = (task.id for task, _ in zip(store.accepted(), range(4), strict=False))
        decide(store, kept, "keep", "ann")
        decide(store, answered, "answer", "ann", answers=dict.fromkeys(QUESTIONS, True))
        decide(store, rejected, "reject", "ann")
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("h")
        told = page.script(
            """
            const signs = new Map(state.rows.map((row) => [row.id, row.option.querySelector(".state")]));
            const told = (sign) => [sign.textContent, sign.getAttribute("role"), sign.getAttribute("aria-label")];
            return arguments[0].map((id) => told(signs.get(id)));
        """,
            [kept, answered, rejected, bare],
        )
        names = [words["did_keep"], words["did_answer"], words["did_reject"]]
        assert told == [[sign, "img", name] for sign, name in zip("✓☑×", names, strict=True)] + [["", None, None]]


def test_a_card_tells_where_a_record_came_from_and_where_it_is_now(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        for queue, key, name in (("rejected", "r", "brought_in"), ("accepted", "x", "taken_out")):
            page.go_to(queue)
            page.press(f"{key}k")
            assert page.text("#card .badge") == words[name]


def test_reasons_have_their_names_on_a_card(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="zh") as page:
        reason = page.script("return state.rows[0].reason")
        assert page.text("#card .reason p").startswith(f"{reasons_in('zh')[reason]} {reason}")


def test_queues_that_hold_nothing_are_dimmed(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.wait(lambda: page.script("return counted?.is_complete"), "it is counted")
        dim = page.script("return [...document.querySelectorAll('nav .none')].map((each) => each.dataset.queue)")
        empty = page.script(
            "return Object.entries(counted.queues).filter(([, of]) => of[''] === 0).map(([name]) => name)"
        )
        assert sorted(dim) == sorted(empty) != []


def test_the_card_that_has_the_focus_has_no_frame(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("accepted")
        page.press("e!")
        page.press(ENTER, control=True)
        style = (
            "const { outlineStyle, boxShadow } = getComputedStyle(card); return [outlineStyle, boxShadow !== 'none']"
        )
        assert page.script("return document.activeElement.id") == "card"
        assert page.script(style) == ["none", True]
