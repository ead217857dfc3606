"""A format of another package is written, and read where no format of ours can."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Task
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.formats import FORMATS
from tests.formats.samples import TASKS
from tests.support.packages import install, on_path, write

STRANGE = """
from selfinstruct.core.errors import InputError
from selfinstruct.formats import Format, records, task_of, write_lines

def lines(tasks, path):
    return write_lines(({"q": each.instruction, "i": each.input, "a": each.output} for each in records(tasks)), path)

def read(row):
    if "q" not in row:
        return None
    if "a" not in row:
        raise InputError("a question without an answer")
    if row.get("i") == "odd":
        raise KeyError("odd")
    return task_of(row["q"], row["a"], row.get("i", ""), stands_alone=True)

LINES = Format(about="q, i and a", file_name="qa.jsonl", write=lines, read=read)
"""
ROWS: list[dict[str, str]] = [
    {"q": "Sort it.", "a": "Sorted."},
    {"q": "Sort what?"},
    {"q": "Theirs?", "instruction": "Ours.", "output": "Yes."},
    {"z": "?"},
    {"q": "Sort it.", "a": "Sorted.", "i": "odd"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with on_path(tmp_path):
        yield tmp_path


def _read(folder: Path) -> list[str]:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return [each.instruction if isinstance(each, Task) else str(each) for each in read_tasks(path)]


def test_it_is_written_and_read(folder: Path) -> None:
    write(folder / "strange.py", STRANGE)
    install(folder, "strange-shapes", "formats", {"strange.lines": "strange:LINES"})
    assert "strange.lines" in FORMATS.names()
    path = folder / FORMATS.find("strange.lines").file_name
    assert FORMATS.find("strange.lines").write(TASKS, path) == 3
    read = [(task.instruction, task.instances) for task in read_tasks(path) if isinstance(task, Task)]
    assert read == [(task.instruction, task.instances) for task in TASKS]


def test_ours_are_asked_first_and_places_are_told(folder: Path) -> None:
    write(folder / "strange.py", STRANGE)
    install(folder, "strange-shapes", "formats", {"strange.lines": "strange:LINES"})
    path = folder / "rows.jsonl"
    assert _read(folder) == [
        "Sort it.",
        f"{path}, line 2: a question without an answer",
        "Ours.",
        f"{path}, line 4: not a task in any known shape; its fields are z",
        f"{path}, line 5: the format strange.lines fails on it: KeyError('odd')",
    ]


def test_one_that_cannot_be_used_is_told_where_no_other_can_read(folder: Path) -> None:
    install(folder, "strange-shapes", "formats", {"strange.lines": "strange:LINES"})
    told = "‹format› strange.lines: this format, from the package strange-shapes, cannot be imported: "
    found = _read(folder)
    assert found[2] == "Ours."
    assert all(f", line {line}: {told}" in found[line - 1] for line in (1, 2, 4))
    with pytest.raises(InputError, match="strange-shapes"):
        FORMATS.find("strange.lines")


def test_one_that_does_not_read_is_passed_over(folder: Path) -> None:
    write(folder / "strange.py", STRANGE.replace(", read=read)", ")"))
    install(folder, "strange-shapes", "formats", {"strange.lines": "strange:LINES"})
    assert FORMATS.find("strange.lines").read is None
    assert _read(folder)[3] == f"{folder / 'rows.jsonl'}, line 4: not a task in any known shape; its fields are z"
