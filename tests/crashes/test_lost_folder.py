"""A run folder that is removed, moved, replaced, emptied or damaged: noticed, told in one line, and no money spent."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import selfinstruct
from selfinstruct import Connection, Loop, Observer, RunFolderError, Settings
from selfinstruct.core import locks
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store
from tests.conftest import unexpected
from tests.crashes.inprocess import Main, main_of
from tests.support.scripted import Echo

FILES = ("alpaca_data.json", "rejected.jsonl")


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


class Doing(Observer):
    """Does something to the folder after a few answers."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work, self._settled = work, 0

    def started(self, loop: Loop) -> None:
        self.loop = loop

    def settled(self, settlement: Settlement) -> None:
        self._settled += 1
        if self._settled == 3:
            self._work()
            self.asked = self.loop.store.attempts()


def _replace(run: Path) -> None:
    shutil.copy(run / DATABASE, run / "copy")
    (run / "copy").replace(run / DATABASE)


def _put_another_in_its_place(run: Path) -> None:
    run.rename(run.with_name("moved"))
    run.mkdir()


LOSSES: dict[str, Callable[[Path], object]] = {
    "folder removed": shutil.rmtree,
    "folder moved": lambda run: run.rename(run.with_name("moved")),
    "file removed": lambda run: (run / DATABASE).unlink(),
    "file moved": lambda run: (run / DATABASE).rename(run / "old.sqlite"),
    "file replaced": _replace,
    "another folder in its place": _put_another_in_its_place,
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_run_whose_file_is_lost_asks_nothing_more(tmp_path: Path, loss: str, is_new: bool) -> None:
    run = tmp_path / "run"
    settings = Settings(500, connection=Connection("demo"), random_seed=1)
    if not is_new:
        selfinstruct.generate(Settings(5, connection=Connection("demo"), random_seed=1), run)
    backend = Echo()
    observer = Doing(lambda: LOSSES[loss](run))
    with pytest.raises(RunFolderError, match=r"run\.sqlite was removed, moved or replaced while the run"):
        selfinstruct.generate(settings, run, observer=observer, backend=backend)
    assert observer.loop.store.folder == run
    assert not (run / FILES[0]).exists() or not is_new
    moved = tmp_path / "moved"
    if moved.exists():
        # What was in flight has been paid for: it is in the file, wherever that is.
        with selfinstruct.open_run(moved) as found:
            assert found.report.attempts == observer.asked
            assert found.report.requests.total() + found.report.unsettled.total() == observer.asked


def test_a_lost_folder_ends_the_command_with_one_line(main: Main, tmp_path: Path) -> None:
    store = Store.create_or_open(tmp_path / "run")
    store.start_session()
    shutil.rmtree(tmp_path / "run")
    with pytest.raises(RunFolderError) as raised:
        store.reserve(1, 1, durable=False)
    store.close()
    assert raised.value.exit_code == 2
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "run").exists()


def test_closing_a_run_that_was_replaced_removes_nothing_of_the_other(tmp_path: Path) -> None:
    store = Store.create_or_open(tmp_path / "run")
    shutil.rmtree(tmp_path / "run")
    other = Store.create_or_open(tmp_path / "run")
    store.close()
    assert (tmp_path / "run" / DATABASE).exists()
    other.close()


# --- before it starts


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("CREATE TABLE mine (a); PRAGMA user_version = 4;")


def _hold_nothing(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = WAL; VACUUM")


def _be_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "an empty database": _hold_nothing,
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "a few bytes": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "a text": lambda path: path.write_text("This is not a database at all. " * 200),
    "zeros": lambda path: path.write_bytes(bytes(40_000)),
    "a database of others": _foreign,
    "a folder": _be_a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "command",
    [
        ("generate", "--n", 5, "--backend", "demo", "--output", "run"),
        ("generate", "--n", 50, "--output", "run"),
        ("import", "tasks.json", "--output", "run"),
        ("replay", "whole", "--output", "run"),
    ],
    ids=lambda command: f"{command[0]} {len(command)}",
)
def test_a_run_file_that_is_none_is_refused_and_nothing_is_written(
    main: Main, tmp_path: Path, damage: str, command: tuple[object, ...]
) -> None:
    main("generate", "--n", 30, "--backend", "demo", "--random-seed", 1, "--output", "run")
    shutil.copytree(tmp_path / "run", tmp_path / "whole")
    (tmp_path / "tasks.json").write_bytes((tmp_path / "run" / "alpaca_data.json").read_bytes())
    DAMAGES[damage](tmp_path / "run" / DATABASE)
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir() if path.is_file()}
    done = main(*command)
    assert (done.returncode, unexpected(done.stderr).count("\n")) == (2, 1)
    assert done.stderr.startswith("selfinstruct: error: run")
    after = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir() if path.is_file()}
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == set()


@pytest.mark.parametrize("damage", ["empty", "an empty database"])
def test_what_a_kill_at_the_very_start_left_is_gone_on_with(main: Main, tmp_path: Path, damage: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / DATABASE).touch()
    DAMAGES[damage](tmp_path / "run" / DATABASE)
    assert main("generate", "--n", 5, "--backend", "demo", "--output", "run").returncode == 0


# --- two at once


def test_a_run_that_another_process_made_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is new is asked before the lock is there, and counts if it is still so after."""
    run, source = tmp_path / "run", tmp_path / "source"
    demo = Settings(5, connection=Connection("demo"), random_seed=1)
    selfinstruct.generate(demo, source)
    tasks = source / "alpaca_data.json"

    class Slow(FileLock):
        """Another process is quicker."""

        def acquire(self, *given: Any, **named: Any) -> Any:
            monkeypatch.undo()
            selfinstruct.replay(source, run)
            return super().acquire(*given, **named)

    works: list[Callable[[], object]] = [
        lambda: selfinstruct.import_tasks([tasks], run),
        lambda: selfinstruct.generate(demo, run),
        lambda: selfinstruct.replay(source, run),
    ]
    for work in works:
        monkeypatch.setattr(locks, "FileLock", Slow)
        with pytest.raises(RunFolderError, match="another selfinstruct process has just made a run here"):
            work()
        with selfinstruct.open_run(run) as opened:
            assert opened.report.accepted == 5
        shutil.rmtree(run)
