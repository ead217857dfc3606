"""What somebody did to a sheet that its columns do not show: rows torn apart, words in places that are not read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from selfinstruct import InputError
from selfinstruct.decisions import journal
from tests.review.away.conftest import Told
from tests.review.away.test_sheets import SAVED, Rows, _applied, _column, _fill, _sheet, _written

FRUIT, BREAD = "Name three fruits that grow in the north", "Describe how bread rises while it is baked"
_CHECK_OF_BEFORE = 16


def _sorted_by(rows: Rows, *names: str) -> Rows:
    """Return a sheet of which only these columns were sorted, by the first of them."""
    columns = [_column(rows, name) for name in names]
    cells = sorted([row[at] for at in columns] for row in rows[1:])
    sorted_rows = [row[:] for row in rows]
    for row, texts in zip(sorted_rows[1:], cells, strict=True):
        for at, text in zip(columns, texts, strict=True):
            row[at] = text
    return sorted_rows


def _shifted_up(rows: Rows, name: str) -> Rows:
    """Return a sheet in which somebody has deleted one cell, so that those below it moved up."""
    at = _column(rows, name)
    cells = [*(row[at] for row in rows[2:]), ""]
    return [rows[0], *([*row[:at], cell, *row[at + 1 :]] for row, cell in zip(rows[1:], cells, strict=True))]


@pytest.mark.parametrize(
    "torn",
    [
        lambda rows: _sorted_by(rows, "instruction", "input", "output"),
        lambda rows: _sorted_by(rows, "output"),
        lambda rows: _sorted_by(rows, "check"),
        lambda rows: _sorted_by(rows, "id", "state", "reason", "nearest", "decision", "why"),
        lambda rows: _shifted_up(rows, "instruction"),
    ],
    ids=["texts", "outputs", "checks", "decisions", "one deleted"],
)
@pytest.mark.parametrize("save", ["as it was", "as Windows-1252"])
def test_rows_that_were_torn_apart_decide_nothing(
    run: Path, decided: Told, torn: Callable[[Rows], Rows], save: str
) -> None:
    rows = _sheet(run)
    _fill(rows, FRUIT, decision="reject")
    with pytest.raises(InputError, match="only some of the columns were sorted or moved"):
        _applied(run, SAVED[save](torn(rows)), reviewer="bob")
    assert decided() == []


def test_a_text_of_another_row_and_exchanged_labels_are_edits(run: Path) -> None:
    rows = _sheet(run)
    at = _column(rows, "output")
    _fill(rows, FRUIT, output=next(row[at] for row in rows if row[at].startswith("Figs")))
    _fill(rows, BREAD, input="Why", instruction="Why")
    assert _applied(run, _written(rows).encode(), reviewer="bob").added == {"edit": 2}


def test_a_sheet_of_before_is_read_as_before(run: Path) -> None:
    rows = _sheet(run)
    for row in rows[1:]:
        row[-1] = row[-1][:_CHECK_OF_BEFORE]
    _fill(rows, FRUIT, decision="reject", reason="of mine", id="99")
    applied = _applied(run, _written(rows).encode(), reviewer="bob")
    assert (applied.notes, applied.added) == ((), {"reject": 1})


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"state": "rejected"}, "state holds “rejected” now"),
        ({"reason": "the plums are wrong", "decision": "x"}, "reason holds “the plums are wrong” now"),
        ({"verdicts": "keep"}, "verdicts holds “keep” now"),
    ],
)
@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED.keys())
def test_what_is_written_where_it_is_not_read_is_told(
    run: Path, save: Callable[[Rows], bytes], cells: dict[str, str], told: str
) -> None:
    rows = _sheet(run)
    _fill(rows, FRUIT, **cells)
    applied = _applied(run, save(rows), reviewer="bob")
    is_there = save is not SAVED["without the columns that only tell"] or "verdicts" in cells
    assert [told in note for note in applied.notes] == [True] * is_there
    assert applied.added == ({"reject": 1} if "decision" in cells else {})


@pytest.mark.parametrize("heading", ["my notes", ""])
def test_a_column_of_ones_own_is_told(run: Path, heading: str) -> None:
    rows = [[*row, cell] for row, cell in zip(_sheet(run), [heading, "wrong", *[""] * 99], strict=False)]
    (note,) = _applied(run, _written(rows).encode(), reviewer="bob").notes
    assert f"the column “{heading or f'number {len(rows[0])}'}” is none of the sheet's own: 1 cell is" in note


@pytest.mark.parametrize(
    ("written", "why"), [("3.0", "input_does_not_fit"), ("3,00", "input_does_not_fit"), ("３", "input_does_not_fit")]
)
@pytest.mark.parametrize("word", ["ｒｅｊｅｃｔ", "Reject"])
def test_words_and_numbers_may_be_wide_and_have_a_decimal_point(run: Path, written: str, why: str, word: str) -> None:
    rows = _sheet(run)
    _fill(rows, FRUIT, decision=word, why=written)
    assert _applied(run, _written(rows).encode(), reviewer="bob").notes == ()
    assert [(each.why, each.note) for each in journal.read(run)] == [(why, "")]


@pytest.mark.parametrize(
    "more",
    [
        lambda rows: [["Review of week 12", *[""] * 12], *rows],
        lambda rows: [[""] * 13, ["for Li"], *rows],
        lambda rows: [*rows, *rows],
        lambda rows: [*rows, rows[0]],
    ],
    ids=["a title", "rows above", "the same sheet twice", "a header at the end"],
)
def test_rows_around_a_sheet_are_stepped_over(run: Path, more: Callable[[Rows], Rows]) -> None:
    rows = _sheet(run)
    _fill(rows, FRUIT, decision="reject")
    applied = _applied(run, _written(more(rows)).encode(), reviewer="bob")
    assert (applied.notes, applied.added) == ((), {"reject": 1})


@pytest.mark.parametrize(
    ("charset", "comment"), [("cp950", "這個答案錯了"), ("cp932", "この答えは間違い"), ("cp949", "답이 틀렸다")]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_comment_is_read_in_the_charset_of_its_country(run: Path, charset: str, comment: str, lang: str) -> None:
    rows = _sheet(run, page_language=lang)
    _fill(rows, FRUIT, comment=comment)
    applied = _applied(run, _written(rows).encode(charset, "replace"), reviewer="bob")
    assert (applied.notes, [each.note for each in journal.read(run)]) == ((), [comment])


@pytest.mark.parametrize("charset", ["cp1252", "mac_roman", "cp1251"])
def test_a_comment_in_a_charset_that_nothing_tells_is_told(run: Path, charset: str) -> None:
    rows = _sheet(run)
    _fill(rows, FRUIT, comment={"cp1251": "нет"}.get(charset, "pas là"))
    (note,) = _applied(run, _written(rows).encode(charset, "replace"), reviewer="bob").notes
    read = "pas là" if charset == "cp1252" else "“"
    assert "1 cell with letters of no known charset, read as Windows-1252" in note
    assert read in note
