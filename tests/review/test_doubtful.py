"""What one reviewer marks as doubtful waits in a queue of its own, for everybody."""

import csv
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import Asked
from selfinstruct.review.words import words_in
from tests.conftest import Command, RunFolder


def _ids(desk: Desk, queue: str, undecided_by: str = "") -> list[str]:
    ids, start = list[str](), None
    while True:
        # A window ends early where that takes too long.
        found, _ = desk.window(Asked(queue, undecided_by=undecided_by), start, backwards=False)
        ids, start = ids + [row.id for row in found.rows], found.reached
        if start is None:
            return ids


@pytest.mark.parametrize("queue", ["accepted", "rejected"])
def test_it_is_found_by_all_until_somebody_judges(run: Path, queue: str) -> None:
    ann, bob = Desk(run, "ann"), Desk(run, "bob")
    with closing(ann), closing(bob):
        doubtful, *others = _ids(ann, queue)
        ann.decide("doubt", doubtful)
        assert _ids(ann, queue, "ann") == others
        assert _ids(bob, queue, "bob") == [doubtful, *others]
        for desk, name in ((ann, "ann"), (bob, "bob")):
            assert _ids(desk, "doubtful") == _ids(desk, "doubtful", name) == [doubtful]
        assert [desk.counts()["queues"]["doubtful"] for desk in (ann, bob)] == [{"": 1}] * 2
        assert [desk.counts()["doubtful"] for desk in (ann, bob)] == [1, 0]
        assert [desk.counts()["done"]["judged"] for desk in (ann, bob)] == [0, 0]
        assert bob.card(doubtful, 0, "en").standing.doubts.keys() == {"ann"}
        bob.decide("reject", doubtful)
        assert _ids(ann, "doubtful") == []
        bob.undo()
        assert _ids(ann, "doubtful") == [doubtful]
        assert [each.action for each in ann.undo()] == ["doubt"]
        assert _ids(bob, "doubtful") == []


def test_a_group_leaves_what_is_doubtful(run: Path) -> None:
    with closing(Desk(run, "ann")) as ann:
        near = next(id_ for id_ in _ids(ann, "rejected") if ann.card(id_, 0, "en").reason == "near_duplicate")
        assert ann.group(near)[0] == 1
        ann.decide("doubt", near)
        assert (ann.group(near)[0], ann.reject_group(near)[:2], ann.reject_all([(near, 0)])[:2]) == (0, (0, 0), (0, 0))


def test_exports_treat_it_as_undecided_and_say_how_many_there_are(run: Path, command: Command) -> None:
    before = RunFolder(run).records
    with closing(Desk(run, "ann")) as ann:
        first, *_ = _ids(ann, "accepted")
        ann.decide("reject", first)
        ann.decide("doubt", first)
        ann.decide("doubt", _ids(ann, "rejected")[0])
    result = selfinstruct.write_reviewed(run)
    assert (RunFolder(run).records, result.report.review.doubtful) == (before, 2)
    assert "0 records rejected and 0 edited in review, 0 restored, 2 doubtful" in command("status", "run").stdout
    assert "  doubt by ann, " in command("show", "run", "--decisions").stdout.replace("1.0       ", "")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("word", ["doubt", "doubtful", "待定", "d", "？", "不确定"])
def test_a_sheet_takes_it_and_gives_it(run: Path, lang: str, word: str) -> None:
    sheet = run.parent / "sheet.csv"
    selfinstruct.export_review(run, sheet, queue="accepted", reviewer="li", page_language=lang)
    head, first, *rows = csv.reader(sheet.read_text("utf-8-sig").splitlines(keepends=True))
    first[4:6] = word, "who says so?"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, first, *rows])
    assert selfinstruct.apply_review(run, sheet).added == {"doubt": 1}
    assert selfinstruct.apply_review(run, sheet).known == 1
    (decision,) = journal.read(run)
    assert (decision.reviewer, decision.note) == ("li", "who says so?")
    for queue in ("", "doubtful"):
        again = run.parent / f"again{queue}.csv"
        selfinstruct.export_review(run, again, queue=queue, page_language=lang)
        rows = [row for row in csv.reader(again.read_text("utf-8-sig").splitlines(keepends=True)) if row[0] == first[0]]
        words = words_in(lang)
        told = [f"{words['was_accepted']}, {words['doubtful']}", f"li: {words['doubt']} (who says so?)"]
        assert [[row[1], row[7]] for row in rows] == [told]
        rows[0][4] = "mm"
        with again.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([head, *rows])
        with pytest.raises(selfinstruct.InputError, match=f"write {words['keep'].lower()}, .*{words['doubt'].lower()}"):
            selfinstruct.apply_review(run, again)
