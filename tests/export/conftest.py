"""A run that tests export from."""

from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.values import Task
from selfinstruct.storage.store import Store
from tests.export.exported import N
from tests.support.demo_run import demo_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the demo backend, with up to two instances a task; not to be changed."""
    return demo_run(tmp_path_factory.mktemp("exporting") / "run", "zh", N)


@pytest.fixture(scope="module")
def tasks(run: Path) -> list[Task]:
    with closing(Store.open_to_read(run)) as store:
        return list(store.accepted(N))
