"""The file of rejections: what is on its lines, and what comes first."""

import json
import os
import re
from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct import api
from selfinstruct.core.settings import Asking, Connection, ImportSettings, Pace, Settings
from selfinstruct.storage.store import Store
from selfinstruct.testing import ScriptedBackend
from tests.conftest import RunFolder

MOON = {"instruction": "Name two facts about the moon.", "input": "", "output": "It is far, and it is round."}
FACTS = {"instruction": "Name two facts on the moon.", "input": "at noon", "output": "It is hot.\n\nIt is bright."}
AGAIN = {"instruction": "name two facts about the moon", "input": "", "output": "It is near."}
POEM = {"instruction": "Write a poem about the sea, please.", "input": "", "output": "La"}
HM = {"instruction": "Hm.", "input": "a", "output": "Mm."}
EMPTY = {"instruction": "Sum up the letter below in one line.", "input": "Dear all, ship it.", "output": ""}
SEA = "Write a poem about the sea."

GOLDEN = Path(__file__).with_name("rejected.jsonl")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of whole tasks: one is accepted, five are rejected."""
    avoid = tmp_path / "avoid.txt"
    avoid.write_text(SEA, encoding="utf-8")
    settings = Settings(
        1, recipe="alpaca", avoid=(avoid,), asking=Asking(form="text"), pace=Pace(concurrency=1),
        connection=Connection(backend="demo"),
    )  # fmt: skip
    script = json.dumps({"tasks": [EMPTY, MOON, AGAIN, FACTS, POEM, HM]})
    result = api.generate(settings, tmp_path / "run", backend=ScriptedBackend(script))
    assert result.report.is_complete
    return tmp_path / "run"


def test_the_lines_are_these(run: Path) -> None:
    text = (run / "rejected.jsonl").read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_several_instances_of_an_instruction_are_a_list(tmp_path: Path) -> None:
    pair = [{"input": "", "output": "Far."}, {"input": "at noon", "output": "Hot."}]
    rows = [
        {"id": f"t{at}", "instruction": each["instruction"], "is_classification": False, "instances": pair}
        for at, each in enumerate((MOON, FACTS))
    ]
    (tmp_path / "tasks.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    api.import_tasks([tmp_path / "tasks.jsonl"], tmp_path / "run", ImportSettings("en"))
    (row,) = RunFolder(tmp_path / "run").rejections
    assert (row["instances"], row["nearest"]) == (pair, "1.0")
    assert not {"input", "output", "item"} & row.keys()


def test_what_is_worth_a_look_comes_first_each_in_the_order_of_arrival(tmp_path: Path) -> None:
    settings = Settings(150, "zh", connection=Connection(backend="demo"), random_seed=4)
    api.generate(settings, tmp_path / "run")
    rows = RunFolder(tmp_path / "run").rejections
    folded = [row["reason"] == "surplus_instance" or row.get("is_repeat", False) for row in rows]
    assert folded == sorted(folded)
    assert {True, False} == {*folded}
    numbers = [int(row["id"][1:]) for row in rows]
    first, last = numbers[: folded.count(False)], numbers[folded.count(False) :]
    assert (first, last) == (sorted(first), sorted(last))
    assert sorted(numbers) == [*range(1, len(rows) + 1)]
    assert all(row["item"].startswith(f"{row['item'].partition('.')[0]}.") for row in rows if row["subject"] == "task")
    with closing(Store.open_to_read(tmp_path / "run")) as store:
        claimed = {each.id for each in store.claimed()}
    assert {row["item"] for row in rows if row["subject"] in ("task", "instance")} <= claimed


def _table_of(page: str, file: str) -> str:
    return page.partition(f"## `{file}`\n")[2].partition("\n## ")[0].partition("| field |")[2]


def test_the_page_on_it_has_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "run-folder.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"(?m)^\| (`.*?) \|", _table_of(page, "rejected.jsonl"))))
    rows = map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines())
    assert sorted(named) == sorted({name for row in rows for name in row} | {"instances", "item"})
