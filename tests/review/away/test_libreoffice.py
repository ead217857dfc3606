"""A sheet goes through a real spreadsheet, LibreOffice, and comes back."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from tests.support.reviewed import imported_run

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(not OFFICE, reason="there is no soffice: apt install libreoffice-calc")

TASKS = [
    ("Übersetze »Straße« ins Englische, s’il vous plaît.", "Größe: 12 €", "It is “street”; ẞ, ñ and naïve 😀."),
    ("用三句话说明面包为什么会发起来。", "第一行\r\n第二行\t“引号”", "酵母产气；面团，“留”住它。\n\n=1+1"),
    ('=HYPERLINK("http://x") is what is to be explained', "1.50", "-2+3"),
    ("Which day of the week comes after this date?", "March 3", "2024-03-04"),
    ("Say whether the claim is true or false.", "@SUM(A1:A9)", "TRUE"),
    ("List the parts of the code of a parcel.", "007", "1e5\n0012\n+49 30 1234"),
    ("Tell what 'quotes' are for in a text.", "'", "''quoted'' \"twice\"\n=cmd|' /C calc'!A0\n  - indented"),
    ("Write a program that prints a table.", "", "```python\nfor at in range(3):\n\tprint(at, at ** 2)\n```"),
]
# What LibreOffice is told of a CSV file, as its dialog offers it: its separator, quotes, charset, first line; then of
# the types of columns, the language, whether quoted is text, and whether numbers and formulas are looked for.
_TOLD = "44,34,76,1,,0,false,true,false"


def _converted(file: Path, kind: str, told: str = "") -> Path:
    """Let LibreOffice open a file and save it as another kind; return that."""
    folder = file.parent / kind.partition(":")[0]
    command = [str(OFFICE), f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter=CSV:{told}"] if told else []
    command += ["--convert-to", kind, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    (found,) = folder.iterdir()
    return found


def _fill(sheet: Path) -> None:
    """Write decisions and edits into a sheet, as a reviewer does."""
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        head, *rows = csv.reader(lines)
    at = {name.split()[0]: place for place, name in enumerate(head)}
    rows[0][at["decision"]], rows[0][at["comment"]] = "reject", "für später"
    rows[1][at["output"]] = "面团里有气。\n第二行，“引号”。"
    rows[2][at["decision"]] = "保留"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([head, *rows])


def test_it_comes_back_from_a_workbook(tmp_path: Path) -> None:
    run = imported_run(tmp_path, TASKS, filters="none")
    sheet = tmp_path / "sheet.csv"
    assert selfinstruct.export_review(run, sheet, queue="accepted").records == len(TASKS)
    _fill(sheet)
    back = _converted(_converted(sheet, "xlsx", _TOLD), "csv:Text - txt - csv (StarCalc):59,34,76")
    applied = selfinstruct.apply_review(run, back, reviewer="bob")
    # All that nobody has touched is as it was.
    assert (applied.added, applied.notes) == ({"reject": 1, "comment": 1, "edit": 1, "keep": 1}, ())
    said = {each.action: each for each in journal.read(run)}
    assert said["comment"].note == "für später"
    assert said["edit"].after
    assert said["edit"].after.output == "面团里有气。\n第二行，“引号”。"
    assert said["edit"].after.instruction == TASKS[1][0]
