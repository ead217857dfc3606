"""What a loss of power may leave of a run folder still opens, as the run was at some moment before, and goes on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from selfinstruct import api
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.core.values import ACCEPTED, LogLine
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder
from tests.crashes.ordeal import accepted_tasks, claimed_items, read_log, repeated
from tests.crashes.snapshots import Snapshot, take_two


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    return take_two(tmp_path_factory.mktemp("power") / "run", n=3000)


@pytest.fixture(params=["before a checkpoint", "after one"])
def snapshot(snapshots: tuple[Snapshot, Snapshot], request: pytest.FixtureRequest) -> Snapshot:
    return snapshots[request.param == "after one"]


def test_a_log_cut_anywhere_holds_what_was_recorded_before(snapshot: Snapshot, tmp_path: Path) -> None:
    whole = read_log(snapshot.lay_out(tmp_path / "whole", snapshot.log[: snapshot.end]))
    held, cuts = 0, [snapshot.solid, *_cuts(snapshot, 20), snapshot.end]
    for number, cut in enumerate(cuts):
        folder = snapshot.lay_out(tmp_path / f"{number}", snapshot.log[:cut], index=number % 2 == 0)
        log = _require_a_sound_run(folder)
        assert log == whole[: len(log)]
        assert len(log) >= held
        held = len(log)
    assert len(whole) == held > 20


def test_what_else_may_stand_in_the_log_is_not_read(snapshot: Snapshot, tmp_path: Path) -> None:
    log, (half,), random = snapshot.log[: snapshot.end], _cuts(snapshot, 1), Random(10)
    whole = read_log(snapshot.lay_out(tmp_path / "whole", log))
    for junk in (random.randbytes(50_000), bytes(50_000), snapshot.log[-50_000:]):
        assert _log_of(snapshot, tmp_path, log + junk) == whole
        found = _log_of(snapshot, tmp_path, log[:half] + junk)
        assert found == whole[: len(found)] != whole
    found = _log_of(snapshot, tmp_path, log[:half] + bytes([log[half] ^ 1]) + log[half + 1 :])
    assert found == whole[: len(found)] != whole


def test_without_the_log_a_run_is_what_it_was_at_the_last_checkpoint(snapshot: Snapshot, tmp_path: Path) -> None:
    if not snapshot.solid:
        found = _log_of(snapshot, tmp_path, None)
        assert found == read_log(snapshot.lay_out(tmp_path / "whole", snapshot.log))[: len(found)]
        assert found == _log_of(snapshot, tmp_path, bytes(len(snapshot.log)))
        assert bool(found) == (len(snapshot.database) > 100_000)


def test_a_run_goes_on_from_wherever_it_was_cut(snapshot: Snapshot, tmp_path: Path) -> None:
    for cut in (snapshot.solid, *_cuts(snapshot, 3)):
        folder = snapshot.lay_out(tmp_path / f"{cut}", snapshot.log[:cut])
        before = _require_a_sound_run(folder)
        n = len(accepted_tasks(folder)) + 25 if before else 25
        _grow(folder, n)
        assert _require_a_sound_run(folder)[: len(before)] == before
        records = RunFolder(folder).records
        assert len(records) == n
        assert [record["instruction"] for record in records] == [
            task.instruction for task in accepted_tasks(folder)[:n]
        ]


@pytest.mark.parametrize("name", ["alpaca_data.json", "rejected.jsonl"])
def test_a_file_cut_anywhere_is_written_anew(tmp_path: Path, name: str) -> None:
    folder, random = tmp_path / "run", Random(12)
    _grow(folder, 30)
    whole = (folder / name).read_bytes()
    for cut in (0, 1, len(whole) - 1, *(random.randrange(len(whole)) for _ in range(5))):
        (folder / name).write_bytes(whole[:cut])
        _grow(folder, 30)
        assert (folder / name).read_bytes() == whole
    (folder / name).unlink()
    _grow(folder, 30)
    assert (folder / name).read_bytes() == whole


def test_what_a_process_has_left_of_a_file_does_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    _grow(folder, 30)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if "run." not in path.name}
    for name in ("alpaca_data.json", "rejected.jsonl"):
        left = folder / f".{name}.left.partial"
        left.mkdir()
        (left / "lock").touch()
        (left / "whole").write_bytes(b"[half" * 100_000)
    _grow(folder, 30)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if "run." not in path.name} == before


def _cuts(snapshot: Snapshot, count: int) -> list[int]:
    """Return places in the log at which a loss of power may have cut it, in their order."""
    random = Random(snapshot.end)
    return sorted(random.randint(snapshot.solid, snapshot.end) for _ in range(count))


def _log_of(snapshot: Snapshot, folder: Path, log: bytes | None) -> list[LogLine]:
    """Return the log of a run of which this is left beside the database."""
    laid_out = snapshot.lay_out(folder / "laid out", log)
    found = _require_a_sound_run(laid_out)
    shutil.rmtree(laid_out)
    return found


def _grow(folder: Path, n: int) -> None:
    settings = Settings(n, connection=Connection(backend="demo"), random_seed=3)
    assert api.generate(settings, folder).report.is_complete


def _require_a_sound_run(folder: Path) -> list[LogLine]:
    """Open a run folder as the next session does, look for contradictions, and return its log."""
    copy = folder.with_name(f"{folder.name} opened")
    shutil.copytree(folder, copy)
    store = Store.create_or_open(copy)
    log, items, accepted = list(store.log()), claimed_items(store), list(store.accepted())
    settled = {line.id for line in log} - {line.id for line in store.unsettled()}
    store.close()
    assert [line.id for line in log] == list(range(1, len(log) + 1))
    assert not repeated([item.instruction for item in items])
    assert sorted(item.id for item in items if item.stage == ACCEPTED) == sorted(task.id for task in accepted)
    assert {int(item.id.partition(".")[0]) for item in items} <= settled
    if copy.exists():
        with closing(sqlite3.connect(copy / "run.sqlite")) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        shutil.rmtree(copy)
    return log
