"""Decisions from the shell, without a page: kept as the page keeps them, all or none, taken back in one go."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct.decisions import journal
from selfinstruct.decisions.values import OF_IDS
from selfinstruct.review.deciding import decide
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import Asked
from selfinstruct.runs.deciding import decision_on
from selfinstruct.storage.store import Store
from tests.conftest import Command, RunFolder
from tests.support.reviewed import TASKS, imported_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return imported_run(tmp_path)


@pytest.fixture
def ids(run: Path) -> list[str]:
    with closing(Store.open_to_read(run)) as store:
        return [task.id for task in store.accepted()]


def test_it_is_kept_as_the_page_keeps_it_and_the_training_file_follows(
    run: Path, ids: list[str], command: Command
) -> None:
    done = command("decide", "run", "reject", *ids[:2], "--why", "wrong", "--note", "no", "--reviewer", "ann")
    assert (done.returncode, done.stdout.count("reject by ann, ")) == (0, 2)
    assert "now in all: 2 tasks in the training file; 2 records rejected" in done.stdout
    assert TASKS[0][0] not in {each["instruction"] for each in RunFolder(run).records}
    by_shell = [each.row() for each in journal.read(run)]
    assert command("decide", "run", "undo", "--reviewer", "ann").returncode == 0
    assert TASKS[0][0] in {each["instruction"] for each in RunFolder(run).records}
    with closing(Desk(run, "ann")) as desk:
        for id_ in ids[:2]:
            desk.decide("reject", id_, why="wrong", note="no")
    by_page = [each.row() for each in journal.read(run)][-2:]
    assert [{**row, "at": 0, "id": 0} for row in by_page] == [{**row, "at": 0, "id": 0} for row in by_shell]


@pytest.mark.parametrize(
    ("action", "kept", "more"),
    [
        ("keep", "restore", []),
        ("restore", "restore", []),
        ("reject", "reject", ["--why", "duplicate"]),
        ("Reject", "reject", ["--why", "Duplicate"]),
        ("doubt", "doubt", ["--note", "hm"]),
        ("skip", "skip", []),
        ("comment", "comment", ["--note", "hm"]),
    ],
)
def test_json_has_the_decisions_as_the_journal_has_them(
    run: Path, command: Command, action: str, kept: str, more: list[str]
) -> None:
    told = json.loads(command("decide", "run", action, "r1", "r2", *more, "--json").stdout)
    assert told["decisions"] == [each.row() for each in journal.read(run)]
    assert [(each["action"], each["subject"]) for each in told["decisions"]] == [(kept, "r1"), (kept, "r2")]
    assert (told["tasks"], told["notes"]) == (4, [])
    assert [Path(each).name for each in told["files"]] == ["alpaca_data.json", "rejected.jsonl"]
    assert len({each["at"] for each in told["decisions"]}) == 1
    back = json.loads(command("decide", "run", "undo", "--json").stdout)["taken_back"]
    assert back == told["decisions"]


def test_whatever_may_be_said_of_ids_is_named_in_the_help_and_known_to_python(
    run: Path, ids: list[str], command: Command
) -> None:
    helped = command("decide", "--help", COLUMNS="200").stdout
    for action in OF_IDS:
        assert f" {action}" in helped
        given, note = ([], "") if action == "undo" else (ids[:1], "hm")
        assert [each.subject for each in decide(run, action, given, note=note)] == ids[:1]


def test_of_many_it_says_how_many_of_which_kind(run: Path, ids: list[str], command: Command) -> None:
    done = command("decide", "run", "keep", *ids, "r1", "--reviewer", "ann").stdout
    assert "\ndecided: keep 4, restore 1\n" in done
    with closing(Store.open_to_read(run)) as store:
        made = [decision_on(store, id_, "reject", "ann") for id_ in ids for _ in range(4)]
    journal.append(run, *(replace(each, at=9e9) for each in made))
    lines = command("decide", "run", "undo", "--reviewer", "ann").stdout.splitlines()
    assert "taken back: reject 16 (--json lists all of them)" in lines
    assert len(lines) < 30


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["reject", "ID", "9.9"], "has no task and no rejection with the id 9.9"),
        (["reject", "ID/2"], "has no instance 2, but 1 in all"),
        (["reject", "ID/0"], "is no id of a task"),
        (["reject", "../x"], "is no id of a task"),
        (["reject"], "ID: name at least one record"),
        (["eat", "ID"], "ACTION eat: choose one of: keep, reject,"),
        (["edit", "ID"], "ACTION edit: choose one of: keep, reject, restore, doubt, skip, comment, undo"),
        (["reject", "ID", "--why", "bored"], "why bored: choose one of: wrong,"),
        (["keep", "ID", "--why", "wrong"], "--why wrong: goes with reject; --note takes any text"),
        (["comment", "ID"], "--note: a comment needs a text"),
        (["undo"], "has decided nothing that could be taken back"),
        (["undo", "ID"], "undo takes back what was decided last: give neither ID nor --why or --note"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_line_and_nothing_is_kept(
    run: Path, ids: list[str], command: Command, given: list[str], why: str
) -> None:
    done = command("decide", "run", *(each.replace("ID", ids[0]) for each in given))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert why in done.stderr
    assert not (run / journal.JOURNAL).exists()
    assert "no run here" in command("decide", "nowhere", "keep", "1.0").stderr


def test_it_says_that_it_settles_a_dispute(run: Path, ids: list[str], command: Command) -> None:
    told = [
        command("decide", "run", *what, "--reviewer", who).stdout
        for who, *what in (
            ("ann", "keep", *ids[:2]),
            ("bob", "reject", ids[0]),
            ("eve", "keep", *ids[:2]),
            ("eve", "undo"),
        )
    ]
    assert [each.count("disputes settled by this: 1\n") for each in told] == [0, 0, 1, 0]


def test_the_page_and_the_shell_see_each_other(run: Path, ids: list[str], command: Command) -> None:
    with closing(Desk(run, "ann")) as desk:
        desk.decide("keep", ids[0])
        assert command("decide", "run", "doubt", ids[1], "--reviewer", "bob").returncode == 0
        found, _ = desk.window(Asked("doubtful"), None, backwards=False)
        assert [row.id for row in found.rows] == [ids[1]]
        assert [each.subject for each in desk.undo()] == [ids[0]]
