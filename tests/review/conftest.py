"""A run to review, and its page on loopback."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.review import queues
from tests.support.reviewed import Tab, imported_run, opened, served


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a window be filled, however busy the machine is; what ends early is told to."""
    monkeypatch.setattr(queues, "_PATIENCE", 600.0)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_run(tmp_path_factory.mktemp("imported"))


@pytest.fixture
def run(imported: Path, tmp_path: Path) -> Path:
    """A run of imported tasks, some of them rejected."""
    return Path(shutil.copytree(imported, tmp_path / "run"))


@pytest.fixture
def tab(run: Path) -> Iterator[Tab]:
    with served(run, reviewer="ann") as address, opened(address) as tab:
        yield tab


@pytest.fixture(scope="module")
def idle(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tab, Path]]:
    """A tab for tests that decide nothing, and the run that it shows."""
    run = Path(shutil.copytree(imported, tmp_path_factory.mktemp("idle") / "run"))
    with served(run) as address, opened(address) as tab:
        yield tab, run
