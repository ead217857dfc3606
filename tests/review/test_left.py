"""How many records each queue has left to a reviewer, and the tasks that move in from beyond the target."""

from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.core.errors import InputError
from selfinstruct.decisions import journal
from selfinstruct.review import groups
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import QUEUES, Asked
from selfinstruct.storage.browsing import Row
from tests.support.reviewed import varied_run

_HIDING = [queue for queue in QUEUES if queue not in ("doubtful", "disputed")]


def _rows(desk: Desk, queue: str, undecided_by: str = "") -> list[Row]:
    rows, start = list[Row](), None
    while True:
        # A window ends early where that takes too long.
        found, _ = desk.window(Asked(queue, undecided_by=undecided_by), start, backwards=False)
        rows, start = rows + found.rows, found.reached
        if start is None:
            return rows


def _left(desk: Desk) -> dict[str, int]:
    while not (counts := desk.counts())["is_complete"]:
        continue
    left: dict[str, int] = counts["left"]
    return left


@pytest.mark.parametrize("action", ["keep", "reject", "skip", "doubt"])
@pytest.mark.parametrize("is_varied", [False, True])
def test_as_many_are_left_as_are_shown(run: Path, tmp_path: Path, action: str, is_varied: bool) -> None:
    folder = tmp_path / "varied"
    folder.mkdir()
    with closing(Desk(varied_run(folder) if is_varied else run, "ann", sample_size=3)) as desk:
        for at, row in enumerate([*_rows(desk, "accepted"), *_rows(desk, "rejected"), *_rows(desk, "folded")]):
            if at % 2 and row.record.instruction:
                desk.decide(action, row.id, row.instance)  # type: ignore[arg-type]
        left = {queue: len(_rows(desk, queue, "ann")) for queue in _HIDING}
        assert _left(desk) == left
        assert sum(left.values()) < sum(len(_rows(desk, queue)) for queue in _HIDING)
        assert desk.undo()
        assert {queue: len(_rows(desk, queue, "ann")) for queue in _HIDING} == _left(desk)


@pytest.mark.parametrize("queue", ["risk", "accepted"])
@pytest.mark.parametrize("action", ["keep", "reject", "restore", "skip", "doubt"])
def test_the_sample_waits_for_what_was_judged_in_it(run: Path, queue: str, action: str) -> None:
    with closing(Desk(run, "ann")) as desk:
        row, other, *_ = _rows(desk, "sample")
        desk.decide(action, row.id, row.instance, queue=queue)  # type: ignore[arg-type]
        assert row in _rows(desk, "sample", "ann")
        assert _left(desk)["sample"] == len(_rows(desk, "sample"))
        desk.decide("keep", row.id, row.instance, queue="sample", answers={"all": True})
        desk.decide("answer", other.id, other.instance, queue="sample", answers={"valid": False})
        assert not {row, other} & {*_rows(desk, "sample", "ann")}
        assert _left(desk)["sample"] == len(_rows(desk, "sample")) - 2
        # Another reviewer has not looked at it.
        assert row in _rows(desk, "sample", "bob")


def test_what_a_sample_tells_does_not_lean_to_what_nobody_doubts(run: Path) -> None:
    """Whoever goes through the queues from left to right has rejected what is bad before the sample."""
    with closing(Desk(run, "ann")) as desk:
        bad, *good = _rows(desk, "sample")
        desk.decide("reject", bad.id, bad.instance, queue="risk")
        for row in _rows(desk, "sample", "ann"):
            is_good = row in good
            desk.decide("keep" if is_good else "reject", row.id, row.instance, answers={"all": is_good}, queue="sample")
        kept = desk.counts()["sample"]["kept"]
    assert (kept["of"], kept["share"]) == (len(good) + 1, len(good) / (len(good) + 1))


@pytest.mark.parametrize("size", [1, 3, 20, 100])
def test_a_sample_goes_on_with_a_run_that_grows_and_is_drawn_from_all_of_it(tmp_path: Path, size: int) -> None:
    drawn, tasks = [], []
    for count in (40, 60):
        settings = Settings(count, connection=Connection(backend="demo"), random_seed=4)
        selfinstruct.generate(settings, tmp_path / "run")
        with closing(Desk(tmp_path / "run", "ann", sample_size=size)) as desk:
            rows = _rows(desk, "sample")
            drawn.append({(row.id, row.instance): row.place[0] for row in rows})
            tasks.append(desk.counts()["tasks"])
            assert len(rows) == min(size, tasks[-1])
    before, after = drawn
    # What is left out has made room for what is new, and for nothing else.
    assert all(place >= tasks[0] for name, place in after.items() if name not in before)
    assert size == 1 or {*before} & {*after}


def test_no_key_waits_until_all_that_was_decided_is_looked_up(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Desk(run, "ann")) as desk:
        desk.reject_all([(row.id, row.instance) for row in _rows(desk, "accepted")])
    with closing(Desk(run, "ann")) as desk, monkeypatch.context() as patch:
        ticks = iter(range(10_000))
        patch.setattr("selfinstruct.review.counting.time.monotonic", lambda: next(ticks))
        assert (desk.counts()["left"], desk.counts()["is_complete"]) == ({}, False)
        patch.undo()
        assert _left(desk)["accepted"] == 0


def test_outputs_that_conflict_are_one_record(tmp_path: Path) -> None:
    with closing(Desk(varied_run(tmp_path), "ann")) as desk:
        conflict, *others = _rows(desk, "rejected")
        desk.pick(conflict.id, "")
        assert _left(desk)["rejected"] == len(others)


def test_records_that_are_named_are_rejected_and_taken_back_as_one(tmp_path: Path) -> None:
    run = varied_run(tmp_path)
    with closing(Desk(run, "ann")) as desk:
        accepted, (conflict, *_) = _rows(desk, "accepted"), _rows(desk, "rejected")
        desk.decide("keep", accepted[0].id, accepted[0].instance)
        named = [(row.id, row.instance) for row in accepted[:4]] * 2
        assert desk.reject_all([*named, (conflict.id, 0)])[:2] == (4, 0)
        # All outputs of the conflict.
        assert len(desk.undo()) == 3 + 2
        assert [each.action for each in journal.read(run)].count("keep") == 1
        with pytest.raises(InputError, match=f"no more than {groups.MOST_AT_ONCE} records"):
            desk.reject_all([("1.0", 0)] * (groups.MOST_AT_ONCE + 1))


def test_with_something_accepted_go_the_instances_of_its_task(tmp_path: Path) -> None:
    with closing(Desk(varied_run(tmp_path), "ann")) as desk:
        rows = _rows(desk, "accepted")
        several = next(row.id for row in rows if row.instance)
        count = sum(row.id == several for row in rows)
        assert count > 1
        assert desk.group(several) == (count, ("of_task", several))
        assert (desk.reject_group(several)[0], desk.group(several)[0]) == (count, 0)
        assert len(desk.undo()) == count
