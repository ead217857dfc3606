"""Files and folders are written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.exports.places import replacing


def test_a_file_takes_its_place_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    with replacing(path) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions here")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "data.json"
    path.write_text("old")
    path.chmod(mode)
    with replacing(path) as partial:
        partial.write_text("new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", mode)


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


# Writes half, tells so, and goes on when it is told to.
WRITER = """
import sys
from pathlib import Path
from selfinstruct.exports.places import replacing
path, text = Path(sys.argv[1]), sys.argv[2]
with replacing(path) as partial:
    if "/" in text:
        partial.mkdir()
        partial, text = partial / "part", text.strip("/")
    with partial.open("w") as file:
        file.write(text)
        file.flush()
        print("half", flush=True)
        sys.stdin.readline()
        file.write(text)
"""


class Writer:
    """A process that has written half of what it writes."""

    def __init__(self, path: Path, text: str) -> None:
        command = [sys.executable, "-c", WRITER, str(path), text]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        assert self.process.stdout
        assert self.process.stdout.readline() == "half\n"

    def end(self) -> str:
        """Let it write the rest; return what it says of errors."""
        return self.process.communicate("\n", timeout=240)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=240)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_processes_write_a_file_each_in_a_place_of_its_own(tmp_path: Path, order: tuple[int, int]) -> None:
    path = tmp_path / "data.json"
    writers = [Writer(path, "a"), Writer(path, "b")]
    assert not path.exists()
    for number in order:
        assert writers[number].end() == ""
        assert path.read_text() == ("aa", "bb")[number]
    assert list(tmp_path.iterdir()) == [path]


def test_of_two_processes_that_make_a_folder_the_second_is_told(tmp_path: Path) -> None:
    path = tmp_path / "data"
    first, second = Writer(path, "a/"), Writer(path, "b/")
    assert second.end() == ""
    assert "data: cannot be written: Directory not empty" in first.end()
    assert (path / "part").read_text() == "bb"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_is_cleared_away_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "data[1]"
    dead, alive, other = Writer(path, "dead/"), Writer(path, "alive"), Writer(tmp_path / "other", "other")
    dead.kill()
    other.kill()
    with replacing(path) as partial:
        partial.write_text("new")
        assert len(list(tmp_path.iterdir())) == 3
    assert alive.end() == ""
    assert path.read_text() == "alivealive"
    assert [each for each in tmp_path.iterdir() if not each.name.startswith(".other.")] == [path]


def test_symlinks_that_lead_round_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="a: is no ordinary file; choose another ‹output›"), replacing(tmp_path / "a"):
        raise AssertionError
    assert all(path.is_symlink() for path in tmp_path.iterdir())


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
