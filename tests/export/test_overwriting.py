"""What an export may write over, and what it leaves alone."""

import os
import stat
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.values import Task
from selfinstruct.exports.exporting import Export, export_run
from selfinstruct.exports.selection import Selection, condition
from selfinstruct.formats import FORMATS
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store
from tests.conftest import Command, command_line, environment
from tests.export.exported import exported, lines, unwatched
from tests.formats.samples import OF_ALL_TASKS


def test_the_files_of_the_run_are_not_replaced_by_others(run: Path) -> None:
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    own = run / "Belle.train.json"
    for export in (
        Export("belle", run / "run.sqlite"),
        Export("alpaca", run / "rejected.jsonl"),
        Export("alpaca", run / "RUN.sqlite"),
        Export("alpaca", run / "Decisions.JSONL"),
        Export("alpaca", own),
        Export("alpaca", run / "belle.Train.json"),
        Export("belle", own, include_seeds=True),
        Export("belle", own, Selection(shuffle=1)),
        Export("belle", own, Selection(split=0.5)),
        Export("belle", run / "sub" / ".." / "Belle.train.json", Selection((condition("input=no"),))),
    ):
        with pytest.raises(InputError, match="is a file of the run itself; choose another ‹output›"):
            exported(run, export)
    with pytest.raises(InputError, match="a run has a file of that name"):
        exported(run, Export("alpaca", run / "Run.sqlite-journal" / "mine.json"))
    assert exported(run, Export("belle", own)) == [own]
    assert {name: (run / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("name", ["out", "out.test", "out.provenance.jsonl"])
@pytest.mark.parametrize("through_a_symlink", [False, True])
def test_a_pipe_is_not_replaced(
    command: Command, tmp_path: Path, run: Path, name: str, through_a_symlink: bool
) -> None:
    pipe = tmp_path / ("pipe" if through_a_symlink else name)
    os.mkfifo(pipe)
    if through_a_symlink:
        (tmp_path / name).symlink_to("pipe")
    for format_ in ("belle", "hf"):
        if name == "out.test" and format_ == "hf":
            continue
        done = command("export", run, "--format", format_, "--output", "out", "--split", 0.5, "--with-provenance")
        assert done.returncode == 2
        assert f"error: {name}: is no ordinary file; choose another --output" in done.stderr
        assert done.stderr.count("\n") == 1
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert len(list(tmp_path.iterdir())) == 1 + through_a_symlink


def test_of_a_symlink_the_target_is_written(tmp_path: Path, run: Path) -> None:
    names = ["out", "out.test", "out.provenance.jsonl", "folder"]
    there = tmp_path / "there"
    there.mkdir()
    for name in names:
        (tmp_path / name).symlink_to(there / name)
    (there / "out").write_text("old")
    exported(run, Export("belle", tmp_path / "out", Selection(split=0.5), with_provenance=True))
    exported(run, Export("hf", tmp_path / "folder"))
    assert all((tmp_path / name).is_symlink() for name in names)
    assert sorted(path.name for path in there.iterdir()) == sorted([*names, "out.bak"])
    assert len(lines(there / "out")) + len(lines(there / "out.test")) == len(lines(there / "out.provenance.jsonl"))
    assert (there / "folder" / "README.md").is_file()


def test_a_symlink_does_not_lead_to_the_files_of_the_run(tmp_path: Path, run: Path) -> None:
    for name, link in (("run.sqlite", "a"), ("rejected.jsonl", "b.test"), ("run.lock", "c.provenance.jsonl")):
        (tmp_path / link).symlink_to(run / name)
        export = Export("belle", tmp_path / link[0], Selection(split=0.5), with_provenance=True)
        with pytest.raises(InputError, match=f"{link}: is a file of the run itself; choose another ‹output›"):
            exported(run, export)


def test_a_second_name_of_a_file_of_the_run_may_be_written(tmp_path: Path, run: Path) -> None:
    """As backups made of hard links have them: the run keeps its own."""
    before = (run / DATABASE).read_bytes()
    os.link(run / DATABASE, tmp_path / "mine.json")
    exported(run, Export("belle", tmp_path / "mine.json"))
    assert (run / DATABASE).read_bytes() == before
    assert lines(tmp_path / "mine.json")


def test_parts_take_their_places_together(tmp_path: Path, run: Path) -> None:
    """So that a failure leaves parts that belong together."""
    (tmp_path / "out").write_text("old")
    (tmp_path / "out.test").write_text("old")
    calls = []

    def fails(tasks: Iterable[Task], what: str) -> Iterator[Task]:
        calls.append(tasks)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return iter(tasks)

    with closing(Store.open_to_read(run)) as store, pytest.raises(RunFolderError, match="No space left"):
        export_run(store, Export("belle", tmp_path / "out", Selection(split=0.5)), fails)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out": "old", "out.test": "old"}


def test_exports_to_one_place_at_the_same_time_leave_one_of_them_whole(tmp_path: Path, run: Path) -> None:
    output, wholes = tmp_path / "out", []
    for name in ("alpaca", "sharegpt"):
        (path,) = exported(run, Export(name, tmp_path / name))
        wholes.append(path.read_bytes())
        path.unlink()
    arguments = [("export", run, "--format", name, "--output", output) for name in ("alpaca", "sharegpt") * 3]
    exports = [subprocess.Popen(command_line(*each), env=environment()) for each in arguments]
    assert [export.wait(timeout=240) for export in exports] == [0] * 6
    # What one of them finds there of another is kept, for it is none of its own.
    assert all(each.read_bytes() in wholes for each in tmp_path.iterdir())
    assert {each.name for each in tmp_path.iterdir()} <= {"out", "out.bak", "out.bak.2"}


def test_an_export_over_the_training_file_and_a_generate_leave_it_whole(command: Command, tmp_path: Path) -> None:
    generate = ("generate", "--n", 200, "--backend", "demo", "--random-seed", 1, "--output", "run")
    assert command(*generate).returncode == 0
    whole = (tmp_path / "run" / "alpaca_data.json").read_bytes()
    export = ("export", "run", "--format", "alpaca", "--output", "run/alpaca_data.json")
    both = [
        subprocess.Popen(command_line(*each), env=environment(), cwd=tmp_path, stdout=subprocess.DEVNULL)
        for each in (export, generate) * 2
    ]
    ended = [each.wait(timeout=240) for each in both]
    assert ended[0] == ended[2] == 0
    assert (tmp_path / "run" / "alpaca_data.json").read_bytes() == whole
    assert not list((tmp_path / "run").glob("*.partial"))


@pytest.mark.parametrize("name", OF_ALL_TASKS)
def test_a_failure_leaves_what_was_there(tmp_path: Path, run: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out"
    if not FORMATS.find(name).is_folder:
        output.write_text("old")

    def fails(tasks: Iterable[Task], what: str) -> Iterator[Task]:
        yield next(iter(tasks))
        raise OSError(28, "No space left on device")

    with (
        closing(Store.open_to_read(run)) as store,
        pytest.raises(RunFolderError, match="out: cannot be written: No space left on device"),
    ):
        export_run(store, Export(name, output), fails)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] in ([], [("out", "old")])


@pytest.mark.parametrize("split", [0.9999999, None])
def test_the_test_part_of_an_earlier_export_does_not_stay_beside_what_is_exported_now(
    tmp_path: Path, run: Path, split: float | None
) -> None:
    train, test = exported(run, Export("belle", tmp_path / "data.json", Selection(split=0.5)))
    other = tmp_path / "mine.test.json"
    other.write_text("mine")
    before, told = test.read_bytes(), list[str]()
    with closing(Store.open_to_read(run)) as store:
        export_run(store, Export("belle", train, Selection(split=split)), unwatched, told.append)
        export_run(store, Export("belle", tmp_path / "mine.json", Selection(split=split)), unwatched, told.append)
    backup = tmp_path / "data.test.json.bak"
    assert told == [f"{test}: is of an earlier export and would not go with this one; that is kept as {backup}"]
    assert (test.exists(), backup.read_bytes(), other.read_text()) == (False, before, "mine")


def test_a_training_file_that_links_to_itself_is_in_nobody_s_way(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 5, "--backend", "demo", "--output", "run")
    own = tmp_path / "run" / "alpaca_data.json"
    own.unlink()
    own.symlink_to(own.name)
    assert exported(tmp_path / "run", Export("belle", tmp_path / "out")) == [tmp_path / "out"]
    with pytest.raises(InputError, match="is no ordinary file; choose another ‹output›"):
        exported(tmp_path / "run", Export("alpaca", own))


@pytest.mark.parametrize("name", ["run.sqlite", "run.sqlite-wal", "run.lock", "rejected.jsonl"])
def test_the_files_of_another_run_are_not_replaced(tmp_path: Path, run: Path, name: str) -> None:
    with closing(Store.create_or_open(tmp_path / "other")) as store:
        before = (store.folder / DATABASE).read_bytes()
        with pytest.raises(InputError, match="is for a file of another run; choose another ‹output›"):
            exported(run, Export("belle", store.folder / name))
        assert (store.folder / DATABASE).read_bytes() == before
    assert exported(run, Export("belle", tmp_path / name)) == [tmp_path / name]
