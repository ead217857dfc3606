"""What the report and the status of a run say of its reviewers."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.cli.summary import status_lines
from selfinstruct.core.counts import Count
from selfinstruct.decisions.agreement import LEAST_FOR_KAPPA
from selfinstruct.decisions.reviewers import Disputes
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from selfinstruct.survey.page import page, told
from selfinstruct.survey.words import words_in


@pytest.fixture
def reviewed(run: Path) -> Path:
    """A run of which two reviewers judged two records, one of them otherwise, and one only skipped another."""
    with closing(Store.open_to_read(run)) as store:
        first, second, third, *_ = (task.id for task in store.accepted())
        for name, verdict in (("ann", "keep"), ("bob <b>", "reject")):
            decide(store, first, "reject", name)
            decide(store, second, verdict, name)  # type: ignore[arg-type]
        decide(store, third, "skip", "ann")
        decide(store, "r1", "restore", "ann")
        decide(store, "r2", "doubt", "ann")
    return run


def test_the_numbers_tell_what_each_reviewer_did(reviewed: Path) -> None:
    quality = selfinstruct.survey_of(reviewed).quality
    assert quality
    assert [(each.reviewer, each.judged, each.rejected, each.skipped) for each in quality.work] == [
        ("ann", 3, 1, 1),
        ("bob <b>", 2, 2, 0),
    ]
    assert [(each.judged, each.agreed) for each in quality.agreements] == [(2, 1)]
    assert quality.disputes == Disputes(1, 0)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_tells_it_on_its_page_and_in_its_lines(reviewed: Path, lang: str) -> None:
    words, survey = words_in(lang), selfinstruct.survey_of(reviewed)
    html, lines = page(survey, lang), told(survey, lang)
    agreed = words["agreed"].format("ann", "bob <b>", Count(2), Count(1))
    assert words["too_few"].format(agreed, LEAST_FOR_KAPPA) in lines
    assert words["doubtful"].format(Count(1)) in html
    assert agreed.replace("<b>", "&lt;b&gt;") in html
    assert words["disputes"].format(Count(1), Count(1)) in html
    assert words["disputes"].format(Count(1), Count(1)) in lines
    assert words["work"].format(3, "ann", 1, 1, 1, 1) in lines
    assert "<bdi>bob &lt;b&gt;</bdi>" in html
    assert "<bdi>ann</bdi>" in html


def test_the_status_tells_who_judged_how_many_and_what_is_open(reviewed: Path) -> None:
    with selfinstruct.open_run(reviewed) as opened:
        lines = [" ".join(line.split()) for line in status_lines(opened, detail=False)]
    assert "judged 3 records: 3 by ann, 2 by bob <b>; 1 disputed, 1 of them still open" in lines


@pytest.mark.parametrize(
    ("action", "is_behind"),
    [("reject", True), ("keep", True), ("doubt", True), ("skip", False), ("comment", False)],
)
def test_the_status_says_where_the_training_file_is_older_than_decisions(
    run: Path, action: Any, is_behind: bool
) -> None:
    def told() -> list[bool]:
        with selfinstruct.open_run(run) as opened:
            return [", older than the last decisions: " in line for line in status_lines(opened, detail=False)]

    with closing(Store.open_to_read(run)) as store:
        decide(store, next(store.accepted()).id, action, "ann", note="hm" if action == "comment" else "")
    # Whatever the clock of the file system.
    for path in run.glob("alpaca_data.json"):
        os.utime(path, (1, 1))
    assert sum(told()) == is_behind
    selfinstruct.write_reviewed(run)
    assert sum(told()) == 0


def test_the_status_says_who_answered_for_how_many(run: Path) -> None:
    answers = {"valid": True, "input_fits": True, "output_right": True}
    with closing(Store.open_to_read(run)) as store:
        first, second, *_ = (task.id for task in store.accepted())
        for name, id_ in (("ann", first), ("bob", first), ("ann", second)):
            decide(store, id_, "answer", name, answers=answers)
    with selfinstruct.open_run(run) as opened:
        lines = [" ".join(line.split()) for line in status_lines(opened, detail=False)]
    assert "answered 2 records of the sample: 2 by ann, 1 by bob" in lines
