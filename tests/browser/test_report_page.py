"""The page of a report in a real browser: wide, narrow and on paper, in both languages, with nothing from elsewhere."""

import base64
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.decisions.values import QUESTIONS
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from selfinstruct.survey.words import words_in
from tests.browser.conftest import of_size
from tests.support.reviewed import HOSTILE, write_tasks


@pytest.fixture(scope="module", params=["en", "zh"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder: Path = tmp_path_factory.mktemp("report")
    settings = Settings(target=120, language=request.param, connection=Connection(backend="demo"), random_seed=2)
    selfinstruct.generate(settings, folder / "run")
    return request.param, selfinstruct.write_report(folder / "run", page_language=request.param).files[0]


@pytest.fixture(scope="module")
def reviewed(report: tuple[str, Path]) -> tuple[str, Path]:
    """The report once three people have looked at the sample."""
    language, file = report
    run = file.parent
    with closing(Store.open_to_read(run)) as store:
        for number, task in enumerate(islice(store.accepted(), 40)):
            for reviewer in ("ann", "wang", "alexandra"):
                decide(store, task.id, "answer", reviewer, answers=dict.fromkeys(QUESTIONS, number % 7 > 0))
                decide(store, task.id, "keep" if number % 5 else "reject", reviewer)
    return language, selfinstruct.write_report(run, file.with_name("reviewed.html"), page_language=language).files[0]


@pytest.fixture(params=[1280, 400])
def width(request: pytest.FixtureRequest, chromium: Any) -> Iterator[int]:
    with of_size(chromium, request.param, 900):
        yield request.param


def test_it_fits_the_window_and_nothing_goes_wrong(chromium: Any, report: tuple[str, Path], width: int) -> None:
    language, file = report
    chromium.get(file.as_uri())
    assert chromium.execute_script("return document.documentElement.lang") == language
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert chromium.execute_script(overflow) <= 0
    text = chromium.find_element("tag name", "body").text
    assert words_in(language)["funnel"] in text
    broken = "return [...document.querySelectorAll('figure svg')].filter((each) => each.getBBox().width < 50).length"
    assert chromium.execute_script(broken) == 0
    assert chromium.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert [each for each in chromium.get_log("browser") if each["level"] == "SEVERE"] == []


def test_every_chart_has_its_numbers_behind_it(chromium: Any, report: tuple[str, Path]) -> None:
    chromium.get(report[1].as_uri())
    rows = "return [...document.querySelectorAll('figure')].map((each) => each.querySelectorAll('td').length)"
    counts = chromium.execute_script(rows)
    assert len(counts) >= 10
    assert min(counts) > 1
    chromium.execute_script("document.querySelector('figure details').open = true")
    assert chromium.find_element("css selector", "figure details table").is_displayed()


# Words of tables, and numbers, that stand on more than one line.
_BROKEN = """
    const broken = [];
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const cell of document.querySelectorAll("td, th")) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (const word of node.data.matchAll(/[A-Za-z0-9_.,%]+/g)) {
          const range = new Range();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size > 1) broken.push(word[0]);
        }
      }
    }
    return broken;
"""
_OUT_OF_SIGHT = """
    const seen = (each) => each.getBoundingClientRect().right <= document.documentElement.clientWidth + 1;
    const charts = [...document.querySelectorAll("figure svg, figure svg text")].filter((each) => !seen(each));
    const tables = [...document.querySelectorAll("table")].filter((each) => !seen(each) && !each.closest(".wide"));
    return [...charts, ...tables].map((each) => each.textContent);
"""


def test_on_a_telephone_charts_are_whole_and_nothing_breaks_inside(chromium: Any, reviewed: tuple[str, Path]) -> None:
    with of_size(chromium, 400, 800):
        chromium.get(reviewed[1].as_uri())
        assert chromium.execute_script(_BROKEN) == []
        assert chromium.execute_script(_OUT_OF_SIGHT) == []
        scale = "return [...document.querySelectorAll('figure svg')].map((each) => each.getScreenCTM().a)"
        assert min(chromium.execute_script(scale)) > 0.85


def test_it_prints(chromium: Any, report: tuple[str, Path]) -> None:
    chromium.get(report[1].as_uri())
    pdf = base64.b64decode(chromium.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") in range(2, 20)


def test_hostile_texts_do_nothing(chromium: Any, tmp_path: Path) -> None:
    tasks = [(f"{HOSTILE} {'x' * number}", "<img src=x onerror=alert(2)>", HOSTILE) for number in range(12)]
    file = write_tasks(tmp_path / "tasks.json", [*tasks, ("Why", "", "Because.")])
    page = selfinstruct.write_report(file).files[0]
    chromium.get(page.as_uri())
    assert chromium.execute_script("return document.querySelectorAll('img, script').length") == 0
    assert HOSTILE in chromium.execute_script("return document.body.textContent")
