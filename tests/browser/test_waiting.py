"""A program that is really stopped for a while: the page says so, decides nothing blindly, and loses nothing typed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import CONTROL, ENTER, ESCAPE, Page

# A slow machine is not taken for a program that is stopped; once it is stopped, there is no need to wait long.
_LONG, _SHORT = "state.patience = Infinity", "state.patience = 50"


class _Program:
    """The program that serves the page, in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", page: Page, lang: str) -> None:
        self.process, self.page, self.words = process, page, words_in(lang)

    def stop(self) -> None:
        self.page.settle()
        self.process.send_signal(signal.SIGSTOP)
        self.page.script(_SHORT)

    def type(self, keys: str, *, saves: bool = False) -> None:
        """Press keys without waiting for what they do."""
        from selenium.webdriver.common.action_chains import ActionChains

        chain = ActionChains(self.page.driver).send_keys(keys)
        (chain.key_down(CONTROL).send_keys(ENTER).key_up(CONTROL) if saves else chain).perform()

    def says(self, name: str) -> None:
        told = next(each for each in self.words[name].split("{}") if each.strip())
        self.page.wait(lambda: told in self.page.text("#said"), f"it says: {told}")

    def wake(self) -> None:
        self.page.script(_LONG)
        self.process.send_signal(signal.SIGCONT)
        self.page.settle()


@contextmanager
def _program(chromium: Any, run: Path, lang: str = "en") -> Iterator[_Program]:
    command = [sys.executable, "-m", "selfinstruct", "review", str(run), "--no-open", "--reviewer", "ann"]
    with subprocess.Popen([*command, "--page-lang", lang], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            chromium.get(process.stdout.readline().strip())
            page = Page(chromium)
            page.wait(lambda: page.script("return typeof state === 'object' && state.queue !== ''"), "the page works")
            page.script(_LONG)
            page.settle()
            page.go_to("accepted")
            yield _Program(process, page, lang)
        finally:
            process.kill()
            chromium.get("about:blank")
            chromium.get_log("browser")


def _decided(run: Path) -> list[tuple[str, str]]:
    return [(each.action, each.subject) for each in journal.read(run)]


@pytest.mark.parametrize(
    ("lang", "is_said_first", "keys"),
    [("en", True, "x2a"), ("zh", False, "x2a"), ("en", False, "ru"), ("zh", True, "svd"), ("en", True, "a")],
)
def test_keys_pressed_while_it_is_stopped_decide_nothing_on_what_nobody_saw(
    chromium: Any, run: Path, lang: str, is_said_first: bool, keys: str
) -> None:
    with _program(chromium, run, lang) as program:
        first, second = program.page.script("return state.rows.slice(0, 2).map((row) => row.id)")
        program.stop()
        program.type("a" if is_said_first else f"a{keys}")
        program.says("waiting")
        program.type(keys if is_said_first else "")
        program.wake()
        assert _decided(run) == [("keep", first)]
        assert program.page.chosen() == second
        program.says("said_keep")
        program.says("passed_over")
        program.page.press("a")
        assert _decided(run) == [("keep", first), ("keep", second)]


def test_a_number_still_says_why_what_was_seen_is_rejected(chromium: Any, run: Path) -> None:
    with _program(chromium, run) as program:
        first = program.page.chosen()
        program.stop()
        program.type("x2")
        program.says("waiting")
        program.wake()
        assert {each.subject for each in journal.read(run)} == {first}
        assert [each.why for each in journal.read(run)] == ["", "", "unclear"]


@pytest.mark.parametrize(("opens", "field"), [("e", "editor.elements.output"), ("c", "window['ask-note']")])
def test_what_is_typed_meanwhile_stands_in_its_field_and_is_not_saved_unseen(
    chromium: Any, run: Path, opens: str, field: str
) -> None:
    with _program(chromium, run) as program:
        first, second = program.page.script("return state.rows.slice(0, 2).map((row) => row.id)")
        program.stop()
        program.type(f"a{opens}xad")
        program.says("waiting")
        program.type(" 1 u", saves=True)
        program.wake()
        assert "xad 1 u" in program.page.script(f"return {field}.value")
        assert _decided(run) == [("keep", first)]
        program.page.press(ENTER, control=True)
        assert [each[1] for each in _decided(run)] == [first, second]


def test_what_is_added_to_an_edit_while_it_is_saved_stays(chromium: Any, run: Path) -> None:
    with _program(chromium, run) as program:
        program.page.press("eQuinces")
        program.stop()
        program.type("", saves=True)
        program.says("waiting")
        program.type(" and figs")
        program.wake()
        (edit,) = journal.read(run)
        assert edit.after
        assert "Quinces" in edit.after.output
        assert "figs" not in edit.after.output
        assert "Quinces and figs" in program.page.script("return editor.elements.output.value")
        program.page.press(ENTER, control=True)
        assert [each.after and "Quinces and figs" in each.after.output for each in journal.read(run)] == [False, True]


def test_an_edit_that_could_not_be_saved_is_dropped_by_the_second_escape(chromium: Any, run: Path) -> None:
    with _program(chromium, run) as program:
        program.page.press("eQuinces")
        program.process.kill()
        program.process.wait()
        program.page.press(ENTER, control=True)
        program.says("lost")
        program.page.press(ESCAPE)
        program.says("edit_lost")
        assert "Quinces" in program.page.script("return editor.elements.output.value")
        program.page.press(ESCAPE)
        assert program.page.script("return editor.hidden")
