"""Runs in a lane over real HTTP: half the price by the server's own count, caps that hold, patience, a fall-back."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.core.counts import rough_money
from selfinstruct.core.errors import EndpointRefused
from selfinstruct.core.judging import Judging
from selfinstruct.core.settings import Caps, Connection, Pace, Prices, Settings
from selfinstruct.report.numbers import Report
from tests.conftest import RunFolder
from tests.support.lane_server import LaneServer

PRICES = Prices(prompt=2.0, completion=8.0, cached=2.0)


def _settings(server: LaneServer, n: int = 30, *, caps: Caps = Caps(), **connection: Any) -> Settings:  # noqa: B008
    fields: dict[str, Any] = {"lane": "flex", "lane_price": 0.5}
    how = Connection(base_urls=(server.url,), **(fields | connection))
    return Settings(n, connection=how, prices=PRICES, caps=caps, pace=Pace(concurrency=4), random_seed=1)


def _require_all_counted(report: Report, server: LaneServer) -> None:
    """Require that a run counts what the server does, or a little more: an answer that it did not wait for."""
    cost = server.cost(PRICES)
    assert cost - 1e-9 <= (report.cost or 0.0) <= 1.2 * cost


@pytest.mark.parametrize(("lane", "language"), [("flex", "en"), ("batch-chat", "zh")])
def test_a_run_in_a_lane_costs_half_and_says_so(tmp_path: Path, lane: str, language: str) -> None:
    with LaneServer(silent=lane == "batch-chat") as server:
        settings = replace(_settings(server, lane=lane), language=language)
        result = selfinstruct.generate(settings, tmp_path / "run")
    report = result.report
    assert len(RunFolder(tmp_path / "run").records) == 30
    assert set(server.answered) == {lane}
    _require_all_counted(report, server)
    assert report.usual_cost == pytest.approx(2 * (report.cost or 0.0))
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.report.cost == pytest.approx(report.cost)
        assert run.settings.lane == lane


def test_what_the_lane_has_no_room_for_is_asked_again_there(tmp_path: Path) -> None:
    with LaneServer(turns_away=3) as server:
        result = selfinstruct.generate(_settings(server), tmp_path / "run")
    assert (result.exit_code, set(server.answered)) == (0, {"flex"})
    assert result.report.faults == {"no capacity": server.sent["no room"]}
    _require_all_counted(result.report, server)


def test_a_lane_without_any_room_falls_back_at_the_usual_price(tmp_path: Path) -> None:
    with LaneServer(turns_away=1) as server:
        result = selfinstruct.generate(_settings(server, lane_fallback=True), tmp_path / "run")
    assert (result.exit_code, set(server.answered)) == (0, {"default"})
    assert result.report.cost == result.report.usual_cost
    _require_all_counted(result.report, server)


@pytest.mark.parametrize("turns_away", [0, 2, 3])
def test_no_cap_is_passed_in_a_lane_with_a_fall_back(tmp_path: Path, turns_away: int) -> None:
    with LaneServer(turns_away=turns_away) as server:
        settings = _settings(server, 5000, caps=Caps(cost=0.06), lane_fallback=True)
        first = selfinstruct.generate(settings, tmp_path / "run")
        second = selfinstruct.generate(settings, tmp_path / "run")
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert "the cap is reached" in second.stopped_by
    _require_all_counted(second.report, server)
    assert 0.03 < server.cost(PRICES) <= 0.06


def test_a_cap_buys_twice_as_much_in_a_lane(tmp_path: Path) -> None:
    with LaneServer() as server:
        for name, lane_price in (("", None), ("flex", 0.5)):
            settings = _settings(server, 5000, caps=Caps(cost=0.06), lane=name, lane_price=lane_price)
            selfinstruct.generate(settings, tmp_path / (name or "normal"))
    normal, flex = (len(RunFolder(tmp_path / name).records) for name in ("normal", "flex"))
    assert flex > 1.5 * normal


def test_where_answers_say_that_they_came_in_the_normal_lane_they_count_at_its_price(tmp_path: Path) -> None:
    with LaneServer(ignores_tier=True) as server:
        settings = _settings(server, 5000, caps=Caps(cost=0.06))
        result = selfinstruct.generate(settings, tmp_path / "run")
    # What left before the first answer had told it was reserved at half the price.
    assert result.report.cost == pytest.approx(result.report.usual_cost)
    _require_all_counted(result.report, server)
    assert server.cost(PRICES) <= 0.06


@pytest.mark.parametrize("fallback", [False, True])
def test_a_model_that_is_not_sold_in_the_lane_ends_the_run_with_these_words(tmp_path: Path, fallback: bool) -> None:
    with (
        LaneServer(sells=False) as server,
        pytest.raises(EndpointRefused, match=r"not to be had in the lane flex: Invalid service_tier.*leave ‹lane› out"),
    ):
        selfinstruct.generate(_settings(server, lane_fallback=fallback), tmp_path / "run")
    assert not server.usages


def test_a_plan_counts_with_the_price_of_the_lane(tmp_path: Path) -> None:
    with LaneServer() as server:
        plan = selfinstruct.plan(_settings(server), tmp_path / "run")
        unknown = [*selfinstruct.plan(_settings(server, lane_price=None), tmp_path / "run").lines()]
    lines, cost = [*plan.lines()], PRICES.cost(plan.usage)
    assert _of(lines, "cost about ").startswith(f"{rough_money(cost / 2)}, from ")
    assert _of(lines, "cost about ").endswith(f"; about {rough_money(cost)} at the usual price")
    assert "lane flex: tokens count at 50% of their price" in lines
    # Nobody knows how long a lane takes.
    assert [line for line in lines if line.startswith("time")] == []
    assert (
        "lane flex: not known to cost less at this address, if it is there at all; tokens count at 100% of their price;"
        " if that is less here, say so with ‹lane_price›"
    ) in unknown


def test_a_plan_counts_a_judge_elsewhere_at_its_own_price(tmp_path: Path) -> None:
    with LaneServer() as server:
        judging = Judging(urls=("http://127.0.0.1:9/v1",))
        settings = replace(_settings(server), judge=True, judging=judging)
        plan = selfinstruct.plan(settings, tmp_path / "run")
    lines = [*plan.lines()]
    usual, judges = PRICES.cost(plan.usage), PRICES.cost(plan.usages["judge"])
    assert judges > 0
    assert _of(lines, "cost about ").startswith(f"{rough_money((usual + judges) / 2)}, from ")
    told = "lane flex: tokens count at 50% of their price; those of judge, asked elsewhere, at the usual one"
    assert told in lines


@pytest.mark.parametrize(("batch", "low", "high"), [("steps", 0.52, 0.7), ("all", 0.5, 0.5)])
def test_a_plan_counts_what_leaves_in_batches_with_their_price(
    tmp_path: Path, batch: str, low: float, high: float
) -> None:
    with LaneServer() as server:
        plan = selfinstruct.plan(_settings(server, lane="", batch=batch), tmp_path / "run")
        unpriced = _settings(server, lane="", batch=batch, lane_price=None)
        unknown = [*selfinstruct.plan(unpriced, tmp_path / "run").lines()]
    lines, cost, usual = [*plan.lines()], plan.cost or 0.0, PRICES.cost(plan.usage)
    assert low <= round(cost / usual, 3) <= high
    assert re.findall(r"about ([\d.]+)", _of(lines, "cost ")) == [rough_money(cost), rough_money(usual)]
    assert any(line.startswith("batches of ") and line.endswith("at 50% of their price") for line in lines)
    assert "at 100% of their price; if that is less here, say so with ‹lane_price›" in " ".join(unknown)


def _of(lines: list[str], begins: str) -> str:
    """Return the rest of the line that begins so."""
    (line,) = [line for line in lines if line.startswith(begins)]
    return line.removeprefix(begins)
