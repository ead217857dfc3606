"""A search finds what lies in other queues, too; what it has found is rejected at one stroke and taken back."""

from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown
from tests.support.reviewed import imported_run

_ABOUT = "return state.rows.map((row) => row.option.lastElementChild.textContent)"


def _search(page: Page, text: str, count: int) -> None:
    page.press(f"/{text}{ESCAPE}")
    page.wait(lambda: page.script("return state.after") is None and len(page.rows()) == count, "all is found")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hit_in_another_queue_says_so(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        _search(page, "e", 8)
        elsewhere = words["lies_in"].replace("{}", words["rejected"])
        about = page.script(_ABOUT)
        assert about[:4] == [""] * 4
        assert [each.split(" · ")[0] for each in about[4:]] == [elsewhere] * 4
        assert page.text("#found") == words["left"].replace("{}", "8")
        page.press("jjjj")
        assert words["reason"] in page.text("#card .reason")
        page.press("r")
        page.press("kkkkk")
        assert page.script("return state.at") == 0
    assert [each.action for each in journal.read(run)] == ["restore"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_a_search_has_found_is_rejected_in_the_queue_of_the_record(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        page.press("X")
        page.wait(lambda: page.text("#said") == words["no_group"], "nothing goes with it")
        page.press("d")
        _search(page, "e", 7)
        page.press("X")
        before, between, after = words["ask_found"].split("{}")
        named = (before, "3", between, words["accepted"], after)
        assert page.text("#ask[open] label") == words["others_elsewhere"].replace("{}", "".join(named))
        page.press(ESCAPE)
        assert [each.action for each in journal.read(run)] == ["doubt"]
        page.press("X")
        page.press(ENTER)
        page.wait(lambda: page.text("#said") == words["said_group"].replace("{}", "3"), "these are rejected")
        page.wait(lambda: len(page.rows()) == 4, "those of other queues are left")
        assert selfinstruct.write_reviewed(run).report.kept == 1
        page.press("u")
        page.wait(lambda: words["said_undo_all"].split("{}")[0] in page.text("#said"), "all is taken back")
        assert selfinstruct.write_reviewed(run).report.kept == 4


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_that_has_a_risk_is_rejected(chromium: Any, tmp_path: Path, lang: str) -> None:
    asked = ("Name the colour of a ripe plum.", "Say which planet is red.", "Count the legs of an ant.")
    tasks = [(instruction, "", "x") for instruction in asked]
    run = imported_run(
        tmp_path, [*tasks, ("Why do cats purr at night?", "", "They rest, and are content.")], filters="none"
    )
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("risk")
        page.wait(lambda: page.script("return kind.options.length > 1"), "risks")
        page.script("kind.value = 'short_output'; kind.dispatchEvent(new Event('change'))")
        page.settle()
        assert len(page.rows()) == len(asked)
        page.press("X")
        words = words_in(lang)
        place = words["of_kind"].replace("{}", words["risk"], 1).replace("{}", words["short_output"])
        told = words["ask_found"].replace("{}", str(len(asked)), 1).replace("{}", place)
        assert page.text("#ask[open] label") == told
        page.press(ENTER)
        page.settle()
    assert {each.record.output for each in journal.read(run)} == {"x"}
    assert len({each.at for each in journal.read(run)}) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_says_that_a_task_from_beyond_the_target_moves_in(
    chromium: Any, tmp_path: Path, lang: str, width: int
) -> None:
    words, run = words_in(lang), tmp_path / "run"
    selfinstruct.generate(Settings(30, language="zh", connection=Connection(backend="demo"), random_seed=4), run)
    selfinstruct.replay(run, tmp_path / "fewer", selfinstruct.ReplaySettings(target=20))
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    with shown(chromium, tmp_path / "fewer", page_language=lang) as page:
        page.go_to("accepted")
        page.press("a")
        assert page.text("#said") == words["said_keep"]
        page.press("x")
        told = words["moved_in"].replace("{}", words["said_reject"], 1).replace("{}", "1")
        page.wait(lambda: page.text("#said") == told, "it is told")
        assert chromium.find_element("id", "said").is_displayed()
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_row_at_risk_says_why_and_an_empty_queue_is_passed_over(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.wait(lambda: page.script("return counted !== null && counted.is_complete"), "it is counted")
        page.go_to("risk")
        assert words["input_missing"] in page.script(_ABOUT)[0]
        # Nothing is judged.
        page.press("]")
        assert page.text("[aria-current]").startswith(words["sample"])
        page.press("[")
        assert page.text("[aria-current]").startswith(words["risk"])


def test_shares_are_rounded_as_the_program_prints_them(chromium: Any, run: Path) -> None:
    shares = [good / of for of in (8, 40, 200) for good in range(of + 1)]
    with shown(chromium, run) as page:
        assert page.script("return arguments[0].map(percent)", shares) == [f"{100 * share:.0f}" for share in shares]
