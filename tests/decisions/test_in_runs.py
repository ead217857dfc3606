"""Decisions outlast what becomes of a run: resumes, extensions, replays with other filters, exports."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, ReplaySettings, Settings
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.decisions.counts import ReviewCounts
from selfinstruct.decisions.journal import JOURNAL
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder

DEMO = Connection(backend="demo")


def _grow(folder: Path, n: int) -> selfinstruct.Result:
    return selfinstruct.generate(Settings(n, language="zh", connection=DEMO, random_seed=4), folder)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    _grow(tmp_path / "run", 40)
    return tmp_path / "run"


def _instructions(folder: Path) -> list[str]:
    return [record["instruction"] for record in RunFolder(folder).records]


def test_the_training_file_follows_and_goes_on_to_n(run: Path, tmp_path: Path) -> None:
    before = RunFolder(run).records
    with closing(Store.open_to_read(run)) as store:
        tasks = [*store.accepted(3)]
        near = next(each for _, each in store.rejections() if each.reason == "near_duplicate")
        for task in tasks[:2]:
            decide(store, task.id, "reject", "ann", why="wrong")
        after = Record("列出三种水果。", "", "苹果、梨、桃")
        decide(store, tasks[2].id, "edit", "ann", after=after)
        decide(store, near.id, "restore", "ann")
        decide(store, near.id, "edit", "ann", after=Record(near.instruction, "", "好的例子"))
    result = _grow(run, 40)
    assert result.report.review == ReviewCounts(rejected=2, edited=2, restored=1, tasks=-1)
    records = RunFolder(run).records
    assert len(records) == 40
    assert records[0] == {"instruction": after.instruction, "input": "", "output": after.output}
    assert {"instruction": near.instruction, "input": "", "output": "好的例子"} in records
    assert not {each["instruction"] for each in before[:2]} & set(_instructions(run))
    assert records[1:38] == before[3:40]

    again = selfinstruct.replay(run, tmp_path / "again", ReplaySettings(filters="none"))
    assert again.report.review.rejected == 2
    assert not {each["instruction"] for each in before[:2]} & set(_instructions(tmp_path / "again"))
    assert after.instruction in _instructions(tmp_path / "again")

    selfinstruct.replay(run, tmp_path / "same")
    assert (tmp_path / "same" / "Belle.train.json").read_bytes() == (run / "Belle.train.json").read_bytes()
    export = selfinstruct.Export("belle", tmp_path / "out.json")
    selfinstruct.export(run, export)
    assert (tmp_path / "out.json").read_bytes() == (run / "Belle.train.json").read_bytes()


@pytest.mark.parametrize("left", [None, 0, 1])
def test_decisions_that_are_gone_are_told(run: Path, left: int | None) -> None:
    with closing(Store.open_to_read(run)) as store:
        for task in [*store.accepted(2)]:
            decide(store, task.id, "reject", "ann", why="wrong")
    assert _grow(run, 40).notes == ()
    journal = run / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.unlink()
    if left is not None:
        journal.write_bytes(b"".join(lines[:left]))
    (note,) = _grow(run, 40).notes
    assert f"{journal}: has {left or 0} of the 2 decisions" in note
    assert _grow(run, 40).notes == ()
    journal.write_bytes(b"".join(lines))
    assert _grow(run, 40).notes == ()


@pytest.mark.parametrize("others", [2, 3])
def test_a_journal_of_another_copy_in_its_place_is_told(run: Path, tmp_path: Path, others: int) -> None:
    with closing(Store.open_to_read(run)) as store:
        tasks = [*store.accepted(5)]
        for task in tasks[:2]:
            decide(store, task.id, "reject", "ann", why="wrong")
    assert _grow(run, 40).notes == ()
    copy = tmp_path / "copy"
    shutil.copytree(run, copy, ignore=shutil.ignore_patterns(JOURNAL))
    with closing(Store.open_to_read(copy)) as store:
        for task in tasks[2 : 2 + others]:
            decide(store, task.id, "reject", "bob")
    before = (run / JOURNAL).read_bytes()
    shutil.copy(copy / JOURNAL, run / JOURNAL)
    (note,) = _grow(run, 40).notes
    assert f"{run / JOURNAL}: its first 2 decisions are not as before" in note
    (tmp_path / "before.jsonl").write_bytes(before)
    assert selfinstruct.apply_review(run, tmp_path / "before.jsonl").added == {"reject": 2}
    assert _grow(run, 40).notes == ()


def test_journals_of_two_copies_put_together_decide_nothing_twice(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        (task,) = store.accepted(1)
        decide(store, task.id, "keep", "ann")
        earlier = (run / JOURNAL).read_bytes()
        decide(store, task.id, "reject", "ann")
    with (run / JOURNAL).open("ab") as file:
        file.write(earlier)
    assert task.instruction not in [each.instruction for each in selfinstruct.open_run(run).tasks()]
    assert [each.action for each in selfinstruct.open_run(run).decisions()] == ["keep", "reject"]


def test_a_restored_instruction_gets_its_instances(run: Path, tmp_path: Path) -> None:
    _grow(run, 100)
    with closing(Store.open_to_read(run)) as store:
        rejected = [each for _, each in store.rejections() if each.subject == "instruction" and not each.is_folded]
        # What the demo model says is none of the labels that an instruction names.
        near = next(each for each in rejected if "“" not in each.instruction)
        decide(store, near.id, "restore", "ann")
    assert selfinstruct.write_reviewed(run).report.review == ReviewCounts(restored=1, waiting=1)
    assert _grow(run, 120).report.review == ReviewCounts(restored=1)
    assert near.instruction in _instructions(run)
    selfinstruct.replay(run, tmp_path / "same")
    assert (tmp_path / "same" / "Belle.train.json").read_bytes() == (run / "Belle.train.json").read_bytes()
    _grow(run, 120)
    assert _instructions(run).count(near.instruction) == 1


def test_a_smaller_n_asks_for_nothing_in_the_place_of_what_was_rejected(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        for task in [*store.accepted(10)]:
            decide(store, task.id, "reject", "ann")
    held = selfinstruct.write_reviewed(run).report
    result = _grow(run, 5)
    assert (result.is_untouched, result.report.attempts) == (True, held.attempts)
    assert len(RunFolder(run).records) == held.kept < 40


def test_a_task_that_keeps_an_instance_is_not_made_up_for(tmp_path: Path) -> None:
    settings = Settings(30, language="zh", connection=DEMO, random_seed=4, instances_per_task=2)
    sent = selfinstruct.generate(settings, tmp_path / "run").report.attempts
    with closing(Store.open_to_read(tmp_path / "run")) as store:
        for task in [each for each in store.accepted() if len(each.instances) == 2]:
            decide(store, task.id, "reject", "ann", instance=1)
    report = selfinstruct.generate(settings, tmp_path / "run").report
    assert report.review.rejected > 5
    assert (report.attempts, report.kept, report.review.tasks) == (sent, report.accepted, 0)
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert len([*run.tasks()]) == 30


@pytest.mark.parametrize(
    ("subject", "more", "why"),
    [
        ("0.99", {}, "has no task and no rejection with the id 0.99"),
        ("r9999", {}, "has no task and no rejection with the id r9999"),
        ("rx", {}, "with the id rx"),
        ("TASK", {"instance": 3}, "has no instance 4, but 1 in all"),
        ("TASK", {"why": "bored"}, "why bored: choose one of: wrong, "),
        ("TASK", {"answers": {"nice": True}}, "answers are those to: valid"),
        ("TASK", {"after": Record(" ", "", "x")}, "an edit needs the record"),
    ],
)
def test_what_is_no_decision_is_told(run: Path, subject: str, more: dict[str, object], why: str) -> None:
    with closing(Store.open_to_read(run)) as store:
        (task,) = store.accepted(1)
        with pytest.raises(InputError, match=why):
            decide(store, task.id if subject == "TASK" else subject, "reject", "ann", **more)
    assert not (run / "decisions.jsonl").exists()


def test_lines_of_the_journal_can_be_read_by_hand(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        (task,) = store.accepted(1)
        decide(store, task.id, "reject", "安", why="wrong", note="不对")
    (line,) = (run / "decisions.jsonl").read_text("utf-8").splitlines()
    row = json.loads(line)
    assert row["record"]["instruction"] == task.instruction
    assert '"note": "不对"' in line
    assert (row["action"], row["subject"], row["reviewer"]) == ("reject", task.id, "安")
