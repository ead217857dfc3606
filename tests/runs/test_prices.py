"""What was bought keeps the prices at which it was bought, whatever a run is asked with later."""

from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import JudgeSettings, Prices, Result, Settings
from selfinstruct.cli.groups import taken_over
from selfinstruct.core.values import Usage
from tests.judging.judged import DEMO, judge, verdict

CHEAP, DEAR = Prices(1000.0, 2000.0, 1000.0), Prices(70_000.0, 90_000.0, 70_000.0)


def _grow(folder: Path, n: int, prices: Prices | None) -> Result:
    return selfinstruct.generate(Settings(n, connection=DEMO, random_seed=1, prices=prices), folder)


def _judge(folder: Path, prices: Prices | None) -> Result:
    backend = selfinstruct.ScriptedBackend([verdict(4)])
    return selfinstruct.judge(folder, JudgeSettings(prices=prices), backend=backend)


def _since(later: Result, earlier: Result) -> Usage:
    return later.report.usage - earlier.report.usage


def test_a_run_that_goes_on_at_other_prices_counts_new_requests_at_them(tmp_path: Path) -> None:
    first, more = _grow(tmp_path, 5, CHEAP), _grow(tmp_path, 30, DEAR)
    cost = CHEAP.cost(first.report.usage) + DEAR.cost(_since(more, first))
    assert more.report.cost == pytest.approx(cost)
    assert _grow(tmp_path, 30, CHEAP).report.cost == pytest.approx(cost)
    with selfinstruct.open_run(tmp_path) as run:
        assert run.report.cost == pytest.approx(cost)
    assert selfinstruct.replay(tmp_path, tmp_path / "again").report.cost == pytest.approx(cost)
    costs = selfinstruct.survey_of(tmp_path).costs
    assert costs
    assert costs.money == pytest.approx(cost)


def test_a_judge_at_its_own_prices_makes_nothing_else_dearer(tmp_path: Path) -> None:
    grown, judged = _grow(tmp_path, 5, CHEAP), _judge(tmp_path, DEAR)
    assert judged.report.cost == pytest.approx(CHEAP.cost(grown.report.usage) + DEAR.cost(_since(judged, grown)))
    with selfinstruct.open_run(tmp_path) as run:
        assert run.grown_with.prices == CHEAP


def test_without_prices_of_its_own_a_judge_costs_what_the_run_does(tmp_path: Path) -> None:
    _grow(tmp_path, 5, CHEAP)
    judged, _ = judge(tmp_path, lambda _: verdict(4))
    assert judged.report.cost == pytest.approx(CHEAP.cost(judged.report.usage))


def test_what_was_grown_without_prices_is_in_no_cost_until_some_are_named_for_growing(tmp_path: Path) -> None:
    grown, judged = _grow(tmp_path, 5, None), _judge(tmp_path, DEAR)
    assert grown.report.cost is None
    judging = DEAR.cost(_since(judged, grown))
    assert judged.report.cost == pytest.approx(judging)
    assert judged.report.unpriced == grown.report.usage
    priced = _grow(tmp_path, 5, CHEAP).report
    assert priced.cost == pytest.approx(CHEAP.cost(grown.report.usage) + judging)
    assert priced.unpriced == Usage()


def test_the_price_of_cached_tokens_is_not_told_where_nobody_named_it() -> None:
    for cached, told in (
        (1.0, ["--price-in 1", "--price-out 2"]),
        (0.5, ["--price-in 1", "--price-out 2", "--price-cached 0.5"]),
    ):
        assert taken_over("prices", Prices, {}, Prices(1.0, 2.0, cached)) == told
