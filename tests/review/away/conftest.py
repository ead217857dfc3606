"""A run of imported tasks, of which some are rejected, and what is decided on it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from selfinstruct.decisions import journal
from tests.support.reviewed import imported_run

Told = Callable[[], list[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_run(tmp_path_factory.mktemp("imported"))


@pytest.fixture
def run(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "run"))


@pytest.fixture
def decided(run: Path) -> Told:
    """Gives what is decided: who, what, on which id."""
    return lambda: [(each.reviewer, each.action, each.subject) for each in journal.read(run)]
