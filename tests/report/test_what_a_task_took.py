"""What a task took is told of those that were written, apart from what a judge took; imported ones cost nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import ImportSettings, JudgeSettings, Prices, Report, Settings
from selfinstruct.cli.summary import cost_lines, status_lines, tokens_line
from selfinstruct.core.counts import rough_money
from selfinstruct.storage.store import Store
from tests.judging.judged import DEMO, imported

SETTINGS = Settings(20, connection=DEMO, prices=Prices(1, 2), random_seed=2)


def _report(run: Path) -> Report:
    store = Store.open_to_read(run)
    try:
        return Report.load(store)
    finally:
        store.close()


def test_imported_tasks_have_cost_nothing(tmp_path: Path) -> None:
    run = imported(tmp_path)
    assert "a task" not in tokens_line(_report(run))
    more = replace(SETTINGS, random_seed=None)
    report = selfinstruct.generate(more, run).report
    assert (report.imported, report.grown) == (4, report.accepted - 4)
    assert report == _report(run)
    assert f"({report.usage.total / report.grown:,.0f} a task)" in tokens_line(report)
    assert report.cost_of_answers is not None
    report.target = 2 * report.kept
    each = report.cost_of_answers / report.grown
    (told,) = cost_lines(report, report.spent)
    assert told.endswith(
        f"; about {rough_money(report.cost_of_answers + report.kept * each)} for {report.target:,} tasks"
    )
    plan = selfinstruct.plan(replace(more, target=300), run)
    before = selfinstruct.plan(replace(SETTINGS, target=300), tmp_path / "none")
    assert plan.missing == before.missing - report.kept


def test_the_estimate_of_a_run_that_goes_on_is_by_what_it_wrote(tmp_path: Path) -> None:
    selfinstruct.generate(replace(SETTINGS, target=60), tmp_path / "plain")
    (file,) = (tmp_path / "plain").glob("alpaca_data.json")
    selfinstruct.import_tasks([file], tmp_path / "mixed", ImportSettings(language="en"))
    selfinstruct.generate(replace(SETTINGS, target=120, random_seed=None), tmp_path / "mixed")
    report = _report(tmp_path / "mixed")
    assert report.imported == 60
    plan = selfinstruct.plan(replace(SETTINGS, target=report.kept + 60, random_seed=None), tmp_path / "mixed")
    assert plan.from_experience
    assert plan.usage.total == pytest.approx(60 * report.usage.total / report.grown, rel=0.05)


def test_what_a_judge_took_afterwards_is_told_apart_and_not_expected_again(tmp_path: Path) -> None:
    report = selfinstruct.generate(SETTINGS, tmp_path / "run").report
    each = report.usage.total / report.accepted
    selfinstruct.judge(tmp_path / "run", JudgeSettings(DEMO))
    judged = _report(tmp_path / "run")
    judging = judged.judging.usage.total
    assert judging == judged.usage.total - report.usage.total > 0
    assert f"({each:,.0f} a task to write, {judging / report.accepted:,.0f} a task to judge)" in tokens_line(judged)
    judged.target, report.target = 2 * judged.kept, 2 * report.kept
    assert judged.cost_of_answers is not None
    assert report.cost_of_answers is not None
    growing = report.cost_of_answers / report.accepted * report.kept
    assert f"; about {rough_money(judged.cost_of_answers + growing)} for" in cost_lines(judged, judged.spent)[0]


def test_what_a_cap_counts_is_told_beside_what_is_likely(tmp_path: Path) -> None:
    report = selfinstruct.generate(SETTINGS, tmp_path / "run").report
    report.target = 2 * report.kept
    cost = report.cost_of_answers or 0
    (told,) = cost_lines(report, report.spent + report.spent, "as much again may be billed")
    share = report.target / report.accepted
    assert told.endswith(
        f"; about {rough_money(cost * share)}, at most {rough_money(2 * cost * share)} for {report.target:,} tasks"
    )
    # Four requests were lost as a process ended, which tells nothing of those to come.
    report.untold, report.attempts = 4, report.attempts + 4
    (told,) = cost_lines(report, report.spent + report.spent, "as much again may be billed")
    assert told.endswith(f"at most {rough_money(cost * share + cost)} for {report.target:,} tasks")


def test_the_pace_is_that_of_the_tasks_that_were_written(tmp_path: Path) -> None:
    run = imported(tmp_path)
    first = _report(run)
    (told,) = _times(run)
    assert told.endswith(f", {first.accepted / first.seconds:,.1f} tasks a second")
    selfinstruct.generate(replace(SETTINGS, random_seed=None), run)
    report = _report(run)
    (told,) = _times(run)
    assert report.imported
    assert told.endswith(f", {report.grown / report.seconds:,.1f} tasks a second without those imported")


def _times(run: Path) -> list[str]:
    with selfinstruct.open_run(run) as opened:
        return [line for line in status_lines(opened, detail=False) if line.startswith("time ")]
