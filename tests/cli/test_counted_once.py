"""A row that came to nothing is counted once in the summary, as its task, with what its instances were rejected for."""

import json
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import ImportSettings
from tests.conftest import Command

REFUSED = "I'm sorry, but as an AI language model I cannot write poems."
POEM, SEA = "Write a poem about a slow train.", "Describe the sea to somebody who has never seen it."
FRUITS = ("Name three fruits that grow in the north.", [("", "Apples, pears and plums.")])


@pytest.mark.parametrize(
    ("rows", "claimed", "others"),
    [
        ([FRUITS, (POEM, [("", REFUSED)])], "1  1 no_sound_instance; their instances: 1 refusal", ""),
        (
            [FRUITS, (POEM, [("", REFUSED)]), (SEA, [("calm", ""), ("rough", "")])],
            "2  2 no_sound_instance; their instances: 2 empty_output, 1 refusal",
            "",
        ),
        ([FRUITS, (SEA, [("calm", ""), ("rough", "It roars and is grey.")])], "0", "1  other instances, and"),
        (
            [(POEM, [("", REFUSED)]), (SEA, [("calm", ""), ("rough", "It roars and is grey.")])],
            "1  1 no_sound_instance; their instances: 1 refusal",
            "1  other instances, and completions: 1 empty_output",
        ),
    ],
)
def test_each_row_is_counted_once(
    tmp_path: Path,
    command: Command,
    rows: list[tuple[str, list[tuple[str, str]]]],
    claimed: str,
    others: str,
) -> None:
    names = ("input", "output")
    file = tmp_path / "rows.jsonl"
    tasks = [
        {"id": f"t{at}", "instruction": text, "instances": [dict(zip(names, pair, strict=True)) for pair in pairs]}
        for at, (text, pairs) in enumerate(rows)
    ]
    file.write_text("\n".join(map(json.dumps, tasks)))
    report = selfinstruct.import_tasks([file], tmp_path / "run", ImportSettings(language="en")).report
    assert report.candidates == len(rows) == report.accepted + report.rejected_items
    # In order: of candidates, of claimed instructions, then of what is left.
    funnel = command("status", "run").stdout.splitlines()
    told = [line.removeprefix("  rejected").strip() for line in funnel if line.startswith("  rejected")]
    assert told[:2] == ["0", claimed]
    assert [each[: len(others)] for each in told[2:]] == ([others] if others else [])
    row = json.loads(command("status", "run", "--json").stdout)
    assert sum(row["rejected"]["instance"].values()) - sum(row["rejected_with_tasks"].values()) == bool(others)
