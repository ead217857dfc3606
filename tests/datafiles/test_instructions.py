"""What is to be kept away from: the questions of evaluation sets, with or without answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.datafiles.instructions import read_instructions

Q = "Name a sea bird that dives."


def _read(folder: Path, *rows: Any) -> list[str]:
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_instructions(file)


@pytest.mark.parametrize(
    "row",
    [
        {"instruction": Q, "output": "Gannet."},
        {"instruction": Q, "output": None},
        {"key": 1, "prompt": Q, "instruction_id_list": ["a"], "kwargs": [{}]},
        {"question_id": 81, "category": "writing", "turns": [Q, "Rewrite it."]},
        {"task_id": "a", "prompt": Q, "canonical_solution": "x", "test": "y"},
        {"question": Q, "choices": ["a", "b"], "answer": 1},
        {"Question": Q, "A": "a", "B": "b", "Answer": "A"},
        {"question": Q, "best_answer": "Gannet."},
        {"question": Q},
        {"messages": [{"role": "user", "content": Q}]},
        {"question": Q, "options": ["a"], "output": "Gannet."},
        {"prompt": Q, "response": "x", "label": False},
        Q,
    ],
)
def test_questions_need_no_answer(tmp_path: Path, row: Any) -> None:
    assert _read(tmp_path, row) == [Q]
    assert _read(tmp_path, row, row) == [Q]


def test_what_is_asked_below_a_system_message_is_avoided_without_it_too(tmp_path: Path) -> None:
    assert _read(tmp_path, {"system": "Be brief.", "prompt": Q, "response": "A gannet."}) == [f"Be brief.\n\n{Q}", Q]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": 3}, "not a task"),
        ({"text": Q}, "not a task"),
        (7, "must be a JSON object"),
        ({"turns": []}, "not a task"),
    ],
)
def test_what_asks_nothing_is_told(tmp_path: Path, row: Any, told: str) -> None:
    with pytest.raises(InputError, match=f"line 2: {told}"):
        _read(tmp_path, Q, row)


@pytest.mark.parametrize("name", ["in.txt", "in.TXT", "in.jsonl", "in.csv"])
def test_a_file_without_any_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no instruction"):
        read_instructions(tmp_path / name)
