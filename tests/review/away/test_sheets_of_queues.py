"""Sheets of the sample and of what is disputed: what is said in them counts for the share of good, and settles."""

import csv
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import InputError
from selfinstruct.cli.reviewing import applied_lines, sent_lines
from selfinstruct.decisions import journal
from selfinstruct.decisions.agreement import estimated_share
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.reviewers import Disputes, disputes_in
from selfinstruct.decisions.standing import Standings
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.review.away.test_sheets import Rows, _applied, _column, _sheet, _written


def _said(rows: Rows, *said: Mapping[str, str]) -> bytes:
    for row, cells in zip(rows[1:], said, strict=False):
        for name, cell in cells.items():
            row[_column(rows, name)] = cell
    return _written(rows).encode()


def _shares(run: Path) -> dict[str, tuple[float, int]]:
    told = told_by(standing for _, standing in Standings(journal.read(run)).all())
    return {name: (share.share, share.of) for name, share in told.items() if share}


ALL_YES = {"valid": "yes", "fits": "是", "right": "Y"}


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        ([{"decision": "keep"}, {"decision": "x"}], {"kept": (0.5, 2)}),
        ([{"decision": "skip"}], {}),
        (
            [ALL_YES, {**ALL_YES, "right": "no"}],
            {"valid": (1, 2), "input_fits": (1, 2), "output_right": (0.5, 2), "all": (0.5, 2), "kept": (1, 2)},
        ),
        ([{"fits": "否"}], {"input_fits": (0, 1), "all": (0, 1), "kept": (1, 1)}),
        ([{"valid": "是"}], {"valid": (1, 1), "kept": (1, 1)}),
        (
            [{**ALL_YES, "decision": "reject"}],
            {"valid": (1, 1), "input_fits": (1, 1), "output_right": (1, 1), "all": (1, 1), "kept": (0, 1)},
        ),
    ],
    ids=str,
)
def test_a_sheet_of_the_sample_counts_for_the_share_of_good(
    run: Path, said: list[Mapping[str, str]], shares: dict[str, tuple[float, int]]
) -> None:
    applied = _applied(run, _said(_sheet(run, queue="sample", reviewer="bob"), *said))
    assert _shares(run) == shares
    assert {name: (share.share, share.of) for name, share in applied.sample.items()} == {
        name: share for name, share in shares.items() if name in ("all", "kept")
    }
    again = selfinstruct.apply_review(run, run.parent / "back.csv")
    assert not again.added


def test_an_answer_that_is_none_is_told_by_row(run: Path) -> None:
    data = _said(_sheet(run, queue="sample"), {"fits": "perhaps"})
    with pytest.raises(InputError, match="row 2: fits “perhaps”: write yes or no"):
        _applied(run, data, reviewer="bob")


@pytest.mark.parametrize(("queue", "counts"), [("sample", True), ("accepted", False), ("all", False), ("", False)])
@pytest.mark.parametrize("name", ["sheet.csv", "page.html"])
def test_what_does_not_count_is_told_when_it_is_sent(run: Path, queue: str, counts: bool, name: str) -> None:
    lines = "\n".join(sent_lines(run, run.parent / name, "bob", queue=queue))
    is_mixed = queue == "" and name == "sheet.csv"
    assert ("they do not count for the share of good records" in " ".join(lines.split())) is is_mixed
    if name == "sheet.csv":
        data = _said(_sheet_in(run.parent / name), {"decision": "reject"})
        _applied(run, data)
        assert ("kept" in _shares(run)) is counts


def _sheet_in(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [*csv.reader(lines)]


def test_what_the_sample_tells_is_told_when_it_comes_back(run: Path) -> None:
    data = _said(_sheet(run, queue="sample", reviewer="bob"), ALL_YES, {"decision": "reject"})
    (run.parent / "back.csv").write_bytes(data)
    lines = applied_lines(run, run.parent / "back.csv", "", reject_missing=False, dry_run=True)
    good, kept = estimated_share(1, 1), estimated_share(1, 2)
    assert good
    assert kept
    assert f"good by all of Self-Instruct's questions: 100% ({good.low:.0%} to 100%), 1 of the sample" in lines
    assert f"not rejected, of those looked at: 50% ({kept.low:.0%} to {kept.high:.0%}), 2 of the sample" in lines


def test_a_sheet_of_what_is_disputed_settles_it(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        ids = [task.id for task in store.accepted(3)]
        for id_ in ids:
            decide(store, id_, "keep", "ann")
            decide(store, id_, "reject", "bob")
    rows = _sheet(run, queue="disputed", reviewer="ann")
    # The first says again what she said before.
    data = _said(rows, {"decision": "keep"}, {"decision": "reject"}, {"decision": "skip"})
    (run.parent / "back.csv").write_bytes(data)
    lines = applied_lines(run, run.parent / "back.csv", "", reject_missing=False, dry_run=False)
    assert "disputes settled by this: 2; still open: 1" in lines
    assert disputes_in(Standings(journal.read(run))) == Disputes(3, 2)
    (run.parent / "sheet.csv").unlink()
    verdicts = [row[_column(rows, "verdicts")] for row in _sheet(run, queue="disputed")[1:]]
    assert ["settled by ann" in each for each in verdicts] == [True, True, False]


def test_a_part_of_a_third_reviewer_settles_nothing(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        id_ = next(store.accepted()).id
        decide(store, id_, "keep", "ann")
        rows = _sheet(run, queue="accepted", reviewer="eve")
        decide(store, id_, "reject", "bob")
    (run.parent / "back.csv").write_bytes(_said(rows, {"decision": "keep"}))
    lines = applied_lines(run, run.parent / "back.csv", "", reject_missing=False, dry_run=False)
    assert any(line.startswith("on 1 record they disagree; the decision read in last counts until") for line in lines)
    assert disputes_in(Standings(journal.read(run))) == Disputes(1, 0)


@pytest.mark.parametrize("queue", ["sample", "accepted", "risk", "all", "disputed"])
@pytest.mark.parametrize("action", ["reject", "doubt"])
def test_a_sheet_tells_what_others_said_where_it_is_to_be_settled_and_nowhere_else(
    run: Path, queue: str, action: str
) -> None:
    plain = {row[0]: row for row in _sheet(run, queue=queue)[1:]} if queue != "disputed" else {}
    (run.parent / "sheet.csv").unlink(missing_ok=True)
    with closing(Store.open_to_read(run)) as store:
        for task in store.accepted():
            decide(store, task.id, "keep", "ann")
            decide(store, task.id, "reject", "bob")
            decide(store, task.id, action, "eve")  # type: ignore[arg-type]
    rows = _sheet(run, queue=queue)
    states = {row[0]: row[_column(rows, "state")] for row in rows[1:]}
    if queue == "disputed":
        assert {state.partition(",")[0] for state in states.values()} == {"rejected"}
    else:
        assert states == {id_: row[_column(rows, "state")] for id_, row in plain.items() if id_ in states}


@pytest.mark.parametrize("cell", ["#NAME?", "#REF!", "Err:508", "#N/A"])
@pytest.mark.parametrize("column", ["comment", "why"])
def test_what_a_program_has_put_into_a_cell_is_told_and_nobodys_comment(run: Path, column: str, cell: str) -> None:
    applied = _applied(run, _said(_sheet(run, reviewer="bob"), {"decision": "reject", column: cell}))
    assert applied.added == {"reject": 1}
    (note,) = applied.notes
    assert note.endswith(f"row 2: the {column} holds {cell}, which a program has put there; it is left alone")
    (decision,) = journal.read(run)
    assert (decision.why, decision.note) == ("", "")
