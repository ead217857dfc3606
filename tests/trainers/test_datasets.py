"""What the `datasets` package, by which most trainers read, makes of the exported files."""

from pathlib import Path

import datasets
import pytest

from selfinstruct.formats import FORMATS
from tests.trainers.conftest import Exported

COLUMNS = {
    "alpaca": ["instruction", "input", "output"],
    "alpaca-jsonl": ["instruction", "input", "output"],
    "belle": ["instruction", "input", "output"],
    "belle-conversations": ["id", "conversations"],
    "belle-merged": ["input", "target"],
    "chatglm": ["prompt", "response", "history"],
    "kto": ["prompt", "completion", "label"],
    "messages": ["messages"],
    "preference": ["prompt", "chosen", "rejected"],
    "prompt-completion": ["prompt", "completion"],
    "self-instruct": ["id", "instruction", "instances", "is_classification", "category"],
    "sharegpt": ["id", "conversations"],
}
languages = pytest.mark.parametrize("lang", ["zh", "en"])


@languages
@pytest.mark.parametrize("name", COLUMNS)
def test_json_is_loaded(exported: Exported, tmp_path: Path, lang: str, name: str) -> None:
    data = datasets.load_dataset(
        "json", data_files=str(exported(lang, name)), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert data.column_names == COLUMNS[name]
    assert len(data) >= (15 if FORMATS.find(name).is_of_pairs else 60)
    assert all(row[column] is not None for row in data for column in data.column_names)


@languages
def test_parquet_is_loaded(exported: Exported, tmp_path: Path, lang: str) -> None:
    path = exported(lang, "parquet")
    data = datasets.load_dataset("parquet", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert data.column_names == COLUMNS["alpaca"]
    assert len(data) >= 60


@languages
def test_a_folder_for_the_hub_is_loaded_with_its_parts(exported: Exported, tmp_path: Path, lang: str) -> None:
    data = datasets.load_dataset(str(exported(lang, "hf")), cache_dir=str(tmp_path / "cache"))
    assert list(data) == ["train", "test"]
    assert data["train"].column_names == COLUMNS["alpaca"]
    assert len(data["train"]) > len(data["test"]) > 0


def test_each_format_is_loaded_here() -> None:
    assert sorted([*COLUMNS, "parquet", "hf", "llama-factory"]) == FORMATS.names()
