"""What holds for every format, also for those yet to be written."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Instance, Task
from selfinstruct.formats import FORMATS, write_array
from tests.formats.samples import TASKS

names = pytest.mark.parametrize("name", FORMATS.names())

# A program that knows nothing of selfinstruct and prints the records of a file or folder as JSON.
READER = """
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
if path.is_dir():
    path, = path.rglob("train.*")
content = path.read_bytes()
if content[:4] == b"PAR1":
    import pyarrow.parquet
    rows = pyarrow.parquet.read_table(path).to_pylist()
elif content[:1] == b"[":
    rows = json.loads(content)
else:
    rows = [json.loads(line) for line in content.splitlines()]
assert not any(name.startswith("selfinstruct") for name in sys.modules)
print(json.dumps(rows))
"""


def _write(name: str, tasks: list[Task], path: Path) -> int:
    shape = FORMATS.find(name)
    count: int = shape.write(tasks, path, "train") if FORMATS.find(name).is_folder else shape.write(tasks, path)
    return count


def _fit(name: str, tasks: Iterable[Task]) -> list[Task]:
    """Return tasks as the format gets them: for one of pairs, each with a better and a worse output for its input."""
    if not FORMATS.find(name).is_of_pairs:
        return [*tasks]
    pairs = ((each.instances[0], Instance(each.instances[0].input, "worse")) for each in tasks)
    return [replace(each, instances=pair) for each, pair in zip(tasks, pairs, strict=True)]


def _is(name: str, what: str) -> bool:
    return bool(getattr(FORMATS.find(name), what, False))


def _read_elsewhere(path: Path) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", READER, str(path)], capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    rows: list[Any] = json.loads(done.stdout)
    return rows


def _strings(value: Any) -> list[str]:
    """Return the texts in a value, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


@names
def test_it_has_tests_of_its_own_and_says_what_it_is(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name.replace('-', '_')}.py").is_file()
    about = FORMATS.find(name).about
    assert 0 < len(about) <= 80
    assert "\n" not in about
    assert not about.endswith(".")


@names
def test_it_reads_what_it_writes_and_nothing_else(name: str, tmp_path: Path) -> None:
    shape = FORMATS.find(name)
    path = tmp_path / shape.file_name
    _write(name, _fit(name, TASKS), path)
    if read := shape.read:
        tasks = [task for row in _read_elsewhere(path) if (task := read(row))]
        assert [task.instruction.split("\n")[0] for task in tasks][:2] == [task.instruction for task in TASKS]
        assert [task.instances[0].output for task in tasks][:2] == ["春眠\n不觉晓", "褒"]
        assert read({"something": "else"}) is None


@names
def test_another_program_reads_a_record_for_each_instance(name: str, tmp_path: Path) -> None:
    file_names = [FORMATS.find(each).file_name for each in FORMATS.names()]
    assert len(set(file_names)) == len(file_names)
    path = tmp_path / FORMATS.find(name).file_name
    count = _write(name, _fit(name, TASKS), path)
    rows = _read_elsewhere(path)
    tasks = _fit(name, TASKS)
    assert len(rows) == count == (2 if FORMATS.find(name).is_of_tasks else sum(len(task.instances) for task in tasks))
    told = "\n".join(_strings(rows))
    for task in tasks:
        for text in (task.instruction, *(text for each in task.instances for text in (each.input, each.output))):
            assert text in told


@names
def test_nothing_is_written_as_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / FORMATS.find(name).file_name
    assert _write(name, [], path) == 0
    assert _read_elsewhere(path) == []


@names
def test_text_is_readable_and_its_lines_are_those_of_every_reader(name: str, tmp_path: Path) -> None:
    odd = "写\u2028诗\u2029和\x85词\x0b曲\r谱\x1e"
    path = tmp_path / FORMATS.find(name).file_name
    _write(name, _fit(name, [Task("1.0", f"第一{odd}句", False, (Instance(odd, odd),), "1")]), path)
    assert odd in "\n".join(_strings(_read_elsewhere(path)))
    for file in [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]:
        if file.read_bytes()[:4] != b"PAR1":
            text = file.read_bytes().decode("utf-8")
            assert text.splitlines() == text.split("\n")[:-1]
            assert "第一写" in text or file.name == "dataset_info.json"


def test_an_array_is_indented_as_everybody_does_it(tmp_path: Path) -> None:
    deep = {
        "empty": [{}, [], ""],
        "turns": [{"from": "人", "value": 'a\n"b"'}],
        "number": [1, None, True, 2.5, ("a", [1])],
    }
    rows: list[dict[str, Any]] = [{"instruction": "写\t诗", "input": ""}, deep, {"deeper": {"deep": [deep, [deep]]}}]
    for some in ([], rows[:1], rows):
        assert write_array(some, tmp_path / "rows.json") == len(some)
        text = (tmp_path / "rows.json").read_text(encoding="utf-8")
        assert text == json.dumps(some, ensure_ascii=False, indent=4) + "\n"


texts = st.text(max_size=20)
tasks = st.builds(
    Task,
    id=texts,
    instruction=texts,
    is_classification=st.booleans(),
    instances=st.lists(st.builds(Instance, texts, st.text(min_size=1, max_size=20)), min_size=1, max_size=3).map(tuple),
    origin=st.just("1"),
)


@names
@settings(max_examples=20)
@given(written=st.lists(tasks, max_size=4))
def test_the_number_that_it_tells_is_that_of_its_records(
    name: str, tmp_path_factory: pytest.TempPathFactory, written: list[Task]
) -> None:
    written = _fit(name, written)
    path = tmp_path_factory.mktemp("written") / FORMATS.find(name).file_name
    count = _write(name, written, path)
    assert count == (len(written) if FORMATS.find(name).is_of_tasks else sum(len(task.instances) for task in written))
    again = path.with_name("again")
    assert _write(name, written, again) == count
    for file in [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]:
        assert file.read_bytes() == (again / file.relative_to(path)).read_bytes()


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("swift", "messages"),
        ("MS_Swift", "messages"),
        ("trl", "messages"),
        ("fastchat", "sharegpt"),
        ("dpo", "preference"),
    ],
)
def test_a_trainer_s_name_leads_to_the_format_that_it_reads(name: str, reads: str) -> None:
    assert {*FORMATS.known_as.values()} <= {*FORMATS.names()}
    with pytest.raises(InputError, match=f"‹format› {name}: unknown format; {name} reads {reads}; choose one of: "):
        FORMATS.find(name)


def test_an_unknown_format_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=f"‹format› tsv: unknown format; choose one of: {', '.join(FORMATS.names())}"):
        FORMATS.find("tsv")
