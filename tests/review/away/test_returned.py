"""Decisions that a page has saved, or another copy of the run has, read in."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import InputError
from selfinstruct.decisions import journal
from selfinstruct.runs.deciding import decide, undo
from selfinstruct.storage.store import Store
from tests.review.away.conftest import Told


def _line(run: Path, action: str = "reject", **more: Any) -> dict[str, Any]:
    """Return a decision on the first accepted task, as the page saves it."""
    with selfinstruct.open_run(run) as opened:
        task = next(opened.tasks())
    texts = {"instruction": task.instruction, "input": task.instances[0].input, "output": task.instances[0].output}
    about = {"action": action, "record": texts, "subject": task.id, "completion": int(task.origin)}
    return about | {"was_accepted": True, "reviewer": "bob", "at": 17.5, "id": "one"} | more


def _file(run: Path, *lines: dict[str, Any]) -> Path:
    path = run.parent / "told.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def test_decisions_are_added_once_with_who_and_when(run: Path) -> None:
    file = _file(run, _line(run, why="wrong"), _line(run, "comment", note="sour", id="two"))
    assert selfinstruct.apply_review(run, file).added == {"reject": 1, "comment": 1}
    first, second = journal.read(run)
    assert (first.reviewer, first.at, first.id, first.why) == ("bob", 17.5, "one", "wrong")
    assert (second.note, second.was_accepted) == ("sour", True)
    again = selfinstruct.apply_review(run, file)
    assert (again.added, again.known) == ({}, 2)
    file = _file(run, _line(run), _line(run, "undo", undoes="one", id="three"))
    assert selfinstruct.apply_review(run, file).added == {"undo": 1}
    assert selfinstruct.write_reviewed(run).report.review.rejected == 0


def test_the_reviewer_who_is_given_counts(run: Path, decided: Told) -> None:
    with pytest.raises(InputError, match="line 1: names no reviewer; say with ‹reviewer› who it was"):
        selfinstruct.apply_review(run, _file(run, _line(run, reviewer=" ")))
    selfinstruct.apply_review(run, _file(run, _line(run)), reviewer="安")
    assert [name for name, *_ in decided()] == ["安"]


def test_what_no_record_fits_is_told_and_the_rest_is_added(run: Path) -> None:
    other = {"instruction": "Name four fruits.", "input": "", "output": "None."}
    lines = [_line(run, record=other), _line(run, id="two"), _line(run, "undo", undoes="what", id="three")]
    applied = selfinstruct.apply_review(run, _file(run, *lines))
    assert applied.added == {"reject": 1}
    assert [note.split(": ", 1)[1] for note in applied.notes] == [
        "the run has no record 1.0 with these texts; it is left alone",
        "takes back what bob has not decided here; it is left alone",
    ]


def test_nobody_takes_back_what_another_has_decided(run: Path) -> None:
    selfinstruct.apply_review(run, _file(run, _line(run)))
    taken = _line(run, "undo", undoes="one", id="two", reviewer="eve")
    assert selfinstruct.apply_review(run, _file(run, taken)).added == {}


def test_a_record_is_found_by_its_texts_where_its_id_is_another(run: Path, decided: Told) -> None:
    file = _file(run, _line(run, subject="77.0"))
    assert selfinstruct.apply_review(run, file).added == {"reject": 1}
    assert [subject for *_, subject in decided()] == ["1.0"]


def test_the_journal_of_a_copy_is_taken_in(run: Path, tmp_path: Path, decided: Told) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "copy"))
    store = Store.open_to_read(copy)
    taken = decide(store, _line(run)["subject"], "reject", "ann")
    undo(store, taken, "ann")
    decide(store, _line(run)["subject"], "keep", "ann")
    store.close()
    assert selfinstruct.apply_review(run, copy / journal.JOURNAL).added == {"keep": 1}
    assert [*journal.read(run)] == [*journal.read(copy)]


def test_what_stands_at_the_end_is_told_not_how_it_came_about(run: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(run, tmp_path / "copy"))
    with closing(Store.open_to_read(copy)) as store:
        first, second, *_ = (task.id for task in store.accepted())
        for id_ in (first, second):
            # A reason takes the place of the bare verdict.
            undo(store, decide(store, id_, "reject", "ann"), "ann")
            decide(store, id_, "reject", "ann", why="wrong")
        decide(store, second, "keep", "ann")
        decide(store, second, "comment", "ann", note="hm")
        decide(store, second, "reject", "bob")
    told = selfinstruct.apply_review(run, copy / journal.JOURNAL)
    assert told.added == {"reject": 2, "keep": 1, "comment": 1}
    with closing(Store.open_to_read(copy)) as store:
        undo(store, [*journal.read(copy)][-1], "bob")
    assert selfinstruct.apply_review(run, copy / journal.JOURNAL).added == {"undo": 1}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"action": "burn"}, "no decision: action 'burn'"),
        ({"why": "bored"}, "why bored: choose one of"),
        ({"why": 3}, "no decision: its fields are of other types"),
        ({"at": float("nan")}, "no decision: its fields are of other types"),
        ({"at": "noon"}, "no decision: must be real number"),
        ({"id": ""}, "no decision: its fields are of other types"),
        ({"action": "answer", "answers": {"valid": "yes"}}, "no decision: answers are true or false"),
        ({"action": "edit"}, "an edit needs the record"),
        ({"colour": "red"}, "no decision: .*colour"),
    ],
)
def test_what_is_no_decision_is_told_by_line_and_nothing_is_added(
    run: Path, decided: Told, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(InputError, match=f"told.jsonl, line 2: {why}"):
        selfinstruct.apply_review(run, _file(run, _line(run), _line(run, **({"id": "two"} | more))))
    assert decided() == []


def test_the_page_itself_is_not_what_comes_back(run: Path, tmp_path: Path) -> None:
    selfinstruct.export_review(run, tmp_path / "page.html")
    with pytest.raises(InputError, match="is the page itself; name the file that its button"):
        selfinstruct.apply_review(run, tmp_path / "page.html")
