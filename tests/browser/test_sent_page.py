"""A page that was sent: it works from a file, without the program, and what it saves is read in."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ENTER, ESCAPE, Page
from tests.support.reviewed import HOSTILE, imported_run

# Whether the browser would ask before the page is left; what keeps it from asking.
_IS_HELD_BACK = """
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
"""
_LET_GO = "addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)"


@contextmanager
def opened(chromium: Any, run: Path, **more: Any) -> Iterator[Page]:
    """Send the page of a run and open the file; afterwards nothing may have gone wrong on it."""
    folder = run.parent / "sent"
    file = folder / "page.html"
    if not file.exists():
        selfinstruct.export_review(run, file, **more)
    told = {"behavior": "allow", "downloadPath": str(folder)}
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", told)
    chromium.get(file.as_uri())
    page = Page(chromium)
    page.wait(lambda: page.script("return typeof state === 'object' && state.queue !== ''"), "the page works")
    page.settle()
    try:
        yield page
    finally:
        log = chromium.get_log("browser")
        page.script(_LET_GO)
        chromium.get("about:blank")
    assert log == []


def saved(page: Page, run: Path, name: str = "bob") -> Path:
    """Press the button that saves, and return the file."""
    page.script("save.click()")
    found: list[Path] = []

    def is_there() -> bool:
        found[:] = [*(run.parent / "sent").glob(f"decisions.run.{name}.jsonl")]
        return bool(found)

    page.wait(is_there, "the file is saved")
    return found[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_review_by_keys_alone_goes_and_comes_back(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with opened(chromium, run, page_language=lang, queue="all", reviewer="bob") as page:
        assert page.text("[aria-current]").startswith(words["rejected"])
        first = page.chosen()
        page.press("jkx3")
        assert words["input_does_not_fit"] in page.text("#said")
        assert page.chosen() != first
        page.press("r")
        page.press("u")
        page.press("cfine")
        page.press(ENTER, control=True)
        page.wait(lambda: page.text(".note") == "fine", "the comment is shown")
        page.go_to("accepted")
        page.press("e")
        page.press("a", control=True)
        page.press("Quinces, 苹果.")
        page.press(ENTER, control=True)
        assert "Quinces" in page.text(".output")
        page.press("jxsa")
        page.press("?")
        assert words["key_save"] in page.text("#help[open]")
        page.press(ESCAPE)
        for key in "ol":
            page.press(key)
            assert page.text("#said") == words["not_in_here"]
        assert not page.script("return document.querySelector('dialog[open], [data-do=lessons]')")
        assert page.text("#unsaved") == "6"
        file = saved(page, run)
        assert page.text("#unsaved") == "0"
    applied = selfinstruct.apply_review(run, file)
    # What was taken back on the page is none of it.
    assert applied.added == {"reject": 2, "comment": 1, "edit": 1, "skip": 1, "keep": 1}
    assert applied.notes == ()
    left = selfinstruct.write_reviewed(run).report.review
    assert (left.rejected, left.edited) == (1, 1)
    assert {each.reviewer for each in journal.read(run)} == {"bob"}


def test_decisions_outlast_the_tab_and_a_name_is_asked_for(chromium: Any, run: Path) -> None:
    with opened(chromium, run, page_language="en") as page:
        assert not page.script(_IS_HELD_BACK)
        page.press("x")
        assert page.script(_IS_HELD_BACK)
        page.script(_LET_GO)
        chromium.refresh()
        page.wait(lambda: page.script("return typeof state === 'object' && state.queue !== ''"), "it is there again")
        page.settle()
        assert page.text("#unsaved") == "1"
        page.script("save.click()")
        assert page.script("return document.activeElement.id") == "reviewer"
        page.press("ann")
        assert page.text("#unsaved") == "1"
        (line,) = saved(page, run, "ann").read_text("utf-8").splitlines()
        assert json.loads(line)["reviewer"] == "ann"
        assert not page.script(_IS_HELD_BACK)


def test_where_the_browser_keeps_nothing_it_is_told(chromium: Any, run: Path) -> None:
    with opened(chromium, run, reviewer="bob", page_language="en") as page:
        page.script("Storage.prototype.setItem = () => { throw new Error('full'); }")
        page.press("x")
        page.wait(lambda: page.text("#said") == words_in("en")["not_kept"], "it is told")
        assert page.script(_IS_HELD_BACK)
        assert len(saved(page, run).read_text("utf-8").splitlines()) == 1


def test_the_sample_alone_is_answered_by_keys(chromium: Any, run: Path) -> None:
    with opened(chromium, run, queue="sample", reviewer="bob") as page:
        assert page.text("[aria-current]").startswith(words_in("en")["sample"])
        count = len(page.rows())
        page.press("p" + ENTER)
        page.press("k")
        assert page.script("return questions.querySelectorAll('input')[2].checked") is False
        file = saved(page, run)
    assert count > 1
    assert selfinstruct.apply_review(run, file).added == {"answer": 1}


def test_hostile_text_is_text_and_nothing_is_loaded(chromium: Any, tmp_path: Path) -> None:
    steal = "document.title = 'stolen'"
    line = f'</textarea></script><script>{steal}</script><!--<script><img src=x onerror="{steal}"> ]]> {{{{ 7 * 7 }}}}'
    tasks = [
        (HOSTILE, line, f"{line} and this is all that there is to it. \u2028 \u202e"),
        (f"Explain {line}.", "", "word " * 200_000),
    ]
    run = imported_run(tmp_path, tasks)
    with opened(chromium, run, queue="all", reviewer=line) as page:
        for _ in page.rows():
            for key in ("e", ESCAPE, "x", "c" + ESCAPE, "a"):
                page.press(key)
        page.go_to("accepted")
        assert chromium.title.endswith(" · run")
        assert page.script("return reviewer.value").startswith("</textarea>")
        assert page.script("return performance.getEntriesByType('resource').length") == 0
    text = (tmp_path / "sent" / "page.html").read_text("utf-8")
    assert not re.search(
        r"(?:src|href)=[\"']?(?:https?:|//|/)", re.sub(r"<script type.*?</script>", "", text, flags=re.S)
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [400, 1280])
def test_it_can_be_read_at_any_width_in_light_and_dark(chromium: Any, run: Path, width: int, lang: str) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    papers = set()
    with opened(chromium, run, page_language=lang) as page:
        page.press("x")
        for scheme in ("light", "dark"):
            told = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", told)
            papers.add(page.script("return getComputedStyle(document.body).backgroundColor"))
        assert page.script("return document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth")
        assert page.script("return document.getElementById('card').clientHeight") > 250
        assert len(papers) == 2
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
