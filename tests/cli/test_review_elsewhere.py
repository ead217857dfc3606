"""The review command where a review goes elsewhere and comes back: what it writes, says and refuses."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.support.reviewed import imported_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return imported_run(tmp_path)


def test_a_sheet_goes_and_comes_back(command: Command, run: Path) -> None:
    sent = command("review", "run", "--export", "sheet.csv", "--queue", "accepted", "--reviewer", "bob")
    assert sent.stdout.startswith("wrote sheet.csv (4 records, ")
    assert sent.stdout.splitlines()[-1].endswith("selfinstruct review run --apply FILE")
    sheet = run.parent / "sheet.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.reader(file)]
    rows[1][4] = "reject"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert (
        command("review", "run", "--apply", "sheet.csv", "--dry-run").stdout == "decisions would be added: 1 reject\n"
    )
    done = command("review", "run", "--apply", "sheet.csv")
    assert done.stdout.startswith(
        "decisions added: 1 reject\n"
        "now in all: 3 tasks in the training file; 1 record rejected and 0 edited in review, 0 restored\nwrote run/"
    )
    assert len(json.loads((run / "alpaca_data.json").read_text())) == 3
    assert "none; known already: 1" in command("review", "run", "--apply", "sheet.csv").stdout


def test_a_file_edited_by_hand_is_read_in_from_where_it_was_kept(command: Command, run: Path) -> None:
    file = run / "alpaca_data.json"
    file.write_text(file.read_text().replace("Apples, pears and plums.", "Apples."))
    told = command("generate", "--backend", "demo", "--n", "2", "--output", "run", "--lang", "en").stdout
    assert "to read it in as decisions: selfinstruct review run --apply run/alpaca_data.json.bak" in told
    assert command("review", "run", "--apply", "run/alpaca_data.json.bak").stdout.startswith(
        "decisions added: 1 edit\n"
    )
    assert "Apples." in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--export", "a.html", "--apply", "b.csv"], "--export and --apply: give one of them"),
        (["--queue", "all"], "--queue, --part and --overlap go with --export, --reject-missing and --dry-run with"),
        (["--export", "a.csv", "--part", "3/2"], "--part 3/2: write 1/2 for the first of two reviewers"),
        (["--export", "a.csv", "--overlap", "5"], "--overlap 5: a number of records that go to all, beside --part"),
        (["--dry-run"], "--dry-run with --apply"),
        (["--export", "a.xlsx"], "a.xlsx: name a file that ends in .html, for a page, or in .csv"),
        (["--export", "a.csv", "--queue", "best"], "--queue best: choose one of: rejected, risk"),
        (["--export", "a.csv", "--queue", "disputed"], "run: has no record in --queue disputed"),
        (["--export", "tasks.csv"], "tasks.csv: is there already, perhaps with decisions in it"),
        (["--export", "a.html", "--page-lang", "fr"], "--page-lang fr: choose one of: en, zh"),
        (["--export", "a.html", "--sample", "-1"], "--sample -1: from 1 to 10,000 records"),
        (["--apply", "nowhere.csv"], "nowhere.csv: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(command: Command, run: Path, arguments: list[str], why: str) -> None:
    (run.parent / "tasks.csv").touch()
    done = command("review", "run", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_file_of_another_run_is_told_and_nothing_is_added(
    command: Command, run: Path, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "other").mkdir()
    other = imported_run(tmp_path / "other", [("Weigh three stones on a scale.", "", "They are heavy.")])
    file = tmp_path / f"file.{kind}"
    if kind == "csv":
        command("review", str(other), "--export", file.name, "--queue", "all", "--reviewer", "li")
        head, *rows = csv.reader(file.read_text("utf-8-sig").splitlines())
        at = next(at for at, name in enumerate(head) if name.startswith("decision"))
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([head, *([*row[:at], "keep", *row[at + 1 :]] for row in rows)])
    else:
        command("decide", str(other), "keep", "1.0", "--reviewer", "li")
        file.write_bytes((other / "decisions.jsonl").read_bytes())
    done = command("review", "run", "--apply", file.name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no record of this run, but 1 of another" in done.stderr
    assert not (run / "decisions.jsonl").exists()


def test_what_can_be_read_in_is_told_of_any_other_file(command: Command, run: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A run\n", "utf-8")
    done = command("review", "run", "--apply", "README.md")
    assert done.returncode == 2
    assert "give what the page has saved, a sheet, or a training file" in done.stderr
