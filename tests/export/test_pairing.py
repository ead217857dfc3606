"""Pairs of the best output for an input and the worst, to learn preferences from."""

from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Export, InputError, Selection, condition
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.export.exported import lines
from tests.judging.judged import grown, verdict
from tests.judging.test_best_of import others_of


def by_its_text(prompt: str) -> str:
    """Judge by the text alone, the same each time: a third more than a whole mark."""
    mark = len(prompt) % 5
    return verdict(mark, clarity=mark + 1)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with the best of three outputs; not to be changed."""
    folder = tmp_path_factory.mktemp("pairing") / "run"
    grown(folder, 15, by_its_text, recipe="alpaca", best_of=3)
    return folder


def test_the_best_output_stands_beside_the_worst_if_their_scores_are_apart(run: Path, tmp_path: Path) -> None:
    with selfinstruct.open_run(run) as opened:
        tasks, others = [*opened.tasks()], others_of(opened)
    expected, near = [], 0
    for task in tasks:
        (score,), rejected = task.scores, others.get(task.id, [])
        values = [each.score.correctness for each in rejected if each.score]
        if score and values and score.correctness - min(values) >= 2:
            worst = rejected[values.index(min(values))]
            expected.append((task.instances[0].output, worst.instances[0].output))
        near += not expected or expected[-1][0] != task.instances[0].output
    selfinstruct.export(run, Export("preference", tmp_path / "pairs.jsonl", min_gap=2))
    rows = lines(tmp_path / "pairs.jsonl")
    assert [(row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in rows] == expected
    assert expected
    assert near
    asked = {task.instances[0].output: task.instruction for task in tasks}
    assert all(row["prompt"][0]["content"].startswith(asked[row["chosen"][0]["content"]]) for row in rows)


def test_labels_are_of_the_same_pairs_and_each_record_says_where_it_is_from(run: Path, tmp_path: Path) -> None:
    selfinstruct.export(run, Export("preference", tmp_path / "pairs.jsonl"))
    selfinstruct.export(run, Export("kto", tmp_path / "kto.jsonl", with_provenance=True))
    pairs, labelled = lines(tmp_path / "pairs.jsonl"), lines(tmp_path / "kto.jsonl")
    assert [row["completion"] for row in labelled if row["label"]] == [row["chosen"] for row in pairs]
    assert [row["completion"] for row in labelled if not row["label"]] == [row["rejected"] for row in pairs]
    about = lines(tmp_path / "kto.jsonl.provenance.jsonl")
    assert [row["record"] for row in about] == [*range(len(labelled))]
    scores = [row["score"] for row in about]
    assert all(better - worse > 0.99 for better, worse in zip(scores[::2], scores[1::2], strict=True))


def test_conditions_and_parts_count_for_pairs(run: Path, tmp_path: Path) -> None:
    few = Selection((condition("score>=4"),), split=0.5)
    parts = selfinstruct.export(run, Export("preference", tmp_path / "train.jsonl", few, min_gap=0.1))
    selfinstruct.export(run, Export("preference", tmp_path / "all.jsonl", min_gap=0.1))
    assert 0 < sum(count or 0 for _, count in parts) < len(lines(tmp_path / "all.jsonl"))


def test_what_cannot_be_paired_is_told(run: Path, tmp_path: Path) -> None:
    grown(tmp_path / "plain", 3)
    for folder, wanted, told in (
        (tmp_path / "plain", {}, "‹min_gap› 1: no task has two outputs whose scores are so far apart; have several"),
        (run, {"min_gap": 6.0}, "‹min_gap› 6: must be from 0 to 5"),
        (run, {"format": "messages", "min_gap": 1.0}, "‹min_gap›: is for pairs of outputs, not for ‹format› messages"),
    ):
        about = {"format": "preference", "output": tmp_path / "x.jsonl", **wanted}
        with pytest.raises(InputError, match=told):
            selfinstruct.export(folder, Export(**about))  # type: ignore[arg-type]
    assert not (tmp_path / "x.jsonl").exists()


def test_what_a_reviewer_restores_is_not_held_to_be_worse(tmp_path: Path) -> None:
    grown(tmp_path / "run", 15, by_its_text, recipe="alpaca", best_of=2)
    selfinstruct.export(tmp_path / "run", Export("preference", tmp_path / "before.jsonl"))
    (worse,) = lines(tmp_path / "before.jsonl")[0]["rejected"]
    with selfinstruct.open_run(tmp_path / "run") as run:
        restored = next(each for each, _ in run.rejections() if worse["content"] in (i.output for i in each.instances))
    with closing(Store.open_to_read(tmp_path / "run")) as store:
        decide(store, restored.id, "restore", "ann")
    selfinstruct.export(tmp_path / "run", Export("preference", tmp_path / "after.jsonl"))
    # What is restored is a task of its own, and takes the place of the last one.
    first, *before = lines(tmp_path / "before.jsonl")
    after = lines(tmp_path / "after.jsonl")
    assert first not in after
    assert after == before[: len(after)]
    assert after
