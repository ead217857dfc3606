"""The panel that tells what decisions teach, opened by its key and by its button."""

from pathlib import Path
from typing import Any

import pytest

from selfinstruct.decisions.journal import JOURNAL
from selfinstruct.review.words import words_in
from tests.browser.test_review_page import ESCAPE, shown
from tests.support.taught import rejected_for, said_of, taught_run


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = taught_run(tmp_path_factory.mktemp("taught"))
    said_of(run, "restore", rejected_for(run, "too_short")[:9])
    return run


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [400, 1280])
def test_it_opens_and_can_be_read_and_its_command_taken(chromium: Any, taught: Path, width: int, lang: str) -> None:
    words = words_in(lang)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    with shown(chromium, taught, page_language=lang) as page:
        page.press("l")
        page.wait(lambda: words["lessons_rejected"] in page.text("#lessons[open]"), "it is filled in")
        assert "too_short" in page.text("#lessons table")
        assert page.script("return document.getElementById('lessons').scrollWidth <= arguments[0]", width)
        # Those of the two tables stand below each other.
        ends = "[...document.querySelectorAll('#lessons tr')].map((row) => row.cells[1].getBoundingClientRect().right)"
        assert page.script(f"return new Set({ends}).size") == 1
        page.script("document.querySelector('#lessons .command').click()")
        command = page.text("#lessons .command")
        assert command.startswith("selfinstruct replay ")
        assert command.endswith(" --filters default,-too_short")
        decided = (taught / JOURNAL).read_bytes()
        page.press("x")
        assert (taught / JOURNAL).read_bytes() == decided
        page.press(ESCAPE)
        assert page.text("#lessons[open]") == ""
        page.script("document.querySelector('[data-do=lessons]').click()")
        page.wait(lambda: words["lessons_note"] in page.text("#lessons[open]"), "it is filled in again")
        page.press(ESCAPE)
        assert page.script("return document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
