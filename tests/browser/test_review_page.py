"""The review page as a reviewer uses it: by keys, in both languages, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import ImportSettings
from selfinstruct.decisions import journal
from selfinstruct.review.queues import QUEUES
from selfinstruct.review.words import words_in
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.support.reviewed import HOSTILE, imported_run, served, write_tasks

# Seconds; answers take milliseconds.
_PATIENCE = 20
ESCAPE, ENTER, CONTROL = "\ue00c", "\ue007", "\ue009"


class Page:
    """The page in a tab: what it shows, and keys pressed on it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def script(self, code: str, *values: object) -> Any:
        return self.driver.execute_script(code, *values)

    def text(self, selector: str) -> str:
        return str(self.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def wait(self, what: Callable[[], object], why: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, _PATIENCE, 0.02).until(lambda _: what(), why)

    def settle(self) -> None:
        """Wait until all that was pressed is done, rows are there ahead, and a line that tells of it is shown."""
        shown = "requestAnimationFrame(() => requestAnimationFrame(done))"
        moved = f"state.moves.then(() => state.ahead).then(() => {shown})"
        code = f"const done = arguments[0]; setTimeout(() => {moved}, 20)"
        self.driver.execute_async_script(code)

    def press(self, keys: str, *, control: bool = False) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        chain = ActionChains(self.driver)
        for key in keys:
            chain = chain.key_down(CONTROL).send_keys(key).key_up(CONTROL) if control else chain.send_keys(key)
        chain.perform()
        self.settle()

    def go_to(self, queue: str) -> None:
        self.script("document.querySelector(`[data-queue=${arguments[0]}]`).click()", queue)
        self.settle()

    def rows(self) -> list[str]:
        rows: list[str] = self.script("return state.rows.map((row) => row.title)")
        return rows

    def chosen(self) -> str:
        return str(self.script("return state.rows[state.at]?.id ?? ''"))


@contextmanager
def shown(chromium: Any, run: Path, **more: Any) -> Iterator[Page]:
    """Open the page of a run in the browser; afterwards nothing may have gone wrong on it."""
    with served(run, reviewer="ann", **more) as address:
        chromium.get(address)
        page = Page(chromium)
        page.wait(lambda: page.script("return typeof state === 'object' && state.queue !== ''"), "the page works")
        page.settle()
        # However slow the machine is, the page does not take it for a program that hangs.
        page.script("state.patience = Infinity")
        try:
            yield page
        finally:
            log = chromium.get_log("browser")
            # What failed here must not go on asking a server that is gone while the next test runs.
            chromium.get("about:blank")
        assert log == []


def _decided(run: Path) -> list[str]:
    return [each.action for each in journal.read(run)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_is_the_first_tab(chromium: Any, run: Path, lang: str) -> None:
    with shown(chromium, run, page_language=lang) as page:
        tabs = page.script("return [...document.querySelector('nav').children].map((each) => each.innerText)")
        assert tabs[0] == words_in(lang)["report"]
        chromium.find_element("css selector", "nav .tab").click()
        page.wait(lambda: page.script("return document.querySelectorAll('figure svg').length") > 3, "charts are there")
        assert page.script("return document.documentElement.lang") == lang
        assert page.script("return getComputedStyle(document.querySelector('.glance')).display") == "grid"
        chromium.find_element("css selector", "header a").click()
        page.wait(lambda: page.rows(), "the review is back")


def _shows_all(page: Page, queue: str) -> bool:
    counted = page.text(f"#count-{queue}")
    return counted.isdecimal() and len(page.rows()) == int(counted)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_queue_shows_as_many_as_it_counts(chromium: Any, run: Path, lang: str) -> None:
    with closing(Store.open_to_read(run)) as store:
        task = next(store.accepted()).id
        decide(store, task, "keep", "bob")
        decide(store, task, "reject", "carol")
    with shown(chromium, run, page_language=lang) as page:
        for queue in QUEUES:
            page.go_to(queue)
            page.wait(partial(_shows_all, page, queue), f"{queue} shows all that it counts")
            assert page.text("[aria-current]").startswith(words_in(lang)[queue])
            assert page.text("#about").startswith(words_in(lang)[f"about_{queue}"])
        page.go_to("disputed")
        assert page.chosen() == task
        agreed = words_in(lang)["too_few"].split("{}")[1]
        page.wait(lambda: agreed in page.text("#kappa"), "it is told how far the two agree")
        assert "bob" in page.text("#card .facts")
        assert "carol" in page.text("#card .facts")
        page.press("][")
        assert page.text("[aria-current]").startswith(words_in(lang)["disputed"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_review_by_keys_alone(chromium: Any, run: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, run, page_language=lang) as page:
        assert page.text("[aria-current]").startswith(words["rejected"])
        first = page.chosen()
        page.press("jk")
        assert page.chosen() == first
        page.press("x")
        assert _decided(run) == ["reject"]
        page.wait(lambda: page.text("#said") == words["said_reject"], "the page says that it is saved")
        assert page.chosen() != first
        assert words["why"] in page.text("#why")
        page.press("3")
        assert {each.subject for each in journal.read(run)} == {first}
        assert [each.why for each in journal.read(run)] == ["", "", "input_does_not_fit"]
        assert page.chosen() != first
        page.press("r")
        page.press("u")
        assert _decided(run)[3:] == ["restore", "undo"]
        page.press("cfine")
        page.press(ENTER, control=True)
        assert [*journal.read(run)][-1].note == "fine"
        page.press("s")
        assert _decided(run)[5:] == ["comment", "skip"]
        page.press("?")
        assert words["key_edit"] in page.text("#help[open]")
        page.press(ESCAPE)
        page.press("o")
        assert words["came_back"] in page.text("#raw[open]")
        page.press(ESCAPE)
        before = len(_decided(run))
        page.press("X")
        assert words["ask_group_of_one"] in page.text("#ask[open]")
        page.press(ENTER)
        assert len(_decided(run)) > before
        page.press("u")
        assert _decided(run).count("undo") == len(_decided(run)) - before + 1


def test_an_edit_is_kept_by_ctrl_enter_and_left_by_escape(chromium: Any, run: Path) -> None:
    with shown(chromium, run) as page:
        page.go_to("accepted")
        page.press("e")
        page.press("xaj")
        page.press(ESCAPE)
        assert _decided(run) == []
        page.press("e")
        page.press("a", control=True)
        page.press("Quinces, 苹果.")
        page.press(ENTER, control=True)
        (decision,) = journal.read(run)
        assert decision.after
        assert decision.after.output == "Quinces, 苹果."
        assert "Quinces" in page.text(".output")


def test_no_key_decides_in_a_field_or_while_an_input_method_composes(chromium: Any, run: Path) -> None:
    with shown(chromium, run) as page:
        page.press("/xaru")
        assert page.script("return document.activeElement.id") == "search"
        page.press(ESCAPE)
        for told in ("{key: 'x', isComposing: true, bubbles: true}", "{key: 'x', keyCode: 229, bubbles: true}"):
            page.script(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {told}))")
        page.press("x", control=True)
        page.press("f")
        assert page.script("return document.activeElement.id") == "kind"
        assert _decided(run) == []


def test_a_search_and_a_filter_leave_what_is_asked_for(chromium: Any, run: Path) -> None:
    with shown(chromium, run) as page:
        page.go_to("accepted")
        page.press("/bread")
        baked, cooling = (f"Describe how bread rises while it is {each}." for each in ("baked", "cooling"))
        page.wait(lambda: page.rows() == [baked, cooling], "the search leaves one here, and one elsewhere")
        page.go_to("rejected")
        page.wait(lambda: page.script("return document.getElementById('kind').options.length > 2"), "it is counted")
        page.script("kind.value = 'too_short'; kind.dispatchEvent(new Event('change'))")
        page.wait(lambda: page.rows() == ["Why"], "the filter leaves one")


def test_the_sample_is_answered_by_keys(chromium: Any, run: Path) -> None:
    with shown(chromium, run, page_language="en") as page:
        page.go_to("sample")
        for _ in page.rows():
            page.press("p" + ENTER)
        answers = [dict(each.answers) for each in journal.read(run)]
        signs = page.script("return state.rows.map((row) => row.option.firstElementChild.textContent)")
        assert signs == ["!"] * len(page.rows())
        assert answers == [{"valid": True, "input_fits": True, "output_right": False}] * len(page.rows())
        # Folded, where the window is as low as here.
        page.script("estimate.open = true")
        page.wait(lambda: "paper 58 %" in page.text("#estimate"), "the paper's number is there")
        page.wait(lambda: f"0 % (0 to 49), after {len(answers)}" in page.text("#estimate"), "the estimate is shown")


def test_two_tabs_see_each_other(chromium: Any, run: Path) -> None:
    with shown(chromium, run) as page:
        first, home = chromium.current_window_handle, chromium.current_url
        page.go_to("accepted")
        page.press("j")
        chromium.switch_to.new_window("tab")
        chromium.get(home)
        page.settle()
        page.go_to("accepted")
        page.press("a")
        chromium.close()
        chromium.switch_to.window(first)
        page.press("k")
        assert "ann" in page.text("#card .verdict")


def test_what_a_run_brings_meanwhile_is_there(chromium: Any, run: Path, tmp_path: Path) -> None:
    with shown(chromium, run) as page:
        page.go_to("accepted")
        page.press("a")
        more = write_tasks(tmp_path / "more.json", [("List the parts of a bicycle wheel.", "", "Rim, spokes, hub.")])
        assert selfinstruct.import_tasks([more], run, ImportSettings(language="en")).report.accepted == 5
        page.go_to("accepted")
        assert page.rows()[-1] == "List the parts of a bicycle wheel."
        assert len(page.rows()) == 4


def test_hostile_text_is_text_in_every_field(chromium: Any, tmp_path: Path) -> None:
    steal = "document.title = 'stolen'"
    line = f'</textarea></script><script>{steal}</script><img src=x onerror="{steal}">'
    tasks = [
        (HOSTILE, line, f"{line} and this is all that there is to it."),
        ("\u202eTurn \u2066this around, please.\u200f", f"\u202e{'a' * 1_000_000}", f"\u2067{line}"),
        (f"Explain {line}.", "", "word " * 200_000),
    ]
    run = imported_run(tmp_path, tasks)
    with closing(Store.open_to_read(run)) as store:
        for task in store.accepted():
            decide(store, task.id, "comment", f"\u202e{line}", note=f"\u202e{line} {'b' * 1_000_000}")
    with shown(chromium, run) as page:
        for queue in ("accepted", "rejected"):
            page.go_to(queue)
            for _ in page.rows():
                for key in ("e", ESCAPE, "o", ESCAPE, "j"):
                    page.press(key)
        page.script("later(() => choose(state.rows.findIndex((row) => row.title.startsWith('Explain </textarea>'))))")
        page.settle()
        assert "word word" in page.text(".output")
        assert len(page.text(".output")) < 25_000
        page.script("document.querySelector('[data-whole]').click()")
        page.settle()
        assert len(page.text(".output")) > 900_000
        assert chromium.title.endswith(" · run")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_goes_together_is_decided_by_one_key(chromium: Any, varied: Path, lang: str) -> None:
    words = words_in(lang)
    with shown(chromium, varied, page_language=lang) as page:
        conflict = page.chosen()
        assert words["pick_one"] in page.text(".choices")
        page.press("a")
        assert page.text("#said") == words["pick_one"]
        page.press("9")
        assert _decided(varied) == []
        page.press("2")
        assert _decided(varied) == ["reject", "restore"]
        page.press("u")
        assert page.chosen() == conflict
        assert _decided(varied)[2:] == ["undo", "undo"]
        page.script("document.querySelector('[data-pick]').click()")
        page.settle()
        page.press("x")
        assert _decided(varied)[4:] == ["restore", "reject", "reject", "reject"]
        assert words["cut_here"] in page.text("#card .output")
        page.press("n")
        assert page.text("#card .field") == f"{words['came_back']}\nSorry, request 1 cannot be done."
        page.press("r")
        assert page.text("#said") == words["not_decidable"]
        page.press("n")
        assert "<b>Overloaded</b>" in page.text("#card .field")
        page.press("k")
        page.press("X")
        page.press(ENTER)
        page.wait(lambda: words["said_group"].split("{}")[0] in page.text("#said"), "both are rejected")
        assert "Sorry" not in "".join(page.rows())
        assert words["cut_here"] in page.text("#card .output")
        page.press("nn")
        page.press("w")
        assert [*journal.read(varied)][-1].record.output == ""
        row = "[...document.querySelectorAll('[role=option]')].find((each) => each.dataset.verdict === 'written_anew')"
        assert page.script(f"return {row}.innerText").startswith("↻")
        page.press("n")
        page.wait(lambda: page.text("#said") == words["last_group"], "no other group follows")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [400, 800, 1280])
def test_it_can_be_read_at_any_width_in_light_and_dark(
    chromium: Any, run: Path, tmp_path: Path, width: int, lang: str
) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    papers = set()
    # Its title is wider than any window, also in what asks why it was rejected.
    long = write_tasks(tmp_path / "long.json", [(f"Draw a picture of {'a very ' * 40}long train.", "", "Here it is.")])
    selfinstruct.import_tasks([long], run, ImportSettings(language="en"))
    with shown(chromium, run, page_language=lang) as page:
        page.script("later(() => choose(state.rows.findIndex((row) => row.reason === 'asks_for_media')))")
        page.settle()
        page.press("x")
        assert "very" in page.text("#why-of")
        inside = "return [...why.children].every((each) => each.getBoundingClientRect().right <= innerWidth)"
        assert page.script(inside)
        page.wait(lambda: "1" in page.text("#decided"), "it tells how many are decided")
        for scheme in ("light", "dark"):
            told = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", told)
            papers.add(page.script("return getComputedStyle(document.body).backgroundColor"))
        assert page.script("return document.scrollingElement.scrollWidth === document.scrollingElement.clientWidth")
        assert page.script("return document.getElementById('card').clientHeight") > 250
        assert len(papers) == 2
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
