"""Best of k: further outputs for an input, of which the judge takes one; the others stay, with their scores."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, InputError, ReplaySettings, Reply, Request, RunFolderError, Settings
from selfinstruct.core import wire
from selfinstruct.core.values import Rejection, Usage
from tests.judging.judged import DEMO, Judging, grown, verdict
from tests.judging.test_in_the_loop import stored


def by_its_text(prompt: str) -> str:
    """Judge by the text alone, the same each time."""
    return verdict(len(prompt) % 6)


class Saying(Judging):
    """Says the same in the place of every further output, and notes how it was asked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.asked = list[Request]()

    async def complete(self, request: Request) -> Reply:
        if not request.kind.removeprefix("output_").isdecimal():
            return await super().complete(request)
        self.asked.append(request)
        return Reply(wire.write(self._text, "stop", Usage(50, 20), "writer"))


def others_of(run: selfinstruct.Run) -> dict[str, list[Rejection]]:
    """Return what the judge has seen and rejected, by the item."""
    found = dict[str, list[Rejection]]()
    for each, _ in run.rejections():
        if each.score:
            found.setdefault(each.item, []).append(each)
    return found


@pytest.mark.parametrize(("recipe", "language"), [("self-instruct", "zh"), ("alpaca", "en")])
def test_the_output_with_the_highest_score_is_kept_and_the_others_stay_in_the_run(
    tmp_path: Path, recipe: str, language: str
) -> None:
    backend = grown(tmp_path / "run", 12, by_its_text, recipe=recipe, language=language, best_of=4)
    with selfinstruct.open_run(tmp_path / "run") as run:
        tasks, others = [*run.tasks()], others_of(run)
        asked = {step: run.report.requests_of(step) for step in ("output_2", "output_3", "output_4")}
    assert len({*asked.values()}) == 1
    assert len(backend.judged) == len({*backend.judged})
    for task in tasks:
        (kept,), (score,) = task.instances, task.scores
        rejected = others.get(task.id, [])
        assert {(each.reason, each.subject) for each in rejected} <= {("not_the_best", "instance")}
        assert {each.instances[0].input for each in rejected} <= {kept.input}
        assert score
        assert all(each.score and each.score.value <= score.value for each in rejected)
    counts = [len(others.get(task.id, [])) for task in tasks if not task.is_classification]
    assert max(counts) == 3
    assert sum(counts) > 2 * len(counts)
    assert not any(others.get(task.id) for task in tasks if task.is_classification)


def test_a_replay_chooses_the_same_and_another_least_score_asks_nothing(tmp_path: Path) -> None:
    grown(tmp_path / "run", 10, by_its_text, best_of=3)
    selfinstruct.replay(tmp_path / "run", tmp_path / "same")
    for query in ("SELECT * FROM items ORDER BY id", "SELECT * FROM instances", "SELECT * FROM rejections"):
        assert stored(tmp_path / "same", query) == stored(tmp_path / "run", query)
    selfinstruct.replay(tmp_path / "run", tmp_path / "strict", ReplaySettings(min_score=4))
    with selfinstruct.open_run(tmp_path / "run") as run, selfinstruct.open_run(tmp_path / "strict") as strict:
        good = {task.instances for task in run.tasks() for score in task.scores if score and score.value >= 4}
        assert {task.instances for task in strict.tasks()} == good
    assert good


@pytest.mark.parametrize("text", ["[End]", "[Input]\nnone", '{"output": "As an AI language model, I cannot do that."}'])
def test_an_item_goes_on_with_what_it_has_where_nothing_sound_comes_of_it(tmp_path: Path, text: str) -> None:
    backend = Saying(text)
    settings = Settings(5, connection=DEMO, judge=True, best_of=3, random_seed=1)
    result = selfinstruct.generate(settings, tmp_path / "run", backend=backend)
    assert result.exit_code == 0
    assert result.report.rejections["instance", "not_the_best"] == 0
    # Each once: what is of no use is not asked for again.
    counts = Counter((request.kind, request.prompt) for request in backend.asked)
    assert {*counts.values()} == {1}


def test_an_output_that_is_there_already_is_not_judged_again(tmp_path: Path) -> None:
    backend = Saying("A river is longer than a brook.")
    settings = Settings(5, connection=DEMO, judge=True, best_of=3, random_seed=1)
    result = selfinstruct.generate(settings, tmp_path / "run", backend=backend)
    assert result.report.rejections["instance", "duplicate_instance"] > 0
    assert len(backend.judged) == len({*backend.judged})


def test_a_further_output_is_asked_for_as_a_person_would_and_warmer(tmp_path: Path) -> None:
    backend = Saying("{}")
    settings = Settings(8, connection=DEMO, judge=True, best_of=2, random_seed=1)
    selfinstruct.generate(settings, tmp_path / "run", backend=backend)
    with selfinstruct.open_run(tmp_path / "run") as run:
        tasks = [task for task in run.tasks() if not task.is_classification]
    for task in tasks:
        shown = f"\n\n{task.instruction}" + f"\n\n{task.instances[0].input}" * bool(task.instances[0].input)
        assert sum(f"{shown}\n\n" in f"\n\n{request.prompt}\n\n" for request in backend.asked) == 1
    assert not any(task.instances[0].output in request.prompt for task in tasks for request in backend.asked)
    assert {request.sampling.temperature for request in backend.asked} == {1.0}


def test_how_many_outputs_are_written_is_settled_for_good(tmp_path: Path) -> None:
    grown(tmp_path / "run", 3, best_of=2)
    other = Settings(5, connection=DEMO, judge=True, best_of=3)
    with pytest.raises(RunFolderError, match="was started with ‹best_of› 2, which cannot become 3"):
        selfinstruct.generate(other, tmp_path / "run")
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.grown_with.best_of == 2


def test_a_run_of_an_earlier_version_goes_on_without_further_outputs(tmp_path: Path) -> None:
    grown(tmp_path / "run", 3)
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db, db:
        assert db.execute("DELETE FROM settings WHERE name = 'best_of'").rowcount == 1
    with pytest.raises(RunFolderError, match="was started with ‹best_of› 1, which"):
        selfinstruct.generate(Settings(5, connection=DEMO, judge=True, best_of=2), tmp_path / "run")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"best_of": 2}, "‹best_of›: needs a judge; add ‹judge›"),
        ({"best_of": 9, "judge": True}, "‹best_of› 9: must be from 1 to 8"),
        ({"best_of": 2, "judge": True, "instances_per_task": 2}, "‹best_of› 2: is for tasks of one instance; leave"),
    ],
)
def test_what_it_does_not_go_with(tmp_path: Path, more: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)):
        selfinstruct.generate(Settings(5, connection=DEMO, **more), tmp_path / "run")  # type: ignore[arg-type]


def test_a_plan_counts_the_outputs_and_their_verdicts(tmp_path: Path) -> None:
    plain, best = (
        selfinstruct.plan(Settings(100, connection=Connection("demo"), judge=True, best_of=best_of), tmp_path / "run")
        for best_of in (1, 3)
    )
    further = best.requests["output_2"] + best.requests["output_3"]
    assert best.requests["judge"] == plain.requests["judge"] + further
    assert "The message:" in best.prompts["output_2"]
