"""The review page while something else goes on: a run at work, an input method that composes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Pace, Result, Settings
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown

# Seconds that the demo backend takes for each completion.
_SLOW = "0.4"


@contextmanager
def _at_work(run: Path, lang: str) -> Iterator[Any]:
    """Let a run grow slowly beside; give what it comes to."""
    connection = Connection(backend="demo", options={"seconds": _SLOW})
    settings = Settings(40, lang, connection=connection, pace=Pace(concurrency=2), random_seed=3)
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(selfinstruct.generate, settings, run)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_decisions_on_a_run_at_work_are_in_its_files(chromium: Any, tmp_path: Path, lang: str) -> None:
    run = tmp_path / "run"
    selfinstruct.generate(Settings(8, lang, connection=Connection(backend="demo"), random_seed=3), run)
    with _at_work(run, lang) as growing:
        with shown(chromium, run, page_language=lang) as page:
            page.go_to("accepted")
            first = page.rows()
            page.press("xj1")
            page.press("e")
            page.press("a", control=True)
            page.press("Quinces, 苹果.")
            page.press(ENTER, control=True)
            assert not growing.done()
            page.wait(lambda: _grown(page, len(first)), "more is there")
        result: Result = growing.result(timeout=100)
    said = {each.action: each for each in journal.read(run)}
    rejected, edited = said["reject"].record, said["edit"].after
    assert edited
    written = result.files[0].read_text("utf-8")
    assert rejected.instruction not in written
    assert edited.output in written
    assert result.report.accepted >= 40


def _grown(page: Page, count: int) -> bool:
    page.script("undecided.click()")
    page.settle()
    return len(page.rows()) > count


def _composed(chromium: Any, text: str) -> None:
    told = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
    chromium.execute_cdp_cmd("Input.imeSetComposition", told)


def _process_key(chromium: Any, key: str) -> None:
    """Press a key as the browser tells it while an input method has it."""
    for kind in ("rawKeyDown", "keyUp"):
        told = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229}
        chromium.execute_cdp_cmd("Input.dispatchKeyEvent", told)


def test_what_is_composed_is_searched_for_once_it_is_there(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="zh") as page:
        page.go_to("accepted")
        rows = page.rows()
        page.press("/")
        for text in ("x", "xi", "xia"):
            _composed(chromium, text)
            _process_key(chromium, "x")
        _process_key(chromium, "Enter")
        page.settle()
        assert page.script("return document.activeElement.id") == "search"
        assert page.rows() == rows
        chromium.execute_cdp_cmd("Input.insertText", {"text": "bread"})
        page.wait(lambda: page.rows() == ["Describe how bread rises while it is baked."], "it is searched for")
        assert [*journal.read(run)] == []


def test_keys_of_an_input_method_leave_an_edit_open(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="zh") as page:
        page.go_to("accepted")
        page.press("e")
        _composed(chromium, "pingguo")
        _process_key(chromium, "Escape")
        _process_key(chromium, "Enter")
        assert page.script("return editor.hidden") is False
        chromium.execute_cdp_cmd("Input.insertText", {"text": "苹果"})
        page.press(ENTER, control=True)
        (decision,) = journal.read(run)
        assert decision.after
        assert "苹果" in decision.after.output
        assert "pingguo" not in decision.after.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_h_shows_what_is_decided_and_hides_it_again(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        page.go_to("accepted")
        rows = page.rows()
        page.press("a")
        page.press("h")
        assert page.rows() == rows
        page.wait(lambda: page.text("#said") == words["decided_shown"], "it is told")
        page.press("h")
        assert page.rows() == rows[1:]
        page.press("?")
        assert words["undecided"] in page.text("#help[open]")
        page.press(ESCAPE)
