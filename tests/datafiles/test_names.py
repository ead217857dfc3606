"""Names of fields in any spelling: what they hold is read, and what they say of a task is heeded."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import LeftOut
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.names import with_plain_names
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally

Q, A = "Name a sea bird.", "Gannet."
ASKED, ANSWERED = {"Role": "user", "Content": Q}, {"Role": "assistant", "Content": A}


def _read(rows: list[dict[str, Any]], folder: Path, tally: Tally | None = None) -> list[Any]:
    path = folder / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return [*read_tasks(path, tally)]


@pytest.mark.parametrize(
    ("row", "given"),
    [
        ({"Instruction": Q, "Input": "tern", "Output": A, "ID": 7}, "tern"),
        ({"Question": Q, "Answer": A}, ""),
        ({"INSTRUCTION": Q, "RESPONSE": A}, ""),
        ({"Instruction ": Q, " output": A}, ""),
        ({"Messages": [ASKED, ANSWERED]}, ""),
        ({"Conversations": [{"From": "human", "Value": Q}, {"From": "gpt", "Value": A}]}, ""),
        ({"Instruction": Q, "Instances": [{"Input": "tern", "Output": A}], "Id": "s1"}, "tern"),
        ({"Prompt": {"Text": Q, "Role": "prompter", "Replies": [{"Text": A, "Rank": 0}]}}, ""),
    ],
)
def test_tasks_are_read(row: dict[str, Any], given: str, tmp_path: Path) -> None:
    (task,) = _read([row], tmp_path)
    assert isinstance(task, Task)
    assert (task.instruction, task.instances) == (Q, (Instance(given, A),))


@pytest.mark.parametrize(
    "fields",
    [
        {"Label": "bad"},
        {"KTO_Tag": False},
        {"isCorrect": False},
        {"Is Correct": "false"},
        {"finishReason": "MAX_TOKENS"},
        {"Finish-Reason": "length"},
        {"Metadata": {"isTruncated": True}},
        {"Image": "a.png"},
        {"Options": ["Gannet", "Cow"]},
        {"Option A": "Gannet", "Option B": "Cow"},
    ],
)
@pytest.mark.parametrize("names", [("instruction", "output"), ("Instruction", "Output")])
def test_what_is_not_to_be_learnt_from_is_left_out(
    fields: dict[str, Any], names: tuple[str, str], tmp_path: Path
) -> None:
    (found,) = _read([dict(zip(names, (Q, A), strict=True)) | fields], tmp_path)
    assert isinstance(found, LeftOut)


def test_they_are_told_as_they_are_written(tmp_path: Path) -> None:
    tally = Tally()
    assert _read([{"Instruction": Q, "Output": A, "ID": 7, "createdAt": "today"}], tmp_path, tally)
    assert any("the fields ID, createdAt" in line for line in tally.lines())


def test_two_that_would_become_one_stay_apart() -> None:
    row = {"Instruction": Q, "instruction": A, "Output": A}
    apart = {"Instruction": Q, "instruction": A, "output": A}
    assert with_plain_names(row) == apart
    assert with_plain_names({"Meta": row}) == {"meta": apart}


def test_one_field_in_two_spellings_is_an_error_if_they_differ(tmp_path: Path) -> None:
    (found,) = _read([{"instruction": Q, "output": A, "Output": "Cow."}], tmp_path)
    assert "“output” and “Output” are one field in two spellings" in str(found)
    alike: dict[str, Any] = {"output": A, "Output": A, "Input": "", "input": "tern"}
    (task,) = _read([{"instruction": Q} | alike | {"Score": 1, "score": 2}], tmp_path)
    assert isinstance(task, Task)
    assert task.instances == (Instance("tern", A),)


def test_other_fields_in_two_spellings_hide_no_label(tmp_path: Path) -> None:
    (found,) = _read([{"instruction": Q, "output": A, "Score": 1, "score": 2, "isCorrect": False}], tmp_path)
    assert isinstance(found, LeftOut)


def test_columns_of_a_table(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("Instruction", "Output", "Is Correct"), (Q, A, "true"), (Q, "Cow.", "false")])
    found = [*read_tasks(tmp_path / "a.csv")]
    assert [type(each) for each in found] == [Task, LeftOut]
