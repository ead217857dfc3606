"""A judge that looks at what a run holds already: generated or imported, gone on with, exported by score."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import (
    Connection,
    Export,
    InputError,
    Observer,
    ReplaySettings,
    Request,
    RunFolderError,
    Selection,
    Settings,
    condition,
)
from selfinstruct.cli.summary import result_lines, status_lines
from selfinstruct.decisions.values import Decision
from tests.judging.judged import DEMO, TASKS, imported, judge, scores, verdict

FRUIT, BREAD, SKY, POEM = (task[0] for task in TASKS)


def by_task(request: Request) -> str:
    marks = {FRUIT: 5.0, BREAD: 4.0, SKY: 3.0, POEM: 1.0}
    assert request.question
    return verdict(marks[request.question.texts[0]])


def test_imported_tasks_get_scores_and_stay_as_they_are(tmp_path: Path) -> None:
    run = imported(tmp_path)
    before = (run / "alpaca_data.json").read_bytes()
    result, backend = judge(run, by_task)
    assert (result.exit_code, len(backend.requests)) == (0, 4)
    assert scores(run) == {FRUIT: 5, BREAD: 4, SKY: 3, POEM: 1}
    assert (run / "alpaca_data.json").read_bytes() == before
    assert "judged: 4 tasks" in result.notes
    result, backend = judge(run, by_task)
    assert (result.is_untouched, backend.requests) == (True, [])


def test_what_a_judge_takes_afterwards_is_no_part_of_how_the_run_grew(tmp_path: Path) -> None:
    settings = Settings(80, connection=DEMO, random_seed=2)
    selfinstruct.generate(settings, tmp_path / "run")
    with selfinstruct.open_run(tmp_path / "run") as run:
        before = run.trend
    further = replace(settings, target=160)
    before_plan = selfinstruct.plan(further, tmp_path / "run")
    judge(tmp_path / "run", verdict(4))
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.report.requests_of("judge") >= 80
        assert run.trend == before
        assert before.recent
    after_plan = selfinstruct.plan(further, tmp_path / "run")
    assert (after_plan.requests, after_plan.spread) == (before_plan.requests, before_plan.spread)
    assert after_plan.usage.total == pytest.approx(before_plan.usage.total, rel=0.1)


def test_another_threshold_afterwards_asks_nothing(tmp_path: Path) -> None:
    run = imported(tmp_path)
    with pytest.raises(InputError, match="no judge has seen the tasks"):
        selfinstruct.replay(run, tmp_path / "best", ReplaySettings(min_score=4))
    judge(run, by_task)
    result = selfinstruct.replay(run, tmp_path / "best", ReplaySettings(min_score=4))
    assert (result.report.accepted, result.report.rejections["instance", "low_score"]) == (2, 2)
    assert scores(tmp_path / "best") == {FRUIT: 5, BREAD: 4}
    selfinstruct.replay(tmp_path / "best", tmp_path / "again")
    assert scores(tmp_path / "again") == {FRUIT: 5, BREAD: 4}


def test_what_was_built_anew_is_grown_on_with_its_judge(tmp_path: Path) -> None:
    selfinstruct.generate(Settings(12, connection=DEMO, random_seed=2), tmp_path / "run")
    judge(tmp_path / "run", lambda request: verdict(len(request.prompt) % 6))
    selfinstruct.replay(tmp_path / "run", tmp_path / "best", ReplaySettings(min_score=3))
    with selfinstruct.open_run(tmp_path / "best") as run:
        known = run.grown_with
        assert 0 < run.report.accepted < 12
    assert (known.judge, known.min_score) == (True, 3)
    assert selfinstruct.generate(known, tmp_path / "best").exit_code == 0
    assert all((score or 0) >= 3 for score in scores(tmp_path / "best").values())


def test_what_was_judged_is_not_asked_again_after_an_end(tmp_path: Path) -> None:
    run = imported(tmp_path)
    caps = selfinstruct.Caps(requests=3)
    backend = selfinstruct.ScriptedBackend([verdict(4)])
    result = selfinstruct.judge(run, selfinstruct.JudgeSettings(caps=caps), backend=backend)
    assert (result.exit_code, len(backend.requests)) == (1, 3)
    assert result.stopped_by == "the cap is reached: ‹caps.requests› 3 are sent; raise it to go on"
    result, backend = judge(run, verdict(4))
    assert (result.exit_code, len(backend.requests)) == (0, 1)
    assert [*scores(run).values()] == [4] * 4


def test_a_verdict_that_cannot_be_read_three_times_is_left(tmp_path: Path) -> None:
    run = imported(tmp_path)
    result, backend = judge(run, lambda request: "?" if SKY in request.prompt else verdict(4))
    assert (result.exit_code, len(backend.requests)) == (0, 6)
    assert scores(run) == {FRUIT: 4, BREAD: 4, SKY: None, POEM: 4}
    assert result.notes[-2] == "judged: 3 tasks"
    assert result.notes[-1].startswith("no score for 1 of 4 tasks: three answers of the judge on each held none that")
    assert [line for line in result_lines(result, detail=False) if line.startswith("scores of 3 of 4 records: mean 4")]
    result, backend = judge(run, verdict(4))
    assert backend.requests == []


def test_that_tasks_beyond_the_target_are_judged_is_told(tmp_path: Path) -> None:
    demo = Connection("demo")
    run = selfinstruct.generate(Settings(8, recipe="alpaca", connection=demo, random_seed=1), tmp_path / "run")
    selfinstruct.generate(Settings(5, truncate=True, connection=demo, recipe="alpaca"), tmp_path / "run")
    assert run.report.accepted > 5
    result, _ = judge(tmp_path / "run", verdict(4))
    assert f"judged: {run.report.accepted} tasks; those beyond the target are judged, too" in result.notes
    assert [line for line in result_lines(result, detail=False) if line.startswith("scores of 5 records: mean 4")]


def test_a_task_that_is_too_long_for_the_judge_is_left_and_the_others_judged(tmp_path: Path) -> None:
    from selfinstruct.core.errors import PromptTooLong

    def says(request: Request) -> str:
        if SKY in request.prompt:
            raise PromptTooLong("too many tokens")
        return verdict(4)

    run = imported(tmp_path)
    result, _ = judge(run, says)
    assert (result.exit_code, scores(run)[SKY], scores(run)[POEM]) == (0, None, 4)


def test_the_summary_tells_the_scores_and_what_to_do_with_them(tmp_path: Path) -> None:
    run = imported(tmp_path)
    with selfinstruct.open_run(run) as opened:
        before = status_lines(opened, detail=False)
    result, _ = judge(run, by_task)
    with selfinstruct.open_run(run) as opened:
        status = status_lines(opened, detail=False)
    told = (
        "scores of 4 records: mean 3.25; 5 or more 1, 4 or more 2, 3 or more 3, 2 or more 3, 1 or more 4; yes to all"
        " three questions 100%"
    )
    commands = [f"export {run} --format sharegpt --where 'score>=4'", f"replay {run} -o {run}-best --min-score 4"]
    for lines in (result_lines(result, detail=False), status):
        assert told in lines
        assert all(any(f"selfinstruct {command}" in line for line in lines) for command in commands)
    assert not [line for line in before if "score" in line]
    best = selfinstruct.replay(run, tmp_path / "best", ReplaySettings(min_score=4))
    lines = result_lines(best, detail=False)
    # What was left out for its score is left out; the scores of the others are told.
    assert [line for line in lines if line.startswith("scores of 2 records: mean 4.50;")]
    assert not [line for line in lines if "score>=" in line or "--min-score" in line]


def test_exports_go_by_the_score(tmp_path: Path) -> None:
    run = imported(tmp_path)
    wanted = Export("alpaca", tmp_path / "best.json", Selection((condition("score>=3.5"),)))
    with pytest.raises(InputError, match="none of 4 tasks has a score; run selfinstruct judge first"):
        selfinstruct.export(run, wanted)
    judge(run, by_task)
    selfinstruct.export(run, wanted)
    rows = json.loads((tmp_path / "best.json").read_text("utf-8"))
    assert [row["instruction"] for row in rows] == [FRUIT, BREAD]
    low = Export("alpaca", tmp_path / "low.json", Selection((condition("score<=3"), condition("valid=yes"))))
    selfinstruct.export(run, low)
    assert len(json.loads((tmp_path / "low.json").read_text("utf-8"))) == 2
    for text in ("score>=x", "score=4", "valid=maybe", "score>=-1"):
        with pytest.raises(InputError):
            condition(text)


def test_tasks_without_a_score_are_told_as_an_export_asks_for_one(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judge(run, lambda request: "Well." if SKY in request.prompt else verdict(4))
    told: list[str] = []

    class Noting(Observer):
        def noted(self, line: str) -> None:
            told.append(line)

    best = Export("alpaca", tmp_path / "best.json", Selection((condition("score>=4"),)))
    selfinstruct.export(run, best, observer=Noting())
    assert told == ["‹conditions› score>=4: 1 of 4 tasks has no score, and has no place in it"]


def test_provenance_tells_the_score_and_its_reason(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judge(run, by_task)
    selfinstruct.export(run, Export("alpaca-jsonl", tmp_path / "all.jsonl", with_provenance=True))
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl.provenance.jsonl").read_text("utf-8").splitlines()]
    assert [row["score"] for row in rows] == [5, 4, 3, 1]
    assert rows[0]["judged"][0]["reason"] == "It is worth 5.0."


def test_what_a_reviewer_has_edited_has_no_score(tmp_path: Path) -> None:
    from selfinstruct.core.values import Record
    from selfinstruct.runs.deciding import decide
    from selfinstruct.storage.store import Store

    run = imported(tmp_path)
    judge(run, by_task)
    store = Store.open_to_read(run)
    with selfinstruct.open_run(run) as opened:
        ids = {task.instruction: task.id for task in opened.tasks()}
    edited: Decision = decide(store, ids[SKY], "edit", "ann", after=Record(SKY, "", "Because of the air."))
    decide(store, ids[POEM], "reject", "ann", why="not_useful")
    store.close()
    assert edited.after
    assert scores(run) == {FRUIT: 5, BREAD: 4, SKY: None}


def test_the_report_tells_what_the_judge_said(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judge(run, by_task)
    told = selfinstruct.survey_of(run).judged
    assert told
    assert (told.records, told.shares["all"], told.marks["mean_mark"], told.spread) == (
        4,
        1.0,
        3.25,
        (0, 1, 0, 1, 1, 1),
    )
    selfinstruct.write_report(run, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "4 records were judged, by scripted" in page


def test_a_folder_without_a_run_or_a_step_that_does_not_judge_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError):
        selfinstruct.judge(tmp_path / "nothing")
    run = imported(tmp_path)
    asking = selfinstruct.Asking(models={"instances": "m"})
    with pytest.raises(InputError, match="only the judge is asked"):
        selfinstruct.judge(run, selfinstruct.JudgeSettings(asking=asking))


def test_a_dry_run_says_what_judging_would_take_and_asks_nothing(tmp_path: Path) -> None:
    run = imported(tmp_path)
    prices = selfinstruct.Prices(1000.0, 2000.0, 1000.0)
    settings = selfinstruct.JudgeSettings(prices=prices, judges=2, caps=selfinstruct.Caps(cost=0.5))
    before = (run / "run.sqlite").read_bytes()
    plan = selfinstruct.plan_judging(run, settings)
    head, requests, *lines = plan.lines(show_prompts=True)
    assert head == "4 tasks to judge, 8 verdicts, by the length of the tasks:"
    assert requests == "requests about 8, from 8 to 12: 8 judge"
    assert any(line.startswith("‹caps.cost› 0.5 is too little: ") for line in lines)
    assert "--- the first prompt of judge" in lines
    assert (run / "run.sqlite").read_bytes() == before
    selfinstruct.judge(run, selfinstruct.JudgeSettings(judges=2), backend=selfinstruct.ScriptedBackend([verdict(4)]))
    assert next(iter(selfinstruct.plan_judging(run, settings).lines())) == "no task is left to judge"
