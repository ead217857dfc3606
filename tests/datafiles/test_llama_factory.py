"""LLaMA-Factory's data folders: the files of the folder, in the columns that are described, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally

RECORD = {"instruction": "Sort it.", "input": "", "output": "Sorted."}
SORTED = ("Sort it.", Instance("", "Sorted."))
HERE = {"file_name": "a.json"}


def _folder(top: Path, described: Any, rows: Any = (RECORD,)) -> Path:
    folder = top / "data"
    folder.mkdir()
    (folder / "dataset_info.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "a.json").write_text(json.dumps(list(rows)), encoding="utf-8")
    (top / "outside.json").write_text(json.dumps([RECORD | {"instruction": "Outside."}]), encoding="utf-8")
    (folder / "out.json").symlink_to(top / "outside.json")
    (folder / "in.json").symlink_to(folder / "a.json")
    return folder


def _tasks(folder: Path, tally: Tally | None = None) -> list[tuple[str, Instance]]:
    found = list(read_tasks(folder, tally))
    assert all(isinstance(each, Task | LeftOut) for each in found), found
    return [(task.instruction, task.instances[0]) for task in found if isinstance(task, Task)]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"hf_hub_url": "llamafactory/alpaca_en", "ms_hub_url": "x"}, "no “file_name”"),
        ({"script_url": "x"}, "no “file_name”"),
        ({"cloud_file_name": "s3://x"}, "no “file_name”"),
        ({"file_name": "../outside.json"}, "a “file_name” outside of the folder"),
        ({"file_name": "/etc/passwd"}, "a “file_name” outside of the folder"),
        ({"file_name": "out.json"}, "a “file_name” outside of the folder"),
    ],
)
def test_what_does_not_lie_in_the_folder_is_left_out_and_told(tmp_path: Path, other: Any, why: str) -> None:
    folder = _folder(tmp_path, {"other": other, "mine": HERE})
    tally = Tally()
    assert _tasks(folder, tally) == [SORTED]
    assert tally.lines() == [
        f"left out: 1 dataset with {why}; only files of the folder can be read"
        f" (first: {folder / 'dataset_info.json'}, “other”)"
    ]


def test_if_nothing_lies_in_the_folder_it_is_an_error(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"other": {"file_name": "../outside.json"}})
    with pytest.raises(InputError, match="a data set has a “file_name” outside of the folder; only files"):
        list(read_tasks(folder))


def test_links_inside_of_the_folder_are_followed(tmp_path: Path) -> None:
    assert _tasks(_folder(tmp_path, {"mine": {"file_name": "in.json"}})) == [SORTED]


TURNS = [{"who": "S", "says": "Be brief."}, {"who": "Q", "says": "Sort it."}, {"who": "A", "says": "Sorted."}]
TAGS = {
    "role_tag": "who",
    "content_tag": "says",
    "user_tag": "Q",
    "assistant_tag": "A",
    "observation_tag": "O",
    "function_tag": "F",
    "system_tag": "S",
}
ALPACA = {"prompt": "q", "response": "a"}


@pytest.mark.parametrize(
    ("about", "row", "expected"),
    [
        ({"columns": ALPACA}, {"q": "Sort it.", "a": "Sorted."}, [SORTED]),
        (
            {"columns": ALPACA | {"query": "c"}},
            {"q": "Sort it.", "c": "b", "a": "Sorted."},
            [("Sort it.", Instance("b", "Sorted."))],
        ),
        ({"columns": ALPACA | {"query": ""}}, {"q": "Sort it.", "a": "Sorted."}, [SORTED]),
        ({"columns": ALPACA | {"query": None}}, {"q": "Sort it.", "a": "Sorted."}, [SORTED]),
        (
            {"columns": ALPACA | {"system": "s"}},
            {"q": "Sort it.", "a": "Sorted.", "s": "Be brief."},
            [("Be brief.\n\nSort it.", SORTED[1])],
        ),
        ({"columns": ALPACA | {"history": "h"}}, {"q": "And?", "a": "b", "h": [["Sort it.", "Sorted."]]}, [SORTED]),
        (
            {"ranking": True, "columns": {"prompt": "q", "chosen": "good", "rejected": "worse"}},
            {"q": "Sort it.", "good": "Sorted.", "worse": "No."},
            [SORTED],
        ),
        ({"columns": ALPACA | {"kto_tag": "ok"}}, {"q": "Sort it.", "a": "Sorted.", "ok": True}, [SORTED]),
        ({"columns": ALPACA | {"kto_tag": "ok"}}, {"q": "Sort it.", "a": "Sorted.", "ok": False}, []),
        ({"columns": ALPACA | {"images": "p"}}, {"q": "Sort it.", "a": "Sorted.", "p": ["a.png"]}, []),
        ({"columns": {"prompt": "input", "response": "target"}}, {"input": "Sort it.", "target": "Sorted."}, [SORTED]),
        *(
            ({"columns": ALPACA}, {"q": "Sort it.", "a": "Sorted.", name: other}, [SORTED])
            for name, other in (
                ("input", "b"),
                ("context", "b"),
                ("system", "Be brief."),
                ("history", [["x", "y"]]),
                ("messages", [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]),
                ("instances", [{"input": "", "output": "y"}]),
            )
        ),
        ({"columns": ALPACA}, {"q": "Sort it.", "a": "Sorted.", "images": ["a.png"]}, []),
        (
            {"formatting": "sharegpt", "columns": {"messages": "talk"}, "tags": TAGS},
            {"talk": TURNS},
            [("Be brief.\n\nSort it.", SORTED[1])],
        ),
        ({"formatting": "sharegpt", "columns": {"messages": "talk"}, "tags": TAGS}, {"talk": TURNS[1:]}, [SORTED]),
        (
            {"formatting": "sharegpt", "columns": {"messages": "talk"}, "tags": TAGS},
            {"talk": [TURNS[1], {"who": "F", "says": "{}"}, {"who": "O", "says": "{}"}, TURNS[2]]},
            [],
        ),
        (
            {"formatting": "sharegpt", "ranking": True, "columns": {"messages": "talk", "chosen": "good"}},
            {"talk": [{"from": "human", "value": "Sort it."}], "good": {"from": "gpt", "value": "Sorted."}},
            [SORTED],
        ),
        (
            {"formatting": "openai", "columns": {"messages": "talk"}},
            {"talk": [{"role": "user", "content": "Sort it."}, {"role": "assistant", "content": "Sorted."}]},
            [SORTED],
        ),
    ],
)
def test_columns_and_tags_are_those_that_are_described(tmp_path: Path, about: Any, row: Any, expected: Any) -> None:
    assert _tasks(_folder(tmp_path, {"mine": HERE | about}, [row])) == expected


@pytest.mark.parametrize("described", [{}, [], {"mine": {"file_name": 7}}, {"mine": HERE | {"columns": {"prompt": 7}}}])
def test_a_description_that_is_none_is_told(tmp_path: Path, described: Any) -> None:
    with pytest.raises(InputError, match=r"dataset_info.json: (?:must be a JSON object|describes no data set)"):
        list(read_tasks(_folder(tmp_path, described)))
