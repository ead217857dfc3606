"""What a run shows while it goes on, at four widths and at four moments: golden files, by a clock that stands still."""

import os
import re
from collections import Counter
from io import BytesIO, StringIO, TextIOWrapper
from math import inf
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from selfinstruct import Caps, Ideas, Instance, Item, Loop, Prices, Report, Settlement, Task, Usage
from selfinstruct.cli.pace import Pace
from selfinstruct.cli.summary import failed_lines
from selfinstruct.cli.viewing import HOW_TO_STOP, Watch
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.rates import Rate
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.spans import span
from selfinstruct.core.spending import Spending
from selfinstruct.core.values import Completion
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe

GOLDEN = Path(__file__).parents[1] / "golden" / "display"
WIDTHS = (60, 80, 100, 120)
PRICES = {0: Prices(1.0, 3.0, 1.0)}
ZH = Task("1.2", "写一首关于秋天的诗，\n要求押韵。", False, (Instance("", "秋风起，黄叶飞，\n游子何时归？" * 5),), "1")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _report(**stages: int) -> Report:
    settings = RunSettings("zh", 0.7, (), (), 1, "self-instruct", "openai", prices=Prices(1.0, 3.0, 1.0))
    report = Report(settings, 1000)
    report.stages.update(stages)
    return report


def _loop(report: Report, **more: Any) -> Any:
    endpoints = SimpleNamespace(in_flight=24, concurrency=32, not_asked=[], slowed=[])
    known = {
        "report": report,
        "recipe": build_recipe(report.settings.recipe or "", find_language("zh"), 1),
        "endpoints": endpoints,
        "faults": Counter[str](),
        "ideas": None,
        "cost": 0.0,
        "batched": (),
        "budget": SimpleNamespace(caps=Caps(), shares=(0.0, 0.0), spent=Spending()),
        "stopped_by": "",
        "interrupted": False,
        "store": SimpleNamespace(folder=Path("outputs/zh-self-instruct-openai")),
    }
    return SimpleNamespace(**{**known, **more})


def _watch(loop: Any, clock: Clock) -> Watch:
    return Watch(cast(Loop, loop), clock)


def _settlement(**outcome: Any) -> Settlement:
    return Settlement(Completion("", "stop", Usage(), "m"), Outcome(**outcome))


def _first_second() -> Watch:
    return _watch(_loop(_report()), Clock())


def _nothing_accepted() -> Watch:
    clock = Clock()
    report = _report(classification=19, input_first=0)
    report.rejections.update({("instruction", "near_duplicate"): 1})
    watch = _watch(_loop(report, cost=0.00805), clock)
    report.requests.update({("instructions", "stop"): 2})
    report.spent, report.price_lists = Spending.of(Usage(4_120, 1_310)), PRICES
    watch.settled(_settlement(items=[Item("1.0", "把下面的句子改写成被动语态。", "classification")]))
    clock.now += 4
    return watch


def _half_way() -> Watch:
    clock = Clock()
    report = _report()
    loop = _loop(report, budget=SimpleNamespace(caps=Caps(cost=5), shares=(0.084, 0.072), spent=Spending()))
    watch = _watch(loop, clock)
    for _ in range(80):
        clock.now += 2
        report.stages["accepted"] += 6
        watch.settled(_settlement(accepted=[ZH]))
        watch.view()
    report.stages.update({"classification": 31, "input_first": 22, "output_first": 9, "rejected": 14})
    for reason, count in {"near_duplicate": 66, "too_short": 12, "asks_for_media": 4, "refusal": 2}.items():
        report.rejections["instruction", reason] = count
    report.requests.update({("instructions", "stop"): 70, ("classification", "stop"): 30, ("input_first", "stop"): 99})
    report.spent, report.price_lists = Spending.of(Usage(120_334, 80_222)), PRICES
    loop.budget.spent = report.spent
    loop.cost, loop.faults = 0.3702, Counter({"rate limit": 2})
    loop.ideas = Ideas(160, 151, 146)
    return watch


def _stopping() -> Watch:
    watch = _half_way()
    loop = cast(Any, watch)._loop
    loop.stopped_by, loop.interrupted = "interrupted; run it again to go on", True
    loop.ideas = Ideas(160, 151, 44)
    loop.endpoints.not_asked = ["http://localhost:8001/v1 is not asked for 41 s: HTTP 503: overloaded"]
    return watch


MOMENTS = {
    "first-second": _first_second,
    "nothing-accepted": _nothing_accepted,
    "half-way": _half_way,
    "stopping": _stopping,
}


def _shown(watch: Watch, width: int, height: int = 24, **console: Any) -> str:
    shown = Console(file=StringIO(), width=width, height=height, color_system=None, legacy_windows=False, **console)
    with shown.capture() as capture:
        shown.print(watch.view(), height=height)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_display_looks_as_it_did(moment: str, width: int) -> None:
    shown, path = _shown(MOMENTS[moment](), width), GOLDEN / f"{moment}-{width}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown, "renew it with UPDATE_GOLDEN=1"


def test_the_documents_show_what_is_shown() -> None:
    shown = (GOLDEN / "half-way-80.txt").read_text(encoding="utf-8").rstrip("\n")
    assert shown in (GOLDEN.parents[2] / "docs" / "terminal.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("width", "height"), [(60, 24), (60, 10), (40, 6), (44, 4), (200, 60), (80, 3)])
def test_how_to_stop_is_never_cut_and_nothing_is_too_wide(moment: str, width: int, height: int) -> None:
    lines = _shown(MOMENTS[moment](), width, height).split("\n")[:-1]
    assert len(lines) <= max(3, height - 1)
    assert lines[-2] in (HOW_TO_STOP, "waiting for 24 · Ctrl-C again: end now")
    assert max(map(cell_len, lines)) <= width


def test_a_terminal_of_few_signs_gets_no_others() -> None:
    shown = Console(file=TextIOWrapper(BytesIO(), encoding="ascii"), width=80, height=24, color_system=None)
    assert shown.options.ascii_only
    with shown.capture() as capture:
        shown.print(_half_way().view())
    left = "\n".join(line for line in capture.get().split("\n") if not line.startswith("accepted:"))
    assert left.isascii()
    assert "#" in left
    windows = Console(file=StringIO(), width=80, height=24, legacy_windows=True, color_system=None)
    with windows.capture() as capture:
        windows.print(_first_second().view())
    assert capture.get().isascii()


@pytest.mark.parametrize(("no_color", "codes"), [("", True), ("1", False)])
def test_no_color_means_none(monkeypatch: pytest.MonkeyPatch, no_color: str, codes: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    shown = Console(file=StringIO(), width=80, force_terminal=True, color_system="standard")
    with shown.capture() as capture:
        shown.print(_half_way().view())
    # Bold and dim are no colours.
    assert ("\x1b[32m" in capture.get()) == codes
    assert set(re.findall(r"\x1b\[(\d+)m", capture.get())) <= (
        {"0", "1", "2", "32", "33", "36"} if codes else set("012")
    )


def test_what_a_model_says_moves_nothing_on_the_terminal() -> None:
    watch = _first_second()
    watch.settled(_settlement(items=[Item("1.0", "\x1b[2Jboo\u202e\r\nbar", "classification")]))
    assert "proposed: �[2Jboo� bar" in _shown(watch, 80)


def test_what_was_answered_before_is_told_apart() -> None:
    report = _report(accepted=40)
    report.requests.update({("instructions", "stop"): 70})
    report.faults = report.earlier_faults = Counter({"endpoint refused": 12})
    loop = _loop(report)
    watch = _watch(loop, Clock())
    assert "elapsed 0.0 s · waiting for the first answer\n24 of 32 in flight · in this session 0 answered\n" in _shown(
        watch, 80
    )
    report.requests["instructions", "stop"] += 5
    loop.faults = Counter({"rate limit": 1})
    assert "24 of 32 in flight · in this session 5 answered · 1 failed: 1 rate limit\n" in _shown(watch, 80)


@pytest.mark.parametrize(
    ("faults", "earlier", "detail", "told"),
    [
        ({}, {}, False, []),
        ({"rate limit": 3}, {}, False, ["requests failed 3: 3 rate limit"]),
        ({"rate limit": 3}, {"rate limit": 3}, False, ["requests failed 3 in earlier sessions"]),
        ({"a": 12, "b": 3}, {"a": 12, "b": 1}, False, ["requests failed 2: 2 b; 13 in earlier sessions"]),
        ({"a": 12, "b": 3}, {"a": 12, "b": 1}, True, ["requests failed 15: 12 a, 3 b"]),
    ],
)
def test_failures_of_earlier_sessions_are_told_apart(
    faults: dict[str, int], earlier: dict[str, int], detail: bool, told: list[str]
) -> None:
    report = _report()
    report.faults, report.earlier_faults = Counter(faults), Counter(earlier)
    assert failed_lines(report, detail=detail) == told


def test_a_line_of_a_log_has_all_but_the_texts() -> None:
    line = _half_way().in_one_line()
    assert line.startswith("480 of 1,000 accepted · 48 % · outputs/zh-self-instruct-openai; proposed 640 → new 556 → ")
    assert "秋天" not in line
    assert "left 2.4 to 3.5 minutes" in line


@pytest.mark.parametrize(("target", "accepted", "proposed"), [(60, 56, 80), (60, 60, 240), (60, 1, 60), (60, 6, 20)])
def test_the_room_of_the_last_bar_ends_at_the_target(target: int, accepted: int, proposed: int) -> None:
    report = _report(accepted=accepted, classification=proposed - accepted)
    report.target = target
    rows = _shown(_watch(_loop(report), Clock()), 80).split("\n")
    first, last = (row for name in ("proposed", "accepted") for row in rows if re.match(rf"{name} +\d", row))
    widths = [len(re.sub(r"[^█▏▎▍▌▋▊▉·]", "", row)) for row in (first, last)]
    filled = [len(re.sub(r"[^█▏▎▍▌▋▊▉]", "", row)) for row in (first, last)]
    full = max(target, proposed)
    assert widths[1] == pytest.approx(widths[0] * target / full, abs=0.5)
    # What is filled of it is the share that the line above tells.
    assert filled[1] == pytest.approx(widths[1] * accepted / target, abs=1)
    assert filled[0] == pytest.approx(widths[0] * proposed / full, abs=1)


def test_that_few_are_asked_at_a_time_is_told_with_the_option_that_changes_it() -> None:
    loop = _loop(_report())
    endpoint = Endpoint("http://a/v1", cast(Any, None))
    for _ in range(2):
        endpoint._concurrency.overloaded(200.0, 200.0)
    loop.endpoints.slowed = [endpoint.slowed]
    line = "at most 4 at a time at http://a/v1, after rate limits or overload; --concurrency fixes it"
    assert line in _shown(_watch(loop, Clock()), 120).split("\n")


USUAL, HALF = Rate(1.0, 1), Rate(0.5, 1)
# A million tokens cost one.
ONE = {1: Prices(1.0, 1.0, 1.0)}


@pytest.mark.parametrize(
    ("answers", "lost", "told"),
    [
        (Spending.of(Usage(250_000, 0), USUAL), Spending(), "cost 0.2500"),
        (Spending.of(Usage(250_000, 0), USUAL), Spending.of(Usage(1_000_000, 0), USUAL), "cost 0.2500, at most 1.2500"),
        (Spending.of(Usage(250_000, 0), HALF), Spending(), "cost 0.1250, 0.2500 at the usual price"),
        (
            Spending.of(Usage(250_000, 0), HALF),
            Spending.of(Usage(1_000_000, 0), HALF),
            "cost 0.1250, at most 0.6250, 1.2500 at the usual price",
        ),
        (
            Spending.of(Usage(250_000, 0), USUAL) + Spending.of(Usage(3_000, 0)),
            Spending(),
            "cost 0.2500, without 3,000 tokens whose price was not named",
        ),
    ],
)
@pytest.mark.parametrize("accepted", [0, 250, 1000])
def test_what_may_be_billed_beside_the_answers_is_no_saving(
    answers: Spending, lost: Spending, told: str, accepted: int
) -> None:
    report = _report(accepted=accepted)
    report.spent, report.held, report.price_lists = answers, lost, ONE
    loop = _loop(report, budget=SimpleNamespace(caps=Caps(), spent=answers + lost))
    (line,) = (line for line in _shown(_watch(loop, Clock()), 160).split("\n") if line.startswith("cost "))
    # What is spent and what will have been spent are no two figures of one kind.
    if 0 < accepted < report.target:
        head, _, rest = told.partition(",")
        cost, most = report.cost_of_answers or 0, report.cost or 0
        capped = f", at most {4 * most:g}" if most > cost else ""
        told = f"{head} so far{rest and ','}{rest}; about {4 * cost:g}{capped} for 1,000 tasks"
    assert line == told


# --- the pace


@given(
    st.floats(0.2, 30),
    st.integers(1, 8),
    st.integers(5, 400),
    st.integers(1, 5000),
    st.randoms(use_true_random=False),
)
def test_the_time_left_is_within_its_range(apart: float, each: int, answers: int, missing: int, random: Random) -> None:
    """At a pace that stays the same, but for chance, the range holds the truth, or is off by less than it is wide."""
    pace, now, tasks = Pace(0.0, 0), 0.0, 0
    for _ in range(answers):
        now += random.uniform(0.5, 1.5) * apart
        tasks += each
        pace.arrived(now)
        pace.note(now, tasks)
    low, high = pace.left(now, tasks, missing) or (0.0, inf)
    truth = missing / each * apart
    assert low / 1.5 <= truth <= high * 1.5
    assert low < high


def test_the_rate_is_that_of_the_last_minute() -> None:
    pace = Pace(0.0, 7)
    for second in range(1, 181):
        pace.note(second, 7 + min(second, 120))
    assert pace.a_minute(180, 127) == 0
    assert pace.left(180, 127, 10) is None
    pace = Pace(0.0, 0)
    for second in range(1, 121):
        pace.note(second, second if second <= 60 else 60 + 3 * (second - 60))
    assert pace.a_minute(120, 240) == pytest.approx(180)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        ((0.0, 0.4), "0 to 0.4 s"),
        ((41, 59), "41 to 59 s"),
        ((85, 130), "1.4 to 2.2 minutes"),
        ((300, 421), "5 to 7 minutes"),
        ((3000, 9000), "0.8 to 2.5 hours"),
        ((86400 * 3, 86400 * 4), "3 to 4 days"),
        ((600, 601), "about 10 minutes"),
    ],
)
def test_a_range_of_time_is_told_in_one_unit(seconds: tuple[float, float], told: str) -> None:
    assert span(*seconds) == told
