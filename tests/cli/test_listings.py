"""Lists in the documents of what there is: made of the plugins themselves."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from selfinstruct import BACKENDS, FORMATS
from selfinstruct.core.values import Instance, Task
from tests.conftest import Command

ROOT = Path(__file__).parents[2]
BACKENDS_LISTED = " ".join(f"`{name}`" for name in BACKENDS.names())
_LIST = re.compile(r"(<!-- backends -->)(.*?)(<!-- / -->)", re.DOTALL)
# What reads a format is told by hand; all else of a row is what the format writes.
_ROW = re.compile(r"^\| `([a-z-]+)` \| `([^`]*)` \| `([^`]*)` \| (.*) \|$", re.MULTILINE)
_TABLE = re.compile(r"(?<=<!-- formats -->\n)(.*?)(?=<!-- / -->)", re.DOTALL)
_INSTANCES = Instance("2 and 3", "5"), Instance("2 and 3", "6")


@pytest.mark.parametrize("suffix", [".md", ".zh.md"])
def test_the_lists_are_of_what_there_is(suffix: str) -> None:
    path = ROOT / "docs" / f"runs{suffix}"
    text = path.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        text = _LIST.sub(lambda found: f"{found[1]}{BACKENDS_LISTED}{found[3]}", text)
        path.write_text(text, encoding="utf-8")
    assert [found[2] for found in _LIST.finditer(text)] == [BACKENDS_LISTED], "renew it with UPDATE_GOLDEN=1"


@pytest.mark.parametrize("suffix", [".md", ".zh.md"])
def test_the_table_of_formats_has_what_each_writes(suffix: str, tmp_path: Path) -> None:
    path = ROOT / "docs" / f"training{suffix}"
    text = path.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        text = _TABLE.sub(lambda found: _ROW.sub(lambda row: _row(row[1], row[4], tmp_path), found[1]), text)
        path.write_text(text, encoding="utf-8")
    (table,) = _TABLE.findall(text)
    rows = _ROW.findall(table)
    assert [name for name, *_ in rows] == [*FORMATS.names()]
    assert all(read_by for *_, read_by in rows)
    assert [row[0] for row in _ROW.finditer(table)] == [_row(name, read_by, tmp_path) for name, _, _, read_by in rows]


def test_the_help_of_export_says_what_each_format_is(command: Command) -> None:
    page = " ".join(command("export", "--help").stdout.split())
    assert all(f"{name} ({FORMATS.find(name).about})" in page for name in FORMATS.names())


def _row(name: str, read_by: str, folder: Path) -> str:
    """Return the row of a format, with the file that it writes and the first record in it."""
    kind = FORMATS.find(name)
    task = Task("1.1", "Add them.", False, _INSTANCES if kind.is_of_pairs else _INSTANCES[:1], "")
    path = folder / name / kind.file_name
    path.parent.mkdir(exist_ok=True)
    kind.write([task], path, *(["train"] if kind.is_folder else []))
    (file,) = (each for each in (path, *path.rglob("*")) if each.is_file() and each.name != "dataset_info.json")
    return f"| `{name}` | `{file.relative_to(folder / name).as_posix()}` | `{_first(file)}` | {read_by} |"


def _first(file: Path) -> str:
    if file.suffix == ".parquet":
        return json.dumps(_rows(file)[0])
    text = file.read_text(encoding="utf-8")
    return f"[{json.dumps(json.loads(text)[0])}, …]" if text.startswith("[") else text.partition("\n")[0]


def _rows(file: Path) -> list[Mapping[str, Any]]:
    from pyarrow import parquet

    rows: list[Mapping[str, Any]] = parquet.read_table(file).to_pylist()
    return rows
