"""What is to be kept away from: the questions of evaluation sets, with or without answers."""

import gzip
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


@pytest.mark.parametrize("ends", ["\n", "\r\n", ",\n"])
@pytest.mark.parametrize("name", ["in.txt", "in.TXT", "in.txt.gz"])
def test_a_text_of_json_objects_is_read_as_json(tmp_path: Path, name: str, ends: str) -> None:
    rows = [{"instruction": Q, "output": "Gannet."}, {"question": "And one that does not?", "answer": "Gull."}]
    for text in (ends.join(map(json.dumps, rows)), json.dumps(rows, indent=1)):
        _packed(tmp_path / name, text)
        assert read_instructions(tmp_path / name) == [Q, "And one that does not?"]
    _packed(tmp_path / name, f"{json.dumps(rows[0])}\n{{broken")
    with pytest.raises(InputError, match="line 2: not valid JSON"):
        read_instructions(tmp_path / name)


@pytest.mark.parametrize("name", ["in.txt", "in.txt.gz"])
def test_a_line_of_a_text_is_an_instruction_whatever_it_begins_with(tmp_path: Path, name: str) -> None:
    lines = ["[1, 2, 3] is which type?", '{"a": 1} what does this mean?', '"quoted"', "7", "a\u2028b\x85c"]
    _packed(tmp_path / name, "\n".join(lines))
    assert read_instructions(tmp_path / name) == lines


def _packed(file: Path, text: str) -> None:
    data = text.encode()
    file.write_bytes(gzip.compress(data) if file.suffix == ".gz" else data)


@pytest.mark.parametrize("name", ["in.txt", "in.TXT", "in.jsonl", "in.csv"])
def test_a_file_without_any_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no instruction"):
        read_instructions(tmp_path / name)
