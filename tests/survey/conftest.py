"""A run with all that a report tells of: two instances a task, prices, rejections, a few decisions."""

from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Prices, Settings
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store


@pytest.fixture(scope="session", params=["en", "zh"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of 150 tasks; three records are answered for, one of them rejected."""
    folder: Path = tmp_path_factory.mktemp("surveyed") / "run"
    settings = Settings(
        target=150,
        language=request.param,
        connection=Connection(backend="demo"),
        instances_per_task=2,
        random_seed=5,
        prices=Prices(0.4, 1.6, 0.1),
    )
    selfinstruct.generate(settings, folder)
    with closing(Store.open_to_read(folder)) as store:
        first, second, third = [task.id for task in store.accepted(3)]
        good = {"valid": True, "input_fits": True, "output_right": True}
        decide(store, first, "answer", "ann", answers=good)
        decide(store, second, "answer", "ann", answers={**good, "output_right": False})
        decide(store, third, "answer", "ann", answers=good)
        decide(store, second, "reject", "ann", why="wrong")
    return folder
