"""What a run keeps away from is told wherever a reader looks for it."""

import json
from pathlib import Path

import pytest

from tests.crashes.inprocess import Main, main_of

RUN = ("generate", "-n", 12, "--backend", "demo", "--random-seed", 1)


@pytest.fixture(name="main")
def _main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def test_it_is_told_in_the_estimate_the_summary_the_list_and_the_card(main: Main) -> None:
    main(*RUN, "-o", "first")
    known = [each["instruction"] for each in json.loads(Path("first/alpaca_data.json").read_text(encoding="utf-8"))]
    Path("eval.txt").write_text("\n".join(known[:3]), encoding="utf-8")
    avoiding = (*RUN, "-o", "run", "--avoid", "eval.txt")
    assert "\naway from 3 instructions to avoid\n" in main(*avoiding, "--dry-run").stdout
    assert ", beside 175 seed tasks, away from 3 to avoid\n" in main(*avoiding).stdout
    assert main("generate", "-n", 14, "-o", "run").stdout.startswith("run keeps away from 3 instructions, as before\n")
    listed = main("show", "run", "--reason", "avoided").stdout
    assert "near one to avoid: " in listed
    assert main("export", "run", "--format", "hf").returncode == 0
    (card,) = Path("run").rglob("README.md")
    assert "**Kept away from:** 3 instructions" in card.read_text(encoding="utf-8")


def test_where_there_is_nothing_to_avoid_nothing_is_said(main: Main) -> None:
    told = main(*RUN, "-o", "run").stdout + main("generate", "-n", 14, "-o", "run").stdout
    assert "avoid" not in told
    assert "keeps away" not in told
