"""Text files: what is read whatever it is packed in, and what is told in one line."""

import bz2
import gzip
import lzma
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.text_files import open_text, read_text

TEXT = "写一首诗。\nMend “it”, naïve café.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_any_unicode_is_read_packed_or_not(tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a").write_bytes(pack(TEXT.encode(encoding)))
    assert read_text(tmp_path / "a") == TEXT


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert read_text(tmp_path / "a") == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x28\xb5\x2f\xfd12", "is packed with zstd; unpack it first"),
        (b"PK\x03\x0412", "is a zip archive or a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1", "is an old spreadsheet"),
        (b"%PDF-1.7", "is a PDF"),
        (b"SQLite format 3\0", "is a database"),
        (b"PAR1\x15\x04", "is a Parquet file"),
        (b"ARROW1\0\0", "is an Arrow file"),
        (gzip.compress(TEXT.encode() * 100, mtime=0)[:-9], "cannot be unpacked: .*; get it again"),
        (b"\x1f\x8b and no more", "cannot be unpacked: "),
        (bz2.compress(TEXT.encode())[:-9], "cannot be unpacked: "),
        (b"BZh9 and no more", "cannot read the file: Invalid data stream"),
        (lzma.compress(TEXT.encode())[:-9] + b"123456789", "cannot be unpacked: "),
        (b"\xff\xfea", "not valid UTF-16"),
        (b"ok\n" + TEXT.encode("gb18030", "ignore"), "line 2: not UTF-8; save the file as UTF-8, as “iconv"),
        (b"ok\nok\ncaf\xe9\n", "line 3: not UTF-8; save the file as UTF-8$"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(InputError, match=f"^{tmp_path / 'a'}(?:, |: ){told}") as raised:
        read_text(tmp_path / "a")
    assert "\n" not in str(raised.value)


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("make", [_pipe, _socket, lambda _: Path("/dev/zero"), lambda _: Path("/dev/null")])
def test_what_may_never_end_is_not_read(
    tmp_path: Path, make: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket must have a short path
    with pytest.raises(InputError, match="is a device, a pipe or a socket; save what comes from it as a file"):
        read_text(make(Path("a")))


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone", tmp_path / ("x" * 300), tmp_path / "a\0b"):
        with pytest.raises(InputError, match="cannot read the file: "):
            read_text(path)


@pytest.mark.parametrize("change", [b"", b"more\n", b"other text\n"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, change: bytes) -> None:
    path = tmp_path / "a"
    path.write_text(TEXT)

    def read() -> None:
        with open_text(path) as file:
            file.readline()
            path.write_bytes(change)

    with pytest.raises(InputError, match="changed while it was read"):
        read()
