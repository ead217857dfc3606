"""A sheet goes to a spreadsheet and comes back, however that one saves it."""

import csv
import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import InputError
from selfinstruct.decisions import journal
from selfinstruct.review.desk import Desk
from tests.review.away.conftest import Told
from tests.support.reviewed import HOSTILE, TASKS, imported_run

Rows = list[list[str]]
Save = Callable[[Rows], bytes]


def _sheet(run: Path, **more: Any) -> Rows:
    file = run.parent / "sheet.csv"
    selfinstruct.export_review(run, file, **{"queue": "all", **more})
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [*csv.reader(lines)]


def _column(rows: Rows, name: str) -> int:
    return next(at for at, column in enumerate(rows[0]) if column.startswith(name))


def _row(rows: Rows, beginning: str) -> list[str]:
    at = _column(rows, "instruction")
    return next(row for row in rows if row[at].startswith(beginning))


def _fill(rows: Rows, beginning: str, **cells: str) -> None:
    row = _row(rows, beginning)
    for name, cell in cells.items():
        row[_column(rows, name)] = cell


def _written(rows: Rows, **more: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **more).writerows(rows)
    return text.getvalue()


def _applied(run: Path, data: bytes, name: str = "back.csv", **more: Any) -> selfinstruct.Applied:
    file = run.parent / name
    file.write_bytes(data)
    return selfinstruct.apply_review(run, file, **more)


def _reordered(rows: Rows) -> Rows:
    return [row[::-1] for row in [rows[0], *rows[:0:-1]]]


SAVED: dict[str, Save] = {
    "as it was": lambda rows: _written(rows, quoting=csv.QUOTE_ALL).encode("utf-8-sig"),
    "without a mark, with line feeds": lambda rows: _written(rows, lineterminator="\n").encode(),
    "with the line ends of old Macs": lambda rows: _written(rows, lineterminator="\r", quoting=csv.QUOTE_ALL).encode(),
    "with semicolons": lambda rows: _written(rows, delimiter=";").encode("utf-8-sig"),
    "as Unicode text": lambda rows: _written(rows, delimiter="\t").encode("utf-16"),
    "as UTF-16 without a mark": lambda rows: _written(rows, delimiter="\t").encode("utf-16-le"),
    "as GBK": lambda rows: _written(rows).encode("gbk", "replace"),
    "as Windows-1252": lambda rows: _written(rows).encode("cp1252", "replace"),
    "with a line for the separator": lambda rows: ("sep=;\r\n" + _written(rows, delimiter=";")).encode(),
    "with empty rows and short ones": lambda rows: (
        _written([[*row[:-1], row[-1]] for row in rows]) + ",,,,\r\n\r\n" + "," * 11 + "\r\n"
    ).encode(),
    "in another order": lambda rows: _written(_reordered(rows)).encode("utf-8-sig"),
    "without the columns that only tell": lambda rows: _written(
        [[cell for at, cell in enumerate(row) if at not in (1, 2, 3)] for row in rows]
    ).encode(),
}


def test_a_number_that_stands_for_no_why_is_told_and_kept(run: Path) -> None:
    rows = _sheet(run, reviewer="bob")
    _fill(rows, "Explain", decision="x", why="12")
    applied = _applied(run, SAVED["as it was"](rows))
    (note,) = applied.notes
    assert "why “12” is no number from 1 to 9" in note
    assert [(each.action, each.why, each.note) for each in journal.read(run)] == [("reject", "", "12")]


@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED.keys())
def test_it_comes_back_from_any_program(run: Path, decided: Told, save: Save) -> None:
    rows = _sheet(run, reviewer="bob")
    _fill(rows, "Name three fruits that grow in the north", decision="Reject", why="3", comment="all of them sour")
    _fill(rows, "Write a poem", decision="KEEP ")
    _fill(rows, "Describe how bread rises while it is baked", output="Yeast makes gas.")
    _fill(rows, "Explain", decision="x", why="a matter of taste")
    applied = _applied(run, save(rows))
    assert (applied.notes, applied.known) == ((), 0)
    assert applied.added == {"reject": 2, "comment": 1, "restore": 1, "edit": 1}
    by_action = {(each.action, each.record.instruction[:12]): each for each in journal.read(run)}
    assert by_action["reject", "Name three f"].why == "input_does_not_fit"
    assert by_action["reject", "Explain <scr"].note == "a matter of taste"
    edit = by_action["edit", "Describe how"]
    assert edit.after
    assert (edit.after.instruction, edit.after.output) == (edit.record.instruction, "Yeast makes gas.")
    assert {name for name, *_ in decided()} == {"bob"}
    assert by_action["restore", "Write a poem"].subject.startswith("r")

    before = decided()
    again = _applied(run, save(rows))
    assert (again.added, again.known) == ({}, 5)
    assert decided() == before


def _headed(rows: Rows, language: int) -> Rows:
    return [[heading.split(" ")[language] for heading in rows[0]], *rows[1:]]


def _as_before_there_were_verdicts(rows: Rows) -> Rows:
    at = _column(rows, "verdicts")
    return [row[:at] + row[at + 1 :] for row in rows]


HEADED: dict[str, Callable[[Rows], Rows]] = {
    "both": lambda rows: rows,
    "Chinese": lambda rows: _headed(rows, 1),
    "an older one": _as_before_there_were_verdicts,
    "an older one, Chinese": lambda rows: _headed(_as_before_there_were_verdicts(rows), 1),
    "dressed up": lambda rows: [[f" 【{heading}】" for heading in _headed(rows, 1)[0]], *rows[1:]],
    # Which charset it is, only Chinese tells.
    "English": lambda rows: _headed(rows, 0),
}


@pytest.mark.parametrize(
    ("change", "charset"),
    [
        (change, charset)
        for name, change in HEADED.items()
        for charset in ("utf-8-sig", "gbk")[: 2 - (name == "English")]
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_headings_are_in_both_languages_and_either_does(
    run: Path, change: Callable[[Rows], Rows], charset: str, lang: str
) -> None:
    rows = _sheet(run, reviewer="bob", page_language=lang)
    assert rows[0][_column(rows, "decision")] == "decision 决定"
    _fill(rows, "Write a poem", decision="恢复", comment="好诗")
    _fill(rows, "Explain", decision="reject", why="不完整", output="Less.")
    applied = _applied(run, _written(change(rows)).encode(charset))
    assert (applied.notes, applied.added) == ((), {"restore": 1, "comment": 1, "reject": 1, "edit": 1})


@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED.keys())
def test_nothing_written_is_nothing_decided(tmp_path: Path, save: Save) -> None:
    odd = [
        ('=HYPERLINK("http://x") is what is to be explained', "1.50", "-2+3"),
        ("Is this “naïve” claim true or false, or is it neither?", "café 😀", "True"),
        ("用三句话说明面包为什么会发起来。", "第一行\r\n第二行", "酵母产气。;=1+1"),
        ("Tell what 'quotes' are for in a text.", "'", "''quoted''\n=not a formula"),
    ]
    run = imported_run(tmp_path, odd)
    assert len([*selfinstruct.open_run(run).tasks()]) >= 3
    applied = _applied(run, save(_sheet(run, queue="accepted")), reviewer="bob")
    assert (applied.added, applied.notes) == ({}, ())


def test_a_text_that_no_cell_can_hold_is_cut_told_and_not_read_back(tmp_path: Path) -> None:
    long = imported_run(tmp_path, [*TASKS[:1], ("Count as far as you can in words.", "", "one more " * 5_000)])
    sheet = tmp_path / "sheet.csv"
    assert selfinstruct.export_review(long, sheet, queue="all").cut == 1
    rows = [*csv.reader(io.StringIO(sheet.read_text("utf-8-sig"), newline=""))]
    assert max(len(cell) for row in rows for cell in row) <= 32_767
    assert selfinstruct.apply_review(long, sheet, reviewer="bob").added == {}
    _fill(rows, "Count", output="one", decision="skip")
    applied = _applied(long, _written(rows).encode(), reviewer="bob")
    assert applied.added == {"skip": 1}
    (note,) = applied.notes
    assert ": the output is longer than a cell can hold" in note


@pytest.mark.parametrize("word", ["保留", "restore", "恢复", "R", "yes", "TRUE", "是"])
def test_a_decision_may_be_written_in_either_language(run: Path, decided: Told, word: str) -> None:
    rows = _sheet(run)
    _fill(rows, "Write a poem", decision=word, reviewer="安")
    _applied(run, _written(rows).encode())
    ((reviewer, action, _),) = decided()
    assert (reviewer, action) == ("安", "restore")


@pytest.mark.parametrize("cell", ["#NAME?", "#VALUE!", "######", "#N/A"])
def test_what_a_program_puts_in_the_place_of_a_text_is_no_edit(run: Path, cell: str) -> None:
    rows = _sheet(run)
    _fill(rows, "Name three fruits that grow in the north", output=cell)
    applied = _applied(run, _written(rows).encode(), reviewer="bob")
    assert applied.added == {}
    assert cell in applied.notes[0]


def test_an_emptied_cell_is_no_edit_but_for_an_input(run: Path) -> None:
    rows = _sheet(run)
    _fill(rows, HOSTILE, input="")
    _fill(rows, "Name three fruits that grow in the north", output=" ")
    _fill(rows, "Describe how bread rises while it is baked", instruction="")
    applied = _applied(run, _written(rows).encode(), reviewer="bob")
    assert applied.added == {"edit": 1}
    assert [note.partition(": ")[2] for note in applied.notes] == [
        "the output is empty; write reject if the record is to go; it is left alone",
        "the instruction is empty; write reject if the record is to go; it is left alone",
    ]


@pytest.mark.parametrize("save", ["as it was", "with a line for the separator", "as GBK", "as Unicode text"])
def test_an_edit_in_chinese_is_read_where_no_character_is_lost(run: Path, save: str) -> None:
    rows = _sheet(run)
    _fill(rows, "Describe how bread rises while it is baked", output="酵母产气，面团“留”住它。")
    assert _applied(run, SAVED[save](rows), reviewer="bob").added == {"edit": 1}
    after = next(journal.read(run)).after
    assert after
    assert after.output == "酵母产气，面团“留”住它。"


def test_an_edit_of_a_text_that_lost_characters_is_left_alone(tmp_path: Path) -> None:
    run = imported_run(tmp_path, [("Explain what a café is to a guest.", "", "A place 😀 for coffee.")])
    rows = _sheet(run)
    _fill(rows, "Explain", output="A 😀 place.")
    applied = _applied(run, _written(rows).encode("gbk", "replace"), reviewer="bob")
    assert applied.added == {}
    assert "row 2: the output has characters that were lost" in applied.notes[0]


def test_records_that_are_other_ones_by_now_are_told_and_the_rest_is_applied(run: Path) -> None:
    rows = _sheet(run)
    for row in rows[1:]:
        row[_column(rows, "decision")] = "skip"
    rows[1][_column(rows, "check")] = "abcdefghijklmnop"
    applied = _applied(run, _written(rows).encode(), reviewer="bob")
    assert applied.added == {"skip": len(rows) - 2}
    assert "row 2: the run has no record r" in applied.notes[0]


def test_a_record_is_found_by_its_texts_where_its_id_was_spoilt(run: Path, decided: Told) -> None:
    rows = _sheet(run)
    right = _row(rows, HOSTILE)[_column(rows, "id")].lstrip("'")
    _fill(rows, HOSTILE, decision="reject", id="1")
    assert _applied(run, _written(rows).encode(), reviewer="bob").added == {"reject": 1}
    assert decided() == [("bob", "reject", right)]


def test_an_edit_that_was_made_meanwhile_stays(run: Path) -> None:
    rows = _sheet(run)
    _fill(rows, "Name three fruits that grow in the north", instruction="Name three northern fruits.")
    other = [row[:] for row in rows]
    _fill(other, "Name three northern", instruction="Name three fruits that grow in the north.", output="Plums.")
    _applied(run, _written(other).encode(), reviewer="ann")
    _applied(run, _written(rows).encode(), reviewer="bob")
    after = [*journal.read(run)][-1].after
    assert after
    assert (after.instruction, after.output) == ("Name three northern fruits.", "Plums.")
    assert _applied(run, _written(other).encode(), reviewer="ann").added == {}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"decision": "perhaps"}, "row 2: decision “perhaps”: write keep, reject, restore, doubtful or skip, or leave"),
        ({"why": "wrong"}, "row 2: decision “”: write keep"),
        (
            {"decision": "perhaps", "state": "入选"},
            "row 2: decision “perhaps”: write 保留, 淘汰, 恢复, 待定 or 跳过, or leave",
        ),
    ],
)
def test_what_is_no_decision_is_told_by_row_and_nothing_is_applied(
    run: Path, decided: Told, cells: dict[str, str], why: str
) -> None:
    rows = _sheet(run)
    for row in rows[2:]:
        row[_column(rows, "decision")] = "skip"
    for name, cell in cells.items():
        rows[1][_column(rows, name)] = cell
    with pytest.raises(InputError, match=f"back.csv, {why}"):
        _applied(run, _written(rows).encode(), reviewer="bob")
    rows[3][_column(rows, "decision")] = "maybe"
    with pytest.raises(InputError, match=f"back.csv, {why}.*; look at row 4, too$"):
        _applied(run, _written(rows).encode(), reviewer="bob")
    assert decided() == []


def test_one_undo_takes_back_all_that_a_sheet_said(run: Path) -> None:
    rows = _sheet(run, reviewer="bob")
    for row in rows[1:]:
        row[_column(rows, "decision")] = "reject"
    _applied(run, _written(rows).encode())
    with closing(Desk(run, "bob")) as desk:
        assert len(desk.undo()) == len(rows) - 1
        assert desk.undo() == []


def test_what_is_no_sheet_any_more_is_told(run: Path) -> None:
    rows = _sheet(run)
    _fill(rows, HOSTILE, decision="keep")
    with pytest.raises(InputError, match="names no reviewer; say with ‹reviewer›"):
        _applied(run, _written(rows).encode())
    without = [[cell for at, cell in enumerate(row) if at != _column(rows, "check")] for row in rows]
    with pytest.raises(InputError, match="row 1: the column “check” is missing"):
        _applied(run, _written(without).encode())
    with pytest.raises(InputError, match="row 1: two columns are called “check”"):
        _applied(run, _written([[*row, row[-1]] for row in rows]).encode())
    with pytest.raises(InputError, match="row 2: has more cells than there are columns"):
        _applied(run, _written([rows[0], [*rows[1], "x"]]).encode())
    with pytest.raises(InputError, match="row 3: the record is there already, in row 2"):
        _applied(
            run,
            _written(
                [
                    rows[0],
                    _row(rows, HOSTILE),
                    [*_row(rows, HOSTILE)[:4], "reject", *rows[1][5:7], *_row(rows, HOSTILE)[7:]],
                ]
            ).encode(),
            reviewer="b",
        )
    with pytest.raises(InputError, match="save a spreadsheet as CSV"):
        _applied(run, b"PK\x03\x04 and so on", "back.xlsx")
