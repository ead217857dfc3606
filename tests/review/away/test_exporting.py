"""What is worth a look is in a file to send, also what only a comparison of all tasks tells."""

import csv
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Observer
from selfinstruct.review.words import words_in
from tests.support.reviewed import imported_run, varied_run


class _Told(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def counted(self, count: int, what: str) -> None:
        self.lines.append(f"{count} {what}")

    def doing(self, what: str) -> None:
        self.lines.append(what)


@pytest.mark.parametrize("queue", ["", "risk"])
def test_what_is_at_risk_since_it_is_close_to_another_task_is_sent(tmp_path: Path, queue: str) -> None:
    observer, sheet = _Told(), tmp_path / "sheet.csv"
    sent = selfinstruct.export_review(varied_run(tmp_path), sheet, queue=queue, page_language="en", observer=observer)
    rows = [*csv.reader(sheet.read_text("utf-8-sig").splitlines())]
    close = [row for row in rows if any(words_in("en")["close_to_task"] in cell for cell in row)]
    assert ["Describe how bread rises while you wait." in row for row in close] == [True]
    assert sent.records == len(rows) - 1
    assert observer.lines == ["5 tasks compared"]


def test_a_page_shows_all_outputs_of_a_conflict_on_each_card_of_it(tmp_path: Path) -> None:
    sent = selfinstruct.export_review(varied_run(tmp_path), tmp_path / "page.html", queue="rejected")
    cards = [line for line in sent.path.read_text("utf-8").splitlines() if '"conflicting_outputs"' in line]
    assert len(cards) == 2
    assert sum("cold" in card and "cool" in card for card in cards) == 1
    assert sum("Canberra" in card and "Sydney" in card for card in cards) == 1
    assert not any("data-pick" in card for card in cards)


def test_what_comes_back_is_read_in_with_a_word_on_how_far_that_is(tmp_path: Path) -> None:
    observer, run = _Told(), imported_run(tmp_path)
    selfinstruct.apply_review(run, run / "alpaca_data.json", observer=observer)
    selfinstruct.write_reviewed(run, observer=observer)
    read, written = ([f"{count} tasks {what}" for count in range(1, 5)] for what in ("read", "written"))
    assert observer.lines == ["reading the decisions", *read, "comparing the file with the run", *written]
