"""What is to be written anew shows as that, not as rejected, and takes one place in what is listed."""

from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import Asked
from tests.conftest import Command
from tests.support.reviewed import TRAIN, varied_run

ASKED = Asked("rejected", text=TRAIN)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run in which an instance is to be written anew."""
    run = varied_run(tmp_path)
    with closing(Desk(run, "ann")) as desk:
        found, _ = desk.window(ASKED, None, backwards=False)
        while not found.rows:
            found, _ = desk.window(ASKED, found.reached, backwards=False)
        assert desk.write_anew(found.rows[0].id).is_in(was_accepted=False) is False
    return run


def test_it_is_one_line_of_what_was_decided(run: Path, command: Command) -> None:
    lines = command("show", "run", "--decisions").stdout.splitlines()
    assert [line.split()[1:7] for line in lines[:1]] == [["to", "be", "written", "anew", "by", "ann,"]]
    assert lines[2] == "1 decision"
    assert [each.action for each in journal.read(run)] == ["reject", "restore"]


def test_it_comes_back_from_a_copy_of_the_journal(run: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    copy = varied_run(other)
    assert selfinstruct.apply_review(copy, run / "decisions.jsonl").added == {"reject": 1, "restore": 1}
    assert [each.is_anew for each in journal.read(copy)] == [True, True]
    assert selfinstruct.write_reviewed(copy).report.review.waiting == 1


def test_it_counts_once_wherever_it_is_counted(run: Path) -> None:
    with closing(Desk(run, "ann")) as desk:
        while not (counts := desk.counts())["is_complete"]:
            continue
    with selfinstruct.open_run(run) as opened:
        (work,) = opened.report.work
        assert (counts["done"]["judged"], opened.report.judged, work.judged) == (1, 1, 1)
