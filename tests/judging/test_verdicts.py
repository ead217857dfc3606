"""Several verdicts on an instance: the mean counts, the spread is kept, none is bought twice, a replay asks nothing."""

from collections import Counter
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import (
    Caps,
    Connection,
    Export,
    InputError,
    JudgeSettings,
    ReplaySettings,
    RunFolderError,
    ScriptedBackend,
    Settings,
)
from selfinstruct.core.scores import Score, next_to_judge, with_verdict
from selfinstruct.storage.rows import packed_scores, scores_of
from selfinstruct.storage.store import Store
from tests.judging.judged import DEMO, TASKS, Judging, grown, imported, verdict

FRUIT, BREAD, SKY, POEM = (task[0] for task in TASKS)


def one(mark: float, model: str = "m", *, valid: bool = True) -> Score:
    return Score(valid, True, True, mark, mark, mark, f"It is worth {mark}.", model)


def test_the_mean_counts_and_the_majority_answers() -> None:
    scores: tuple[Score, ...] = ()
    for each in (one(5), one(2, valid=False), one(3, "other")):
        scores = with_verdict(scores, 0, each)
    (score,) = scores
    assert score.value == pytest.approx(10 / 3)
    assert (score.count, score.spread, score.valid, score.model) == (3, 3, True, "m, other")
    assert score.reason == "It is worth 2."
    assert "3.3 of 5" in score.in_words()
    assert "3 verdicts, 3 apart" in score.in_words()
    assert scores_of(packed_scores(scores)) == scores
    tied = with_verdict((one(4),), 0, one(4, valid=False))[0]
    assert not tied.valid


def test_who_is_next_does_not_depend_on_how_many_verdicts_are_wanted() -> None:
    orders = []
    for verdicts in (2, 3):
        scores: tuple[Score, ...] = ()
        order = []
        while (place := next_to_judge(scores, 2, verdicts)) is not None:
            scores = with_verdict(scores, place, one(4))
            order.append(place)
        orders.append(order)
    assert orders == [[0, 1, 0, 1], [0, 1, 0, 1, 0, 1]]


def marks_in_turn(*marks: float) -> ScriptedBackend:
    """A judge that gives each task these marks, one after the other."""
    asked = Counter[str]()

    def says(request: selfinstruct.Request) -> str:
        asked[request.prompt] += 1
        return verdict(marks[(asked[request.prompt] - 1) % len(marks)])

    return ScriptedBackend(says)


def scores(run: Path) -> dict[str, Score]:
    with selfinstruct.open_run(run) as opened:
        return {task.instruction: each for task in opened.tasks() for each in task.scores if each}


def test_a_run_gets_as_many_verdicts_as_are_wanted_and_is_built_anew_from_them(tmp_path: Path) -> None:
    run = imported(tmp_path)
    settings = JudgeSettings(Connection(model="m"), caps=Caps(requests=7), judges=3)
    backend = marks_in_turn(5, 3, 1)
    assert selfinstruct.judge(run, settings, backend=backend).exit_code == 1
    settings = JudgeSettings(Connection(model="m"), judges=3)
    assert selfinstruct.judge(run, settings, backend=backend).exit_code == 0
    assert len(backend.requests) == 12
    assert {request.sampling.temperature for request in backend.requests} == {0.7}
    assert {(each.value, each.count, each.spread) for each in scores(run).values()} == {(3, 3, 4)}
    again = ScriptedBackend([verdict(0)])
    assert selfinstruct.judge(run, backend=again).is_untouched
    assert selfinstruct.judge(run, settings, backend=again).is_untouched
    kept = selfinstruct.replay(run, tmp_path / "kept", ReplaySettings(min_score=3))
    assert kept.report.accepted == 4
    assert scores(tmp_path / "kept") == scores(run)
    none = selfinstruct.replay(run, tmp_path / "none", ReplaySettings(min_score=3.5))
    assert (none.report.accepted, none.report.rejections["instance", "low_score"]) == (0, 4)


def test_a_second_model_adds_its_verdict(tmp_path: Path) -> None:
    run = imported(tmp_path)
    selfinstruct.judge(run, backend=ScriptedBackend([verdict(5)]))
    backend = ScriptedBackend([verdict(2)])
    selfinstruct.judge(run, JudgeSettings(judges=2), backend=backend)
    assert len(backend.requests) == len(TASKS)
    assert {(each.value, each.count) for each in scores(run).values()} == {(3.5, 2)}
    selfinstruct.export(run, Export("alpaca-jsonl", tmp_path / "all.jsonl", with_provenance=True))
    told = (tmp_path / "all.jsonl.provenance.jsonl").read_text("utf-8")
    assert told.count('"verdicts": [5.0, 2.0], "spread": 3.0') == len(TASKS)
    judged = selfinstruct.survey_of(run).judged
    assert judged
    assert (judged.several, judged.apart) == (4, 3)
    selfinstruct.write_report(run, tmp_path / "report.html")
    assert "several verdicts, which lie 3.00 apart" in (tmp_path / "report.html").read_text("utf-8")


def test_in_the_loop_the_threshold_goes_by_the_mean(tmp_path: Path) -> None:
    asked = Counter[str]()

    def says(prompt: str) -> str:
        asked[prompt] += 1
        return verdict((5, 2)[asked[prompt] - 1] if len(prompt) % 2 else 4)

    grown(tmp_path / "run", n=8, says=says, judges=2, min_score=3.6)
    assert max(asked.values()) == 2
    found = scores(tmp_path / "run")
    assert {(each.value, each.count) for each in found.values()} == {(4, 2)}
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.report.rejections["instance", "low_score"] > 0
    selfinstruct.replay(tmp_path / "run", tmp_path / "same")
    assert scores(tmp_path / "same") == found
    loose = selfinstruct.replay(tmp_path / "run", tmp_path / "loose", ReplaySettings(min_score=3.5))
    assert loose.report.accepted > len(found)


def test_each_instance_of_a_task_gets_its_verdicts(tmp_path: Path) -> None:
    backend = grown(tmp_path / "run", n=5, instances_per_task=2, judges=2)
    assert max(Counter(backend.judged).values()) == 2
    with selfinstruct.open_run(tmp_path / "run") as run:
        tasks = [*run.tasks()]
    assert any(len(task.instances) == 2 for task in tasks)
    assert all(score and score.count == 2 for task in tasks for score in task.scores)


def test_how_often_a_judge_in_the_loop_is_asked_is_settled(tmp_path: Path) -> None:
    grown(tmp_path / "run", n=5, judges=2)
    with pytest.raises(RunFolderError, match="was started with ‹judges› 2"):
        selfinstruct.generate(Settings(8, connection=DEMO, judge=True), tmp_path / "run")
    with pytest.raises(InputError, match="was started with ‹judges› 2, and a judge in the loop"):
        selfinstruct.judge(tmp_path / "run", JudgeSettings(judges=3))
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.grown_with.judges == 2
    with pytest.raises(InputError, match="‹judges›: needs a judge"):
        Settings(5, judges=2)
    with pytest.raises(InputError, match="‹judges› 10: must be from 1 to 9"):
        JudgeSettings(judges=10)


def test_a_run_that_is_judged_afterwards_grows_on(tmp_path: Path) -> None:
    selfinstruct.generate(Settings(5, connection=DEMO, random_seed=2), tmp_path / "run")
    selfinstruct.judge(tmp_path / "run", JudgeSettings(judges=2), backend=ScriptedBackend([verdict(4)]))
    with selfinstruct.open_run(tmp_path / "run") as run:
        known = run.grown_with
    assert selfinstruct.generate(Settings(8, connection=DEMO), tmp_path / "run").exit_code == 0
    assert known.judges == 1
    assert {each.count for each in scores(tmp_path / "run").values()} == {2}


def test_a_judge_in_the_loop_gives_as_many_verdicts_as_imported_tasks_have(tmp_path: Path) -> None:
    run = imported(tmp_path)
    selfinstruct.judge(run, JudgeSettings(judges=3), backend=marks_in_turn(5, 3, 1))
    with pytest.raises(InputError, match="have up to 3 verdicts each"):
        selfinstruct.generate(Settings(5, connection=DEMO, judge=True, judges=2), run)
    more = Settings(5, connection=DEMO, judge=True, judges=3)
    assert selfinstruct.generate(more, run, backend=Judging()).exit_code == 0
    selfinstruct.replay(run, tmp_path / "same")
    found = scores(tmp_path / "same")
    assert found == scores(run)
    assert {found[name].count for name in (FRUIT, BREAD, SKY, POEM)} == {3}


def test_scores_of_earlier_versions_are_read() -> None:
    (score,) = scores_of('[[true, true, false, 4.0, 3.0, 5.0, "So.", "m"]]')
    assert score
    assert (score.value, score.count, score.spread) == (4, 1, 0)


def test_what_came_in_before_an_end_is_not_asked_again(tmp_path: Path) -> None:
    run = imported(tmp_path)
    selfinstruct.judge(run, JudgeSettings(judges=2, caps=Caps(requests=3)), backend=marks_in_turn(4, 2))
    store = Store.open_to_read(run)
    asked = Counter(id_ for line in store.log("judge") for id_ in line.items)
    store.close()
    backend = ScriptedBackend([verdict(2)])
    selfinstruct.judge(run, backend=backend)
    assert len(backend.requests) == 2 * len(TASKS) - asked.total()
