"""What `export` writes `import` reads, and it comes out again as it was."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from selfinstruct.cli.commands import app
from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.formats import FORMATS, records
from tests.formats.samples import OF_ALL_TASKS
from tests.support.demo_run import demo_run

STANDING_ALONE = ("alpaca", "alpaca-jsonl", "belle", "hf", "llama-factory", "parquet", "self-instruct")

names = pytest.mark.parametrize("name", OF_ALL_TASKS)

texts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", " ", "\n", "    return x\n", "\tif x:\n\t\tpass", "\r\n", "a\u2028b", "\x00", "[1]", "写诗\n"]
    ),
)
instructions = st.one_of(texts.map(str.strip).filter(bool), st.sampled_from(["Sort it.", "写一首诗。", "a\nb"]))
tasks = st.builds(
    Task,
    # Every task has one; in a file without any, tasks are numbered.
    id=texts.filter(bool),
    instruction=instructions,
    is_classification=st.booleans(),
    instances=st.lists(st.builds(Instance, texts, texts), min_size=1, max_size=6).map(tuple),
    origin=st.just("seed"),
    hint=st.builds(Hint, category=texts),
)


def _write(name: str, written: Sequence[Task], path: Path) -> None:
    shape = FORMATS.find(name)
    if shape.is_folder:
        shape.write(written, path, "train")
    else:
        shape.write(written, path)


def _read(path: Path) -> list[Task]:
    return [task for task in read_tasks(path) if isinstance(task, Task)]


def _contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


@names
@settings(max_examples=40)
@given(written=st.lists(tasks, max_size=5))
def test_what_was_read_is_written_as_it_was(
    name: str, tmp_path_factory: pytest.TempPathFactory, written: list[Task]
) -> None:
    if name == "messages":
        # It takes no empty answers.
        written = [each for each in written if all(instance.output for instance in each.instances)]
    first, again = (tmp_path_factory.mktemp("trip") / FORMATS.find(name).file_name for _ in range(2))
    _write(name, written, first)
    read = _read(first)
    assert len(read) == len(list(read_tasks(first)))
    _write(name, read, again)
    assert _contents(again) == _contents(first)
    if name in STANDING_ALONE:
        assert list(records(read)) == list(records(written))
    if name == "self-instruct":
        assert read == written


def test_the_instances_of_a_task_are_found_again(tmp_path: Path) -> None:
    written = [
        Task(
            "1.0", "Sort it.", False, (Instance("b a", "a b"), Instance("2 1", "1 2"), Instance("", "Sort what?")), "1"
        ),
        Task("1.1", "Sum it.", False, (Instance("1 2", "3"),), "1"),
        Task("1.2", "Sort it.", False, (Instance("d c", "c d"),), "1"),
    ]
    for name in STANDING_ALONE:
        path = tmp_path / name
        _write(name, written, path)
        read = [(task.instruction, task.instances) for task in _read(path)]
        assert read == [(task.instruction, task.instances) for task in written]


def test_an_instance_that_was_there_begins_a_task_of_its_own(tmp_path: Path) -> None:
    rows = [{"instruction": "Sort it.", "input": given, "output": "x"} for given in "abbacdefghi"]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert ["".join(each.input for each in task.instances) for task in _read(tmp_path / "a.jsonl")] == [
        "ab",
        "bacde",
        "fghi",
    ]


# --- through the command line, whole runs


@pytest.fixture(scope="module", params=["zh", "en"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("round-trip") / request.param
    return demo_run(folder, request.param, 60)


def _selfinstruct(*arguments: object) -> None:
    done = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert done.exit_code == 0, done.output


@names
def test_a_run_goes_out_and_in_and_out_again(tmp_path: Path, run: Path, name: str) -> None:
    first, again = _out_in_and_out(tmp_path, run, name)
    lines = (tmp_path / "run" / "rejected.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    rejected = [json.loads(line) for line in lines]
    assert {row["reason"] for row in rejected} <= {"near_duplicate"}
    near = {row["instruction"] for row in rejected}
    if name in STANDING_ALONE:
        # The instructions of a run are no near-duplicates of each other; together with their inputs they may be.
        assert near == set()
    assert _told(again) == [told for told in _told(first) if told[0] not in near]
    if not near and name not in ("self-instruct", "hf"):
        # Tasks have other ids in another run, and the card of a data set tells of the run.
        assert _contents(again) == _contents(first)


def test_a_task_is_whole_after_its_import(tmp_path: Path, run: Path) -> None:
    first, again = (
        [replace(task, id="") for task in _read(path)] for path in _out_in_and_out(tmp_path, run, "self-instruct")
    )
    assert again == first


def _out_in_and_out(tmp_path: Path, run: Path, name: str) -> tuple[Path, Path]:
    """Export a run, import that into a new one, and export it again."""
    first, again = tmp_path / "first", tmp_path / "again"
    _selfinstruct("export", run, "--format", name, "--output", first)
    _selfinstruct("import", first, "--lang", run.name, "--filters", "none", "--output", tmp_path / "run")
    _selfinstruct("export", tmp_path / "run", "--format", name, "--output", again)
    return first, again


def _told(path: Path) -> list[tuple[object, ...]]:
    """Return what an exported file or folder says of each task, but for its id."""
    return [(task.instruction, task.is_classification, set(task.instances)) for task in _read(path)]
