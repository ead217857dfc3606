"""Whoever reads a run sees it whole, as it was at one moment, whatever another process writes meanwhile."""

import threading
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Export, RunFolderError, Settings
from selfinstruct.storage.database import Frozen
from selfinstruct.storage.store import Store
from tests.support.disks import mount, small_disk


def _grow(run: Path, target: int) -> None:
    assert selfinstruct.generate(Settings(target, connection=Connection("demo"), random_seed=1), run).report.is_complete


def _names(run: Path) -> list[str]:
    return sorted(path.name for path in run.iterdir())


def test_a_run_that_grows_while_it_is_read_stays_as_it_was_for_the_reader(tmp_path: Path) -> None:
    run = tmp_path / "run"
    _grow(run, 50)
    names = _names(run)
    with closing(Store.open_to_read(run)) as whole:
        before = list(whole.accepted()), list(whole.rejections()), list(whole.log())
    with closing(Store.open_to_read(run)) as store, store.snapshot():
        tasks, rejections = store.accepted(), store.rejections()
        found = [next(tasks)]
        for target in (200, 400):
            _grow(run, target)
            found.append(next(tasks))
        assert (found + list(tasks), list(rejections), list(store.log())) == before
    with closing(Store.open_to_read(run)) as store:
        assert len(list(store.accepted())) >= 400
    assert _names(run) == names


def test_exports_of_a_run_that_grows_are_whole(tmp_path: Path) -> None:
    run, errors = tmp_path / "run", []
    _grow(run, 20)

    def work() -> None:
        try:
            for target in range(30, 130, 10):
                _grow(run, target)
        except Exception as error:
            errors.append(error)

    growing = threading.Thread(target=work)
    growing.start()
    counts: list[int] = []
    while growing.is_alive():
        parts = selfinstruct.export(run, Export("belle", tmp_path / f"{len(counts)}.json", with_provenance=True))
        records, about = (len(part.path.read_text(encoding="utf-8").splitlines()) for part in parts)
        assert records == about == parts[0].records
        counts.append(records)
    growing.join()
    assert errors == []
    assert counts == sorted(counts)


def test_nothing_is_left_behind_by_a_reader(tmp_path: Path) -> None:
    _grow(tmp_path / "run", 20)
    names = _names(tmp_path / "run")
    content = (tmp_path / "run" / "run.sqlite").read_bytes()
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.report.accepted >= 20
        assert len(list(run.tasks())) == 20
    assert _names(tmp_path / "run") == names
    assert (tmp_path / "run" / "run.sqlite").read_bytes() == content


def test_a_disk_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        run = disk / "run"
        assert mount("-o", "remount,size=64m", disk)
        _grow(run, 20)
        names = _names(run)
        assert mount("-o", "remount,ro", disk)
        with closing(Store.open_to_read(run)) as store:
            assert isinstance(store._db, Frozen)
            assert len(list(store.accepted(20))) == 20
        selfinstruct.export(run, Export("belle", tmp_path / "out"))
        assert _names(run) == names
        with closing(Store.open_to_read(run)) as store:
            tasks = store.accepted()
            next(tasks)
            assert mount("-o", "remount,rw", disk)
            _grow(run, 60)
            with pytest.raises(RunFolderError, match="was written while it was read; run the command again"):
                list(tasks)
