"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from selfinstruct.export import replacing


def test_a_file_takes_its_place_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with replacing(path) as file:
        file.write("new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(path) as file:
        file.write("half \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
