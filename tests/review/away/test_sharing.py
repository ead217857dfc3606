"""A review shared out among reviewers: who gets what, how far they agree, what each of them said."""

import csv
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.decisions.agreement import Agreement
from selfinstruct.review.away.sharing import shared_out
from tests.conftest import Command


@pytest.mark.parametrize(("count", "of", "overlap"), [(10, 2, 4), (10, 3, 0), (3, 2, 5), (0, 2, 1), (7, 1, 0)])
def test_the_parts_hold_all_and_share_so_many(count: int, of: int, overlap: int) -> None:
    records = list(range(count))
    parts = [shared_out(records, part, of, overlap) for part in range(1, of + 1)]
    assert sorted(set().union(*parts)) == records
    assert sum(map(len, parts)) == count + min(overlap, count) * (of - 1)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def _said(run: Path, reviewer: str, *words: str) -> Path:
    """Return a sheet of what was accepted, as a reviewer filled it in."""
    file = run.parent / f"{reviewer}.csv"
    selfinstruct.export_review(run, file, queue="accepted", reviewer=reviewer)
    rows = [*csv.reader(file.read_text("utf-8-sig").splitlines(keepends=True))]
    for row, word in zip(rows[1:], words, strict=False):
        row[4] = word
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


def test_what_two_reviewers_say_apart_is_told_and_stands_side_by_side(run: Path, command: Command) -> None:
    first, second = _said(run, "li", "保留", "保留", "不要", "保留"), _said(run, "wang", "拒绝", "keep", "reject")
    assert selfinstruct.apply_review(run, first).agreements == ()
    told = command("review", "run", "--apply", second, "--dry-run").stdout
    assert "of 3 records that li and wang both judged they agree on 2; too few to tell more" in told
    assert "on 1 record they disagree; the decision read in last counts until somebody settles it: in" in told
    applied = selfinstruct.apply_review(run, second)
    (agreement,) = applied.agreements
    assert agreement == Agreement("li", "wang", 3, 2, None)
    assert applied.against == 1
    sheet = run.parent / "disputed.csv"
    selfinstruct.export_review(run, sheet, queue="disputed", page_language="zh")
    assert [row[7] for row in csv.reader(sheet.read_text("utf-8-sig").splitlines(keepends=True))] == [
        "verdicts 各人决定",
        "li: 保留\nwang: 淘汰",
    ]
