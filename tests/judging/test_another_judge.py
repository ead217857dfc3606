"""A judge that cannot be understood closes no task to another one, and is asked again where that is wished."""

import json
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, JudgeSettings, ReplaySettings, Request
from selfinstruct.cli.machine import result_json
from selfinstruct.cli.summary import result_lines
from tests.judging.judged import TASKS, imported, judged_by, scores, verdict

SKY = TASKS[2][0]


def not_of_the_sky(request: Request) -> str:
    return "I like it." if SKY in request.prompt else verdict(4)


@pytest.mark.parametrize(
    ("name", "again", "asked"),
    [("good", False, 1), ("poor", False, 0), ("poor", True, 1)],
    ids=["another judge", "the same one", "the same one again"],
)
def test_three_answers_that_cannot_be_read_count_for_their_judge_alone(
    tmp_path: Path, name: str, again: bool, asked: int
) -> None:
    run = imported(tmp_path)
    result, backend = judged_by("poor", run, not_of_the_sky)
    assert (len(backend.requests), scores(run)[SKY]) == (6, None)
    settings = JudgeSettings(Connection(backend="openai", model=name), again=again)
    assert selfinstruct.plan_judging(run, settings).missing == asked
    result, backend = judged_by(name, run, verdict(2), again=again)
    # What has a score is not asked about again, by whomever.
    assert (len(backend.requests), scores(run)[SKY]) == (asked, 2 if asked else None)
    assert result.judging == selfinstruct.JudgingResult(3 + asked, 1 - asked, 0)


def test_each_of_several_judges_is_asked_three_times_at_most(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judged_by("poor", run, not_of_the_sky)
    for name, asked in (("worse", 3), ("poor", 0), ("worse", 0)):
        _, backend = judged_by(name, run, "I like it, too.")
        assert len(backend.requests) == asked
    assert len(judged_by("poor", run, "And again.", again=True)[1].requests) == 3


def test_what_was_asked_before_an_end_counts(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judged_by("poor", run, "Nice.", caps=selfinstruct.Caps(requests=2))
    _, backend = judged_by("poor", run, "Nice.")
    assert len(backend.requests) == 12 - 2


def test_tasks_without_a_score_are_told_with_what_to_do(tmp_path: Path) -> None:
    run = imported(tmp_path)
    told = (
        "no score for 1 of 4 tasks: three answers of poor on each held none that could be read; name another ‹model›,"
        " or add ‹again›"
    )
    for _ in range(2):
        result, _ = judged_by("poor", run, not_of_the_sky)
        lines = result_lines(result, detail=False)
        assert told in lines
        assert any(line.strip().startswith(f"selfinstruct judge {run} --model MODEL") for line in lines)
        assert json.loads("".join(result_json(result, 0)))["judging"] == {"judged": 3, "unjudged": 1, "left": 0}
    plan = selfinstruct.plan_judging(run, JudgeSettings(Connection(backend="openai", model="poor")))
    assert (plan.missing, plan.unjudged) == (0, 1)
    assert [*plan.lines()][:2] == ["no task is left to judge", told]
    judged_by("good", run, verdict(3))
    result, _ = judged_by("poor", run, verdict(3))
    told_of = result_lines(result, detail=False)
    assert not any("no score" in line or ("judge" in line and "MODEL" in line) for line in told_of)


def test_what_another_judge_has_said_counts_in_a_replay(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judged_by("poor", run, not_of_the_sky)
    judged_by("good", run, verdict(5))
    for source, name in ((run, "best"), (tmp_path / "best", "again")):
        result = selfinstruct.replay(source, tmp_path / name, ReplaySettings(min_score=4))
        assert (result.report.accepted, result.report.rejected().total()) == (4, 0)
        assert scores(tmp_path / name)[SKY] == 5
        assert result.report.usage == selfinstruct.open_run(run).report.usage


def test_what_no_judge_has_said_is_no_verdict_in_a_replay(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judged_by("poor", run, not_of_the_sky)
    result = selfinstruct.replay(run, tmp_path / "best", ReplaySettings(min_score=4))
    assert (result.report.accepted, result.report.rejections["task", "unjudged"]) == (3, 1)


def test_a_judge_that_is_not_named_is_known_by_what_its_answers_say(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judged_by("poor", run, not_of_the_sky)
    settings = JudgeSettings(Connection(backend="openai"))
    backend = selfinstruct.ScriptedBackend([verdict(1)])
    # Nobody knows that it is the same one.
    assert selfinstruct.judge(run, settings, backend=backend).judging == selfinstruct.JudgingResult(4, 0, 0)
