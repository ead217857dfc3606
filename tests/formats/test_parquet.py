"""A Parquet file."""

from pathlib import Path

import pyarrow
import pytest
from pyarrow.parquet import read_table

from selfinstruct.formats import parquet
from tests.formats.samples import LABEL, POEM, TASKS

ROWS = [
    {"instruction": "写一首诗。", "input": "", "output": "春眠\n不觉晓"},
    {"instruction": "褒还是贬？", "input": "好", "output": "褒"},
    {"instruction": "褒还是贬？", "input": "  坏\n", "output": "贬"},
]


def test_it_has_three_columns_of_text(tmp_path: Path) -> None:
    assert parquet.write(TASKS, tmp_path / "file") == 3
    table = read_table(tmp_path / "file")
    assert [(field.name, field.type) for field in table.schema] == [(name, pyarrow.string()) for name in ROWS[0]]
    assert table.to_pylist() == ROWS


def test_many_records_are_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 2)
    assert parquet.write([POEM, LABEL, POEM, POEM], tmp_path / "file") == 5
    assert read_table(tmp_path / "file").to_pylist() == [*ROWS, ROWS[0], ROWS[0]]


def test_no_records_are_a_table_without_rows(tmp_path: Path) -> None:
    assert parquet.write([], tmp_path / "file") == 0
    assert read_table(tmp_path / "file").column_names == ["instruction", "input", "output"]
