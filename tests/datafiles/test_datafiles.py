"""Data that is there already: what is kept of a value, and where values are looked for."""

import gzip
import json
from pathlib import Path
from typing import Any

import datasets
import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.instructions import read_instructions
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally
from selfinstruct.formats import hf, llama_factory

CODE = "    def f(x):\n        return x\n"
RECORD = {"instruction": "Sort it.", "input": "", "output": "Sorted."}


def _read(path: Path) -> list[Task]:
    tasks = list(read_tasks(path))
    assert all(isinstance(task, Task) for task in tasks), tasks
    return [task for task in tasks if isinstance(task, Task)]


def _read_value(value: Any, folder: Path) -> Task:
    (folder / "a.jsonl").write_text(json.dumps(value), encoding="utf-8")
    (task,) = _read(folder / "a.jsonl")
    return task


@pytest.mark.parametrize(
    ("value", "instruction", "given"),
    [
        ({"instruction": " Mend it.\n", "input": CODE, "output": CODE}, "Mend it.", CODE),
        ({"instruction": " Mend it.\n", "instances": [{"input": CODE, "output": CODE}]}, "Mend it.", CODE),
        ({"input": f"Mend it.\n{CODE}", "target": CODE}, f"Mend it.\n{CODE}", ""),
        ({"prompt": f"{CODE}Mend it.", "completion": CODE}, f"{CODE}Mend it.", ""),
        ({"prompt": f"{CODE}Mend it.", "response": CODE, "history": []}, f"{CODE}Mend it.", ""),
        ({"question": "Mend it.\n", "answer": CODE}, "Mend it.\n", ""),
        (
            {"messages": [{"role": "user", "content": f"Mend it.\n{CODE}"}, {"role": "assistant", "content": CODE}]},
            f"Mend it.\n{CODE}",
            "",
        ),
    ],
)
def test_the_indentation_of_code_is_kept(tmp_path: Path, value: Any, instruction: str, given: str) -> None:
    task = _read_value(value, tmp_path)
    assert (task.instruction, task.instances) == (instruction, (Instance(given, CODE),))


@pytest.mark.parametrize("given", [None, "", "-"])
def test_no_input_is_no_input(tmp_path: Path, given: str | None) -> None:
    (instance,) = _read_value(RECORD | {"input": given}, tmp_path).instances
    assert instance == Instance({"-": "-"}.get(given or "", ""), "Sorted.")


@pytest.mark.parametrize(
    "value",
    [
        {"prompt": "And now?", "response": "Now this.", "history": [["Sort it.", "Sorted."], ["Again.", "Done."]]},
        RECORD | {"instruction": "And now?", "output": "This.", "history": [["Sort it.", "Sorted."]]},
    ],
)
def test_of_a_conversation_the_first_question_and_its_answer_count(tmp_path: Path, value: Any) -> None:
    assert _read_value(value, tmp_path) == _read_value(RECORD, tmp_path)


@pytest.mark.parametrize("history", ["Hello?", ["Hello?"], [["Hello?"]], {"a": 1}, [3], 7])
def test_a_history_that_is_none_is_told(tmp_path: Path, history: Any) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"prompt": "a", "response": "b", "history": history}))
    (error,) = read_tasks(tmp_path / "a.jsonl")
    assert isinstance(error, InputError)
    assert "a.jsonl, line 1: “history” must be a list of pairs" in str(error)


def _task(instruction: str) -> Task:
    return Task("1.0", instruction, False, (Instance("", "out"),), "1")


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["data/train-00000-of-00001", "data/test-00000-of-00001", "data/challenge"], ["data/train-00000-of-00001"]),
        (["main/train/0000", "main/test/0000"], ["main/train/0000"]),
        (["train_sft-00000-of-00001", "test_sft-00000-of-00001"], ["train_sft-00000-of-00001"]),
        (["data/0000", "validation/0000"], ["data/0000"]),
        (["latest", "harmless"], ["harmless", "latest"]),
        (["validation", "test"], ["test", "validation"]),
    ],
)
def test_of_the_parts_on_the_hub_those_to_train_on_are_read(tmp_path: Path, names: list[str], read: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        hf.write([_task(name)], tmp_path / "made", "train")
        (file,) = (tmp_path / "made").rglob("*.parquet")
        file.rename(tmp_path / f"{name}.parquet")
    tally = Tally()
    found = list(read_tasks(tmp_path, tally))
    assert [task.instruction for task in found if isinstance(task, Task)] == read
    left = "parts of a dataset beside those to train on; name one to import it"
    assert [str(each).partition(": ")[2] for each in found if isinstance(each, InputError)] == [left] * (
        len(names) - len(read)
    )
    assert read_instructions(tmp_path) == sorted(names)


def test_of_what_llama_factory_is_told_of_the_test_part_is_left_out(tmp_path: Path) -> None:
    for part in ("train", "test"):
        llama_factory.write([_task(part)], tmp_path, part)
    assert [getattr(task, "instruction", "") for task in read_tasks(tmp_path)] == ["train", ""]


def test_parquet_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    datasets.Dataset.from_list([RECORD]).to_parquet(tmp_path / "no-suffix")
    assert [task.instruction for task in _read(tmp_path / "no-suffix")] == ["Sort it."]


def _llama_factory(folder: Path, described: Any, **files: Any) -> Path:
    folder.mkdir()
    (folder / "dataset_info.json").write_text(json.dumps(described), encoding="utf-8")
    for name, rows in files.items():
        (folder / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def test_the_files_that_llama_factory_is_told_of_are_read(tmp_path: Path) -> None:
    described = {
        "one": {"file_name": "a.json"},
        "two": {"file_name": "b.json", "columns": {"prompt": "q", "query": "c", "response": "a"}},
        "three": {"file_name": "c.json", "formatting": "sharegpt"},
    }
    folder = _llama_factory(
        tmp_path / "data",
        described,
        a=[RECORD],
        b=[{"q": "Sum it.", "c": "1 2", "a": "3"}],
        c=[{"conversations": [{"from": "human", "value": "Hello?"}, {"from": "gpt", "value": "Hello."}]}],
        not_described=[RECORD],
    )
    assert [(task.instruction, *task.instances) for task in _read(folder)] == [
        ("Sort it.", Instance("", "Sorted.")),
        ("Sum it.", Instance("1 2", "3")),
        ("Hello?", Instance("", "Hello.")),
    ]


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"one": {"hf_hub_url": "some/where"}}, "a data set has no “file_name”; only files of the folder can be read"),
        ([RECORD], "must be a JSON object with a description for each data set"),
        ({"one": "a.json"}, "must be a JSON object with a description for each data set"),
        ({"one": {"file_name": "a.json", "columns": ["q"]}}, "must be a JSON object with a description"),
        ({"one": {"file_name": "."}}, "is a folder; only files of the folder can be read"),
    ],
)
def test_a_description_that_cannot_be_followed_is_told(tmp_path: Path, described: Any, told: str) -> None:
    folder = _llama_factory(tmp_path / "data", described, a=[RECORD])
    with pytest.raises(InputError, match=told):
        list(read_tasks(folder))


def test_a_row_without_the_columns_that_are_described_is_named(tmp_path: Path) -> None:
    folder = _llama_factory(
        tmp_path / "data", {"one": {"file_name": "a.json", "columns": {"prompt": "q", "response": "a"}}}, a=[RECORD]
    )
    (error,) = read_tasks(folder)
    assert str(error) == f"{folder / 'a.json'}, line 1: instruction, input and output must be texts"


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing here")
    with pytest.raises(InputError, match="holds no data set"):
        list(read_tasks(tmp_path))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 but no more of it PAR1", b"not Parquet at all"])
def test_a_table_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    for path in (tmp_path, tmp_path / "a.parquet"):
        with pytest.raises(InputError, match=r"a.parquet: cannot be read as a dataset: ") as raised:
            list(read_tasks(path))
        assert "\n" not in str(raised.value)


def test_a_saved_folder_that_is_broken_is_told(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("{}")
    with pytest.raises(InputError, match="cannot be read as a dataset: "):
        list(read_tasks(tmp_path))


ROWS = [{"instruction": "Sort it.", "output": "Sorted."}]


def test_what_stands_around_a_list_of_tasks_is_told(tmp_path: Path) -> None:
    file, tally = tmp_path / "in.json", Tally()
    file.write_text(json.dumps({"version": "1", "notes": "", "data": ROWS}), encoding="utf-8")
    assert [each.instruction for each in read_tasks(file, tally) if isinstance(each, Task)] == ["Sort it."]
    assert tally.lines() == [f"not kept: the field version (first: {file}, line 1)"]


@pytest.mark.parametrize("value", [0, 0.0])
def test_a_field_that_is_zero_is_told(tmp_path: Path, value: float) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps({"instruction": "Sort it.", "output": "good", "label": value}), encoding="utf-8")
    tally = Tally()
    [*read_tasks(file, tally)]
    assert tally.lines() == [f"not kept: the field label (first: {file}, line 1)"]


@pytest.mark.parametrize("name", ["system", "task_prefix", "instruction", "inputs", "question"])
def test_what_asks_for_something_is_not_lost_around_a_list(tmp_path: Path, name: str) -> None:
    file = tmp_path / "in.json"
    file.write_text(json.dumps({name: "Answer in French.", "examples": ROWS}), encoding="utf-8")
    (found,) = read_tasks(file)
    assert isinstance(found, InputError)
    assert f"its fields are {name}, examples" in str(found)


def test_what_stands_beside_instances_and_in_them_is_told(tmp_path: Path) -> None:
    file, tally = tmp_path / "in.jsonl", Tally()
    instance = {"input": "3, 1", "output": "1, 3", "constraints": "As JSON."}
    row = {"id": "x", "instruction": "Sort it.", "instances": [instance], "system": "Be brief.", "output": "x"}
    file.write_text(json.dumps(row), encoding="utf-8")
    assert [each.instruction for each in read_tasks(file, tally) if isinstance(each, Task)] == ["Sort it."]
    assert tally.lines() == [
        f"not kept: the field constraints of instances, once (first: {file}, line 1)",
        f"not kept: the fields system, output (first: {file}, line 1)",
    ]


def test_a_file_that_is_described_and_not_there_does_not_end_the_folder(tmp_path: Path) -> None:
    described = {"gone": {"file_name": "gone.json"}, "one": {"file_name": "a.json"}}
    folder = _llama_factory(tmp_path / "data", described, a=[RECORD])
    error, task = read_tasks(folder)
    assert str(error) == f"{folder / 'dataset_info.json'}, “gone”: there is no file gone.json"
    assert isinstance(task, Task)


def test_a_packed_table_is_known_however_its_name_is_written(tmp_path: Path) -> None:
    (tmp_path / "in.CSV.GZ").write_bytes(gzip.compress(b"instruction,output\nSort it.,Sorted.\n"))
    assert [task.instruction for task in _read(tmp_path / "in.CSV.GZ")] == ["Sort it."]
