"""A judge between writing and accepting: what it scores, what it rejects, and what follows from another threshold."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, InputError, Judging, ReplaySettings, RunFolderError, Settings
from tests.judging.judged import DEMO, grown, verdict


def low_for_some(prompt: str) -> str:
    """Judge by the text alone, the same each time."""
    return verdict(1 + len(prompt) % 5)


def stored(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        return db.execute(query).fetchall()


@pytest.mark.parametrize("recipe", ["self-instruct", "alpaca"])
def test_each_accepted_task_has_a_score_and_was_judged_once(tmp_path: Path, recipe: str) -> None:
    backend = grown(tmp_path / "run", recipe=recipe)
    with selfinstruct.open_run(tmp_path / "run") as run:
        tasks = [*run.tasks()]
        assert run.report.requests_of("judge") == len(backend.judged) == len(set(backend.judged))
    assert len(tasks) >= 20
    for task in tasks:
        (score,) = task.scores
        assert score
        assert (score.value, score.model, score.reason) == (4, "strict", "It is worth 4.")


def test_what_scores_too_low_is_a_rejection_like_others(tmp_path: Path) -> None:
    grown(tmp_path / "run", says=low_for_some, min_score=3)
    with selfinstruct.open_run(tmp_path / "run") as run:
        low = [rejection for rejection, _ in run.rejections() if rejection.reason == "low_score"]
        assert all(score and score.value >= 3 for task in run.tasks() for score in task.scores)
    assert low
    assert all(each.subject == "instance" and each.instances for each in low)
    assert low[0].detail.startswith(("1 of 5 (helpfulness 1, ", "2 of 5 (helpfulness 2, "))
    assert low[0].detail.endswith(("It is worth 1.", "It is worth 2."))


def test_training_files_hold_training_fields_only(tmp_path: Path) -> None:
    grown(tmp_path / "run")
    rows = json.loads((tmp_path / "run" / "alpaca_data.json").read_text("utf-8"))
    assert {name for row in rows for name in row} == {"instruction", "input", "output"}


def test_the_completion_that_wrote_a_task_is_not_the_judges(tmp_path: Path) -> None:
    grown(tmp_path / "run")
    steps = "SELECT DISTINCT step FROM completions WHERE id IN (SELECT completion FROM instances)"
    assert {step for (step,) in stored(tmp_path / "run", steps)} <= {"input_first", "output_first"}


def test_a_replay_comes_out_the_same_and_another_threshold_asks_nothing(tmp_path: Path) -> None:
    grown(tmp_path / "run", says=low_for_some)
    selfinstruct.replay(tmp_path / "run", tmp_path / "same")
    for query in ("SELECT * FROM items ORDER BY id", "SELECT * FROM instances", "SELECT * FROM rejections"):
        assert stored(tmp_path / "same", query) == stored(tmp_path / "run", query)
    result = selfinstruct.replay(tmp_path / "run", tmp_path / "strict", ReplaySettings(min_score=4))
    with selfinstruct.open_run(tmp_path / "run") as run, selfinstruct.open_run(tmp_path / "strict") as strict:
        good = {task.instruction for task in run.tasks() for score in task.scores if score and score.value >= 4}
        assert {task.instruction for task in strict.tasks()} == good
    assert 0 < result.report.accepted < 20
    again = selfinstruct.replay(tmp_path / "strict", tmp_path / "looser", ReplaySettings(min_score=2))
    assert again.report.accepted > result.report.accepted


def test_a_verdict_that_cannot_be_read_is_asked_again_and_never_a_score(tmp_path: Path) -> None:
    asked = dict[str, int]()

    def says(prompt: str) -> str:
        asked[prompt] = asked.get(prompt, 0) + 1
        is_hopeless = len(prompt) % 5 == 0
        return "Great!" if is_hopeless or asked[prompt] == 1 else verdict(5)

    grown(tmp_path / "run", says=says)
    assert {*asked.values()} == {2, 3}
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert all(score and score.value == 5 for task in run.tasks() for score in task.scores)
        unjudged = [each for each, _ in run.rejections() if each.reason == "unjudged"]
    assert {each.subject for each in unjudged} == {"task", "instance"}
    assert len([each for each in unjudged if each.subject == "task"]) == sum(count == 3 for count in asked.values())


def test_each_of_several_instances_is_judged_alone(tmp_path: Path) -> None:
    backend = grown(tmp_path / "run", says=low_for_some, instances_per_task=3, min_score=2)
    with selfinstruct.open_run(tmp_path / "run") as run:
        tasks = [*run.tasks()]
    assert any(len(task.instances) > 1 for task in tasks)
    for task in tasks:
        assert len(task.scores) == len(task.instances)
        for instance, score in zip(task.instances, task.scores, strict=True):
            assert score
            shown = f"{task.instruction}\n[Input]\n{instance.input or 'none'}\n[Output]\n{instance.output}"
            values = [1 + len(each) % 5 for each in backend.judged if f"{shown}\n\n" in each]
            assert values == [score.value]


def test_a_judge_that_rejects_everything_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        grown(tmp_path / "run", n=5, says=lambda _: verdict(1), min_score=2)
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.report.requests_of("judge") >= 300
        assert run.report.accepted == 0


def test_whether_a_judge_looks_is_settled_for_good(tmp_path: Path) -> None:
    grown(tmp_path / "run", min_score=3)
    for other in (Settings(30, connection=DEMO), Settings(30, connection=DEMO, judge=True, min_score=4)):
        with pytest.raises(RunFolderError, match=r"was started with ‹(judge|min_score)›"):
            selfinstruct.generate(other, tmp_path / "run")
    with selfinstruct.open_run(tmp_path / "run") as run:
        known = run.grown_with
    assert (known.judge, known.min_score) == (True, 3)


@pytest.mark.parametrize(
    "more", [{"min_score": 3.0}, {"judging": Judging("m")}, {"judging": Judging(urls=("http://x/v1",))}]
)
def test_options_of_a_judge_need_one(more: dict[str, object]) -> None:
    with pytest.raises(InputError, match="needs a judge; add ‹judge›"):
        Settings(5, **more)  # type: ignore[arg-type]


def test_a_score_beyond_the_highest_is_refused() -> None:
    with pytest.raises(InputError, match="‹min_score› 6: must be from 0 to 5"):
        Settings(5, judge=True, min_score=6)


def test_the_judge_has_a_model_of_its_own(tmp_path: Path) -> None:
    settings = Settings(5, connection=DEMO, judge=True, judging=Judging("gpt-judge"), random_seed=1)
    assert selfinstruct.generate(settings, tmp_path / "run").exit_code == 0
    with selfinstruct.open_run(tmp_path / "run") as run:
        models = {score.model for task in run.tasks() for score in task.scores if score}
        assert run.grown_with.judging == Judging("gpt-judge")
    assert models == {"gpt-judge"}


def test_a_plan_counts_the_judge(tmp_path: Path) -> None:
    plan = selfinstruct.plan(Settings(100, connection=Connection("demo"), judge=True), tmp_path / "run")
    assert plan.requests["judge"] > 100
    assert "Helpfulness" in plan.prompts["judge"]
