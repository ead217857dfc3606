"""The journal of a run folder: it only grows, and what half a line says was never decided."""

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.values import Record
from selfinstruct.decisions.following import Followed
from selfinstruct.decisions.journal import JOURNAL, Reached, append, journal_length, read, read_on, replace_with
from tests.decisions.made import RECORD, decision

MANY = 40


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    edited = decision("edit", after=Record("a", "", "\u2028\ud800 b\n"), id="2")
    made = [decision("reject", why="wrong", id="1"), decision("answer", answers={"valid": True}, id="3")]
    append(tmp_path, made[0])
    append(tmp_path, edited, made[1])
    first, second, third = read(tmp_path)
    assert [first, third] == made
    assert second.after == Record("a", "", "\u2028? b\n")


def test_a_journal_of_an_earlier_version_is_read_and_goes_on(tmp_path: Path) -> None:
    record = {"instruction": "a", "input": "", "output": "b"}
    about = {"record": record, "subject": "1.0", "completion": 1, "was_accepted": True, "reviewer": "ann"}
    more: dict[str, dict[str, object]] = {
        "edit": {"after": record},
        "answer": {"answers": {"valid": True}},
        "undo": {"undoes": "0"},
    }
    rows = [
        {"action": action, **about, "at": float(at), "id": str(at), **more.get(action, {})}
        for at, action in enumerate(("keep", "reject", "restore", "edit", "skip", "comment", "answer", "undo"))
    ]
    (tmp_path / JOURNAL).write_text("".join(json.dumps(row) + "\n" for row in rows))
    append(tmp_path, decision("doubt", id="8"))
    found = [*read(tmp_path)]
    assert [each.row() for each in found[:-1]] == rows
    assert (found[-1].action, found[-1].row().keys() - about.keys()) == ("doubt", {"action", "at", "id"})


def test_there_are_none_where_there_is_no_journal(tmp_path: Path) -> None:
    assert [*read(tmp_path)] == []


@pytest.mark.parametrize("left", ["{", '{"action": "keep"}', "x" * 100_000], ids=len)
def test_half_a_line_is_no_decision_and_is_gone_with_the_next(tmp_path: Path, left: str) -> None:
    append(tmp_path, decision("keep", id="1"))
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(left)
    assert [each.id for each in read(tmp_path)] == ["1"]
    append(tmp_path, decision("keep", id="2"))
    assert [each.id for each in read(tmp_path)] == ["1", "2"]


def test_a_last_line_without_an_end_counts_and_stays_if_it_holds_a_decision(tmp_path: Path) -> None:
    append(tmp_path, decision("keep", id="1"), decision("reject", id="2"))
    journal = tmp_path / JOURNAL
    # As an editor leaves it that ends no file with a line break.
    journal.write_bytes(journal.read_bytes().removesuffix(b"\n"))
    assert journal_length(tmp_path) == 2
    found = [*read_on(tmp_path, Reached())]
    assert [each.id for each, _ in found] == ["1", "2"]
    append(tmp_path, decision("keep", id="3"))
    assert [each.id for each in read(tmp_path)] == ["1", "2", "3"]
    assert [(each.id, reached.lines) for each, reached in read_on(tmp_path, found[-1][1])] == [("3", 3)]


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"action": "eat"}', '"a"', "[" * 100_000], ids=lambda each: each[:9])
def test_a_line_that_holds_none_is_named(tmp_path: Path, line: str) -> None:
    append(tmp_path, decision("keep"))
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(InputError, match=rf"{JOURNAL}, line 2: no decision: .*; mend the line, or remove it"):
        [*read(tmp_path)]


def _decide(folder: Path, who: int) -> None:
    for number in range(MANY):
        append(folder, decision("skip", reviewer=str(who), id=f"{who}-{number}", note="x" * 5000))


def test_several_processes_lose_nothing(tmp_path: Path) -> None:
    processes = [get_context("spawn").Process(target=_decide, args=(tmp_path, who)) for who in range(3)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    found = [each.id for each in read(tmp_path)]
    assert sorted(found) == sorted(f"{who}-{number}" for who in range(3) for number in range(MANY))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="gone: is not there any more; the decision is not kept"):
        append(tmp_path / "gone", decision("keep"))
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(RunFolderError, match=rf"cannot write {JOURNAL}: .*; the decision is not kept"):
        append(tmp_path, decision("keep"))


def test_a_journal_that_is_replaced_holds_what_is_told_and_is_followed(tmp_path: Path) -> None:
    append(tmp_path, decision("keep", id="1"), decision("skip", id="2"))
    before, followed = (tmp_path / JOURNAL).read_bytes(), Followed(tmp_path)
    assert len(followed.now()) == 1
    replace_with(tmp_path, read(tmp_path))
    assert (tmp_path / JOURNAL).read_bytes() == before
    replace_with(tmp_path, [decision("skip", id="2")])
    assert [each.id for each in read(tmp_path)] == ["2"]
    assert followed.now().of(RECORD).verdict is None
    assert not [*tmp_path.glob("*.partial")]
