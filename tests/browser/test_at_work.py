"""The review page while something else goes on: a run at work, an input method that composes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Pace, Reply, Request, Settings
from selfinstruct.backends.demo import DemoBackend
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page, shown

# Requests that are answered before the reviewer has decided.
_AT_ONCE = 4


class _Waiting(DemoBackend):
    """The demo backend, which answers a few requests, and the others once it is told to go on."""

    def __init__(self) -> None:
        super().__init__(random_seed=4)
        self.go_on = Event()
        self._requests = 0

    async def complete(self, request: Request) -> Reply:
        self._requests += 1
        while self._requests > _AT_ONCE and not self.go_on.is_set():
            await asyncio.sleep(0.02)
        return await super().complete(request)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_decisions_on_a_run_at_work_are_in_its_files(chromium: Any, tmp_path: Path, lang: str) -> None:
    run, demo, backend = tmp_path / "run", Connection(backend="demo"), _Waiting()
    selfinstruct.generate(Settings(8, lang, connection=demo, random_seed=3), run)
    more = Settings(40, lang, connection=demo, pace=Pace(concurrency=2), random_seed=3)
    with ThreadPoolExecutor(1) as pool:
        growing = pool.submit(selfinstruct.generate, more, run, backend=backend)
        try:
            with shown(chromium, run, page_language=lang) as page:
                page.go_to("accepted")
                first = page.rows()
                page.press("xj1")
                page.press("e")
                page.press("a", control=True)
                page.press("Quinces, 苹果.")
                page.press(ENTER, control=True)
                assert not growing.done()
                backend.go_on.set()
                page.wait(lambda: _grown(page, len(first)), "more is there")
        finally:
            backend.go_on.set()
        result = growing.result()
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
        rows, found = page.rows(), "Describe how bread rises while it is baked."
        assert rows[0] != found
        page.press("/")
        for text in ("x", "xi", "xia"):
            _composed(chromium, text)
            _process_key(chromium, "x")
        _process_key(chromium, "Enter")
        page.settle()
        assert page.script("return document.activeElement.id") == "search"
        assert page.rows() == rows
        chromium.execute_cdp_cmd("Input.insertText", {"text": "bread"})
        page.wait(lambda: page.rows()[:1] == [found], "it is searched for; hits in other queues follow")
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
