"""Seed files: read as they are, checked, and the ones that come along."""

import json
from pathlib import Path

import pytest

from selfinstruct.languages import find_language, language_codes
from selfinstruct.resources import seed_file
from selfinstruct.seeds import check_seed_tasks, read_seed_tasks
from selfinstruct.types import Instance, Task
from tests.conftest import Command

SELF_INSTRUCT_LINE = {
    "id": "seed_task_4",
    "name": "rhyme",
    "instruction": "Find a word that rhymes.",
    "instances": [{"input": "moon", "output": "spoon"}, {"input": "hat", "output": "cat"}],
    "is_classification": False,
}


def test_json_lines_and_an_array_read_the_same(tmp_path: Path) -> None:
    other = SELF_INSTRUCT_LINE | {"id": "seed_task_5", "is_classification": True}
    lines, array = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(json.dumps(SELF_INSTRUCT_LINE) + "\r\n\n" + json.dumps(other), encoding="utf-8")
    array.write_text("\ufeff" + json.dumps([SELF_INSTRUCT_LINE, other], indent=2), encoding="utf-8")
    assert read_seed_tasks(lines) == read_seed_tasks(array)
    assert read_seed_tasks(lines)[0] == Task(
        "seed_task_4",
        "Find a word that rhymes.",
        is_classification=False,
        instances=(Instance("moon", "spoon"), Instance("hat", "cat")),
        origin="seed",
    )


def test_near_duplicates_inside_a_file_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "zh.jsonl"
    rows = [
        {
            "id": name,
            "instruction": text,
            "instances": [{"input": "", "output": "……"}],
            "is_classification": name == "b",
        }
        for name, text in (("a", "用一句话概括下面这段话。"), ("b", "判断对错。"), ("c", "请用一句话概括下面这段话"))
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    report = check_seed_tasks(read_seed_tasks(path), find_language("zh"), 0.7)
    assert (report.tasks, report.classification) == (3, 1)
    assert [(later, earlier) for later, earlier, _ in report.near_duplicates] == [("c", "a")]


@pytest.mark.parametrize("code", language_codes())
def test_our_own_seeds_have_no_near_duplicates(command: Command, code: str) -> None:
    done = command("seeds", "check", seed_file(code))
    assert done.returncode == 0
    assert find_language(code).name in done.stdout
    assert done.stdout.split("near-duplicates")[1].split() == ["0"]
