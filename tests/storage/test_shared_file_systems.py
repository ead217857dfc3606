"""Run folders on file systems that several machines may write, whose locks need not reach each other.

Two mounts of one folder are two such machines: the kernel keeps the locks of each apart. Where none can be mounted, any
folder is taken for one of such a file system.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from selfinstruct.core import locks, mounts
from selfinstruct.core.errors import RunFolderError
from selfinstruct.decisions import journal
from selfinstruct.storage import database
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store

# As SQLite numbers it.
_FULL = 2


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "APFS", "NTFS"])
def test_a_file_system_of_one_machine_is_known(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _mounted(monkeypatch, {"/": "nfs4", str(tmp_path): kind})
    assert mounts.file_system(tmp_path / "run" / "deeper") == kind.lower()
    assert not mounts.is_shared(tmp_path / "run")


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse", "fuse.sshfs", "virtiofs", "ceph", "lustre", "new"]
)
def test_any_other_counts_as_shared(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _mounted(monkeypatch, {"/": "ext4", str(tmp_path): kind})
    assert mounts.is_shared(tmp_path / "run")
    (tmp_path.parent / f"{tmp_path.name}-link").symlink_to(tmp_path)
    assert mounts.is_shared(tmp_path.parent / f"{tmp_path.name}-link" / "run")


def test_where_nobody_tells_it_counts_as_of_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _mounted(monkeypatch, {})
    assert mounts.file_system(tmp_path) == ""
    assert not mounts.is_shared(tmp_path)


def _mounted(monkeypatch: pytest.MonkeyPatch, types: dict[str, str]) -> None:
    found = [SimpleNamespace(mountpoint=where, fstype=kind) for where, kind in types.items()]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: found)


@pytest.fixture(params=["taken for shared", "mounted twice"])
def nodes(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, Path]]:
    """The same folder as two machines see it; a lease there lasts a second."""
    monkeypatch.setattr(locks, "LEASE", 1.0)
    monkeypatch.setattr(locks, "_MARGIN", 0.5)
    if request.param == "taken for shared":
        for module in (locks, database):
            monkeypatch.setattr(module, "is_shared", lambda _: True)
        yield tmp_path / "run", tmp_path / "run"
        return
    if not (shutil.which("bindfs") and os.access("/dev/fuse", os.W_OK)):
        pytest.skip("nothing to mount a folder with: bindfs")
    folder, views = tmp_path / "real", (tmp_path / "one", tmp_path / "two")
    folder.mkdir()
    try:
        for view in views:
            view.mkdir()
            subprocess.run(["bindfs", folder, view], check=True)
        yield views[0] / "run", views[1] / "run"
    finally:
        for view in views:
            subprocess.run(["umount", "--lazy", view], check=False)


def _child(work: Callable[[], None]) -> int:
    """Do something in another process, whose death frees no lock of ours; return its id."""
    if child := os.fork():
        return child
    with suppress(BaseException):
        work()
        os._exit(0)
    os._exit(1)


def _holding(folder: Path, mark: Path, then: Callable[[Store], None]) -> Callable[[], None]:
    def work() -> None:
        store = Store.create_or_open(folder)
        store.start_session()
        mark.touch()
        then(store)

    return work


def _wait_for(mark: Path) -> None:
    while not mark.exists():
        os.sched_yield()


def test_a_run_that_another_machine_works_on_is_refused(nodes: tuple[Path, Path]) -> None:
    one, two = nodes
    with closing(Store.create_or_open(one)) as store:
        store.start_session()
        told: list[str] = []
        with pytest.raises(RunFolderError, match="in use by another"):
            Store.create_or_open(two, told.append)
        assert "waiting" in told[0]
        with closing(Store.open_to_read(two)) as reader:
            assert reader.is_being_worked_on()
        store.note_refused("e", "m", "n")
    assert not (one.parent / DATABASE).exists()


def test_what_a_dead_machine_held_is_taken_over(nodes: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = nodes
    child = _child(_holding(one, tmp_path / "mark", lambda _: signal.pause()))
    _wait_for(tmp_path / "mark")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with closing(Store.create_or_open(two)) as store:
        store.start_session()
        assert store.is_being_worked_on()


def test_whoever_was_away_for_too_long_writes_nothing_more(nodes: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = nodes

    def paused(store: Store) -> None:
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            store.note_refused("late", "m", "n")
        except BaseException as error:
            (tmp_path / "said").write_text(repr(error))

    child = _child(_holding(one, tmp_path / "mark", paused))
    _wait_for(tmp_path / "mark")
    os.waitpid(child, os.WUNTRACED)
    with closing(Store.create_or_open(two)) as store:
        store.start_session()
        store.note_refused("in time", "m", "n")
        os.kill(child, signal.SIGCONT)
        os.waitpid(child, 0)
        assert "was taken over by another process" in (tmp_path / "said").read_text()
        assert {each for each, *_ in store._rows("SELECT endpoint FROM refusals")} == {"in time"}


def test_nothing_there_needs_memory_that_processes_share(nodes: tuple[Path, Path]) -> None:
    one, _ = nodes
    with closing(Store.create_or_open(one)) as store:
        store.start_session()
        store.note_refused("e", "m", "n")
        assert {file.name for file in one.iterdir()} <= {DATABASE, f"{DATABASE}-journal", "run.lock"}


@pytest.mark.parametrize("durable", [True, False])
def test_each_transaction_there_is_synced_in_full(nodes: tuple[Path, Path], *, durable: bool) -> None:
    with closing(Store.create_or_open(nodes[0])) as store, store.together(durable=durable):
        assert [*store._rows("PRAGMA synchronous")] == [(_FULL,)]


def test_a_write_ahead_log_is_synced_for_what_is_durable(tmp_path: Path) -> None:
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        for durable in (True, False):
            with store.together(durable=durable):
                assert ([*store._rows("PRAGMA synchronous")] == [(_FULL,)]) is durable


def test_a_run_that_moves_between_kinds_of_file_systems_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_UNWRITTEN", 0.1)
    for shared in (False, True, False):
        with monkeypatch.context() as moved:
            for module in (locks, database):
                moved.setattr(module, "is_shared", lambda _, shared=shared: shared)
            with closing(Store.create_or_open(tmp_path / "run")) as store:
                store.start_session()
                store.reserve(1, 1, durable=True)
                assert store.attempts()


def test_what_the_kernels_lock_has_left_is_no_lease(nodes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = nodes
    monkeypatch.setattr(locks, "LEASE", 1000.0)
    monkeypatch.setattr(locks, "_UNWRITTEN", 0.1)
    one.mkdir()
    (one / "run.lock").touch()
    told: list[str] = []
    with closing(Store.create_or_open(two, told.append)) as store:
        store.start_session()
        assert store.is_being_worked_on()
    assert not told


def test_decisions_are_kept_there_too(nodes: tuple[Path, Path], tmp_path: Path) -> None:
    one, _ = nodes
    one.mkdir()
    journal.append(one)
    assert [*journal.read(one)] == []
