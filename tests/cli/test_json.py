"""With `--json` a command prints one object whatever becomes of it, and docs/json.md names each of its keys."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.cli.machine import calibration_json
from selfinstruct.decisions.calibration import Both, calibrated
from tests.crashes.inprocess import Main, main_of

ROOT = Path(__file__).parents[2]
PAGES = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("json.md", "json.zh.md")]
RUN = ("generate", "-n", 20, "--backend", "demo", "--random-seed", 1)
PRICES = ("--price-in", 1, "--price-out", 2)
Made = dict[str, dict[str, Any]]


def _keys(page: str, table: str) -> set[str]:
    rows = page.partition(f"<!-- {table} -->")[2].partition("\n\n")[0].splitlines()[3:]
    return {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.fixture(name="main")
def _main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def _read(main: Main, *arguments: object) -> dict[str, Any]:
    done = main(*arguments, "--json")
    row: dict[str, Any] = json.loads(done.stdout)
    assert row.get("exit_code", 0) == done.returncode
    return row


def test_every_key_is_explained_in_both_languages_and_no_other(main: Main) -> None:
    numbers = ("ended", "numbers")
    made = {
        numbers: [_read(main, *RUN, "-o", "run"), _read(main, "replay", "run", "-o", "again")],
        ("stands", "numbers"): [_read(main, "status", "run")],
        ("plan",): [_read(main, *RUN, "-o", "new", "--dry-run", "--show-prompts", *PRICES)],
        ("error",): [_read(main, "status", "nowhere")],
    }
    made[numbers].append(_read(main, "import", "run/alpaca_data.json", "-o", "mine"))
    made[numbers].append(_read(main, "judge", "run", "--backend", "demo", "--model", "other"))
    made["plan",].append(_read(main, "judge", "mine", "--backend", "demo", "--dry-run", "--show-prompts"))
    for tables, rows in made.items():
        for page in PAGES:
            explained = set().union(*(_keys(page, table) for table in tables))
            assert [set(row) for row in rows] == [explained] * len(rows)


def test_the_exit_code_is_that_of_the_command_also_of_a_run_that_is_not_complete(main: Main) -> None:
    short = _read(main, *RUN, "-o", "run", "--max-requests", 3)
    again = _read(main, "replay", "run", "-o", "again")
    assert (short["exit_code"], again["exit_code"]) == (1, 0)
    assert again["kept"] < again["target"]


def test_the_keys_of_a_calibration_are_explained() -> None:
    found = calibrated([Both(4.0, True, True), Both(1.0, False, False)] * 30)
    row = json.loads("\n".join(calibration_json(found)))
    assert [_keys(page, "calibration") for page in PAGES] == [set(row)] * 2
    assert row["good"].keys() == {"share", "low", "high", "of"}
    assert row["thresholds"][0]["precision"].keys() == row["good"].keys()


def test_the_numbers_are_those_of_the_summary(main: Main) -> None:
    row = _read(main, *RUN, "-n", 21, "--concurrency", 16, *PRICES, "-o", "run")
    told = main("status", "run").stdout
    assert told.startswith(f"{row['tasks']} of {row['target']} tasks")
    assert row["kept"] == row["accepted"] >= row["tasks"] == len(json.loads(Path("run/alpaca_data.json").read_text()))
    cost = re.search(r"\ncost ([\d.]+)(?:, at most ([\d.]+))?", told)
    assert cost
    assert round(row["cost"], 4) == float(cost[1])
    assert round(row["cost_at_most"], 4) == float(cost[2] or cost[1])


def test_an_estimate_can_be_read(main: Main) -> None:
    row = _read(main, *RUN, "-o", "new", "--dry-run", "--max-cost", 5, *PRICES)
    for amount in (row["requests"], row["tokens"], row["cost"]):
        assert 0 < amount["least"] < amount["about"] < amount["most"]
    assert sum(row["requests"]["steps"].values()) == row["requests"]["about"]
    assert (row["missing"], row["caps"]) == (20, {"--max-cost": 5})


def test_nothing_is_estimated_where_nothing_is_to_grow(main: Main) -> None:
    main(*RUN, "-o", "run")
    told = main(*RUN, "-o", "run", "--dry-run").stdout.splitlines()
    assert told[0].startswith("nothing to grow: there are 2")
    assert len(told) == 2
    assert _read(main, *RUN, "-o", "run", "--dry-run")["missing"] == 0


BAD = [
    ("status", "nowhere"),
    ("generate", "-n", 0),
    ("generate", "-n", 5, "--no-such-option"),
    ("generate", "-n", 5, "--backend", "none"),
    ("generate", "-n", 5, "--serve", "llama.cpp", "--model", "nothing.gguf"),
    ("import", "no.json", "-o", "new"),
    ("judge", "nowhere"),
    ("judge", "nowhere", "--dry-run"),
    ("judge", "nowhere", "--calibrate"),
    ("show", "nowhere"),
]


@pytest.mark.parametrize("arguments", BAD, ids=str)
def test_what_fails_is_an_object_too(main: Main, arguments: Sequence[object]) -> None:
    row = _read(main, *arguments)
    assert set(row) == _keys(PAGES[0], "error")
    assert row["exit_code"] == 2
    assert row["error"]
    assert "‹" not in row["error"]


@pytest.mark.parametrize("more", [("--max-requests", 2), ("--serve", "llama.cpp", "--dry-run")], ids=str)
def test_what_stops_short_is_told_in_one_object(main: Main, more: Sequence[object]) -> None:
    backend = ("--backend", "demo") if more[0] == "--max-requests" else ("--model", "nothing.gguf")
    row = _read(main, "generate", "-n", 20, "-o", "run", *backend, *more)
    assert row["exit_code"] in (1, 2)
    # So many let it move on; what is proposed is to reach the target.
    assert all((name, cap > 6) == ("--max-requests", True) for name, cap in row.get("enough", {}).items())
