"""Files and folders are written whole or not at all."""

from pathlib import Path

import pytest

from selfinstruct.errors import RunFolderError
from selfinstruct.export.training_files import replacing


def test_a_file_takes_its_place_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with replacing(path) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(path) as partial:
        partial.write_text("half \ud800", encoding="utf-8")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_its_place_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "data"
    with replacing(path) as partial:
        (partial / "parts").mkdir(parents=True)
        (partial / "parts" / "train").write_text("new")
        assert not path.exists()
    assert (path / "parts" / "train").read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


def test_what_an_earlier_process_left_half_done_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "data"
    (tmp_path / ".data.partial").mkdir()
    (tmp_path / ".data.partial" / "half").write_text("")
    with replacing(path) as partial:
        assert not partial.exists()
        partial.mkdir()
    assert list(path.iterdir()) == []


def test_no_room_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with pytest.raises(RunFolderError, match=r"data.json: cannot be written: No space left on device"), replacing(path):
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"


def test_a_folder_that_holds_something_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.mkdir()
    (path / "mine").write_text("")
    with pytest.raises(RunFolderError, match="data: cannot be written"), replacing(path) as partial:
        partial.write_text("new")
    assert [each.name for each in tmp_path.rglob("*")] == ["data", "mine"]
