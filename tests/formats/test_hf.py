"""A folder for the hub."""

from pathlib import Path

import datasets

from selfinstruct.formats import hf, parquet
from tests.formats.samples import LABEL, POEM

FIELDS = ["instruction", "input", "output"]


def test_each_part_is_a_parquet_file_and_a_split(tmp_path: Path) -> None:
    folder = tmp_path / "data set"
    assert [hf.write(tasks, folder, part) for tasks, part in (([POEM], "train"), ([LABEL], "test"))] == [1, 2]
    assert sorted(path.name for path in (folder / "data").iterdir()) == ["test.parquet", "train.parquet"]
    parquet.write([POEM], tmp_path / "alone")
    assert (folder / "data" / "train.parquet").read_bytes() == (tmp_path / "alone").read_bytes()
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {part: data.column_names for part, data in loaded.items()} == {"train": FIELDS, "test": FIELDS}
    assert loaded["train"]["output"][:] == ["春眠\n不觉晓"]
    assert loaded["test"]["input"][:] == ["好", "  坏\n"]
