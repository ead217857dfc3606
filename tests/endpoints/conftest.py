"""What the tests of endpoints share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open run folder with nothing in it."""
    store = Store.create_or_open(tmp_path / "run")
    yield store
    store.close()
