"""A review without its page: queues and the pages of them, cards, several reviewers, a run that is replaced."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions.agreement import LEAST_FOR_KAPPA
from selfinstruct.decisions.standing import Standings
from selfinstruct.review import counting
from selfinstruct.review import queues as module
from selfinstruct.review.counting import Counting
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.browsing import Row
from selfinstruct.storage.store import Store
from tests.support.reviewed import TASKS


@pytest.fixture(scope="module")
def queues(imported: Path) -> Iterator[Queues]:
    with closing(Store.open_to_read(imported)) as store:
        yield Queues(store, sample_size=2)


def _everywhere(desk: Desk, asked: Asked, *, backwards: bool = False) -> list[Row]:
    """Return all that is found in the queue that is asked for, and behind it in others."""
    rows, start = list[Row](), None
    while True:
        found, _ = desk.window(asked, start, backwards=backwards)
        rows, start = rows + found.rows, found.reached
        if start is None:
            return rows


def _all(queues: Queues, asked: Asked, *, backwards: bool = False) -> list[Row]:
    """Return all rows of a queue, page by page."""
    rows: list[Row] = []
    start = None
    while True:
        window = queues.window(asked, Standings(), start, backwards=backwards)
        rows += window.rows
        if window.reached is None:
            return rows
        start = window.reached


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked("accepted"), 4),
        (Asked("accepted", text="BREAD"), 1),
        (Asked("accepted", text="nowhere"), 0),
        (Asked("risk"), 1),
        (Asked("risk", "input_missing"), 1),
        (Asked("risk", "near_refusal"), 0),
        (Asked("sample"), 2),
        (Asked("rejected"), 4),
        (Asked("rejected", "near_duplicate"), 2),
        (Asked("rejected", "none_such"), 0),
        (Asked("folded"), 0),
        (Asked("disputed"), 0),
    ],
    ids=str,
)
@pytest.mark.parametrize("page", [1, 2, 50])
def test_pages_of_any_size_hold_the_same_both_ways(
    queues: Queues, asked: Asked, count: int, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PAGE": page, "_ROWS": page, "_STRETCH": 2, "_PATIENCE": 0}.items():
        monkeypatch.setattr(module, name, value)
    rows = _all(queues, asked)
    assert len({(row.id, row.instance) for row in rows}) == len(rows) == count
    assert rows == _all(queues, asked, backwards=True)[::-1]


def test_what_is_counted_piece_by_piece_is_what_is_there(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_ROWS": 1, "_STRETCH": 1, "_SLICE": 0}.items():
        monkeypatch.setattr(counting, name, value)
    with closing(Store.open_to_read(imported)) as store:
        found = Counting(Queues(store))
        steps = 1
        while not found.count_on():
            steps += 1
        counts = found.counts(Standings())
        assert steps > 3
        assert counts["accepted"] == counts["sample"] == {"": 4}
        assert counts["risk"] == {"": 1, "input_missing": 1}
        assert counts["rejected"][""] == sum(counts["rejected"].values()) / 2 == 4


@pytest.mark.parametrize("text", ["", "fruits"])
def test_what_is_decided_and_hidden_is_counted_once(run: Path, text: str) -> None:
    with closing(Desk(run, "ann")) as ann:
        rows = _everywhere(ann, Asked("accepted", text=text))
        for row in rows[::2]:
            ann.decide("keep", row.id, row.instance)
        assert ann.window(Asked("accepted", text=text), None, backwards=False)[0].hidden == 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "PAGE", 1)
            seen, hidden, start = list[str](), 0, None
            while True:
                window, _ = ann.window(Asked("accepted", text=text, undecided_by="ann"), start, backwards=False)
                seen += [row.id for row in window.rows]
                hidden, start = hidden + window.hidden, window.reached
                if start is None:
                    break
    assert seen == [row.id for row in rows[1::2]]
    assert hidden == len(rows[::2]) > 0


def test_agreement_is_told_where_nothing_is_disputed_and_of_the_two_who_share_most(run: Path) -> None:
    ann, bob, carol = desks = [Desk(run, name) for name in ("ann", "bob", "carol")]
    rows = ann.window(Asked("accepted"), None, backwards=False)[0].rows
    first, second, third, *_ = (row.id for row in rows)
    for desk in (ann, bob):
        desk.decide("keep", first)
        desk.decide("reject", second)
        desk.decide("keep", third)
    # Of so few, kappa tells nothing.
    told = {"first": "ann", "second": "bob", "judged": 3, "agreed": 3, "kappa": None, "least": LEAST_FOR_KAPPA}
    assert ann.counts()["agreement"] == told
    carol.decide("reject", first)
    assert ann.counts()["agreement"] == told
    for desk in desks:
        desk.close()


def test_two_reviewers_see_what_they_disagree_on(run: Path) -> None:
    ann, bob = Desk(run, "ann"), Desk(run, "bob")
    with closing(ann), closing(bob):
        row, other, *_ = ann.window(Asked("accepted"), None, backwards=False)[0].rows
        for desk, action, id_ in ((ann, "keep", row.id), (ann, "keep", other.id), (bob, "reject", row.id)):
            desk.decide(action, id_)  # type: ignore[arg-type]
        bob.decide("keep", other.id)
        window, _ = ann.window(Asked("disputed"), None, backwards=False)
        assert [each.id for each in window.rows] == [row.id]
        left = [
            [each.id for each in desk.window(Asked("accepted", undecided_by=name), None, backwards=False)[0].rows]
            for desk, name in ((ann, "ann"), (bob, "carol"))
        ]
        assert (row.id in left[0], row.id in left[1]) == (False, True)
        counts = ann.counts()
        assert (counts["queues"]["disputed"], counts["agreement"]["agreed"]) == ({"": 1}, 1)
        assert [each.subject for each in bob.undo()] == [other.id]
        assert [each.subject for each in ann.undo()] == [other.id]


def test_a_run_that_is_replaced_is_opened_anew(run: Path, imported: Path) -> None:
    with closing(Desk(run, "ann")) as desk:
        (run / "run.sqlite").unlink()
        shutil.copy(imported / "run.sqlite", run / "run.sqlite")
        assert len(desk.window(Asked("accepted"), None, backwards=False)[0].rows) == 4
        assert desk.card("1.0", 0, "en").record.instruction == TASKS[0][0]


@pytest.mark.parametrize(
    ("instruction", "given", "output", "similarity", "risks"),
    [
        ("Name a colour that calms people down.", "", "Blue, for most people.", 0.2, []),
        ("Name a colour that calms people down.", "", "Blue, for most people.", 0.65, ["close_to_seed"]),
        ("Rewrite the sentence below.", "", "It was a long day.", 0.2, ["input_missing"]),
        ("Rewrite the sentence below.", "The day was long.", "It was a long day.", 0.2, []),
        ("Sort the following words: pear, fig, apple", "", "apple, fig, pear", 0.2, []),
        ("Name a colour that calms people down.", "", "Blue", 0.2, ["short_output"]),
        ("Name a colour that calms people down.", "", "I'm sorry, I cannot help with that one.", 0.2, ["near_refusal"]),
        ("Name a colour that calms people down.", "", "Blue. " * 1000, 0.2, ["long_output"]),
    ],
)
def test_what_is_at_risk(
    queues: Queues, instruction: str, given: str, output: str, similarity: float, risks: list[str]
) -> None:
    row = Row((0, 0), "1.0", 0, Record(instruction, given, output), seed_similarity=similarity)
    assert queues.risks.of(row) == risks


def test_a_group_that_is_too_large_is_rejected_piece_by_piece(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.review.groups.MOST_AT_ONCE", 1)
    with closing(sqlite3.connect(run / "run.sqlite")) as db, db:
        db.execute(
            "UPDATE rejections SET reason = 'too_short', nearest_kind = NULL, nearest_id = NULL,"
            " nearest_instruction = NULL"
        )
    with closing(Desk(run, "ann")) as desk:
        assert [desk.reject_group("r1")[:2] for _ in range(6)] == [*[(1, 0)] * 5, (0, 0)]
        assert len(desk.undo()) == 1
        assert desk.group("r1")[0] == 1
