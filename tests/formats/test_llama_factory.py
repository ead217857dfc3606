"""A data folder for LLaMA-Factory."""

from pathlib import Path

from selfinstruct.formats import llama_factory
from tests.formats.samples import LABEL, POEM, written


def test_the_parts_are_described(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert [llama_factory.write(tasks, folder, part) for tasks, part in (([POEM], "train"), ([LABEL], "test"))] == [
        1,
        2,
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["dataset_info.json", "test.json", "train.json"]
    columns = """{
      "prompt": "instruction",
      "query": "input",
      "response": "output"
    }"""
    assert (
        (folder / "dataset_info.json").read_text(encoding="utf-8")
        == f"""{{
  "selfinstruct_train": {{
    "file_name": "train.json",
    "formatting": "alpaca",
    "columns": {columns}
  }},
  "selfinstruct_test": {{
    "file_name": "test.json",
    "formatting": "alpaca",
    "columns": {columns}
  }}
}}
"""
    )


def test_the_data_are_those_of_alpaca(tmp_path: Path) -> None:
    llama_factory.write([POEM, LABEL], tmp_path / "data", "train")
    assert (tmp_path / "data" / "train.json").read_text(encoding="utf-8") == written("alpaca", tmp_path)
