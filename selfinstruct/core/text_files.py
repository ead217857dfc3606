"""Text files, read as they come: packed or not, in any Unicode encoding; what cannot be read is told in one line."""

import bz2
import gzip
import io
import json
import lzma
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TextIO

from selfinstruct.core.errors import InputError

# By the bytes that a file begins with: how it is unpacked, or what it is in the place of text.
_PACKED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_NO_TEXT = {
    b"\x28\xb5\x2f\xfd": "is packed with zstd; unpack it first",
    b"PK\x03\x04": "is a zip archive or a spreadsheet; save a spreadsheet as CSV, unpack an archive",
    b"\xd0\xcf\x11\xe0": "is an old spreadsheet or document; save it as CSV",
    b"7z\xbc\xaf\x27\x1c": "is a 7z archive; unpack it first",
    b"Rar!": "is a rar archive; unpack it first",
    b"PAR1": "is a Parquet file; save its rows as JSON lines",
    b"ARROW1": "is an Arrow file; save its rows as JSON lines",
    b"SQLite format 3": "is a database; export its tasks first",
    b"%PDF": "is a PDF; save its text",
}
_UNDECODED = re.compile("[\udc80-\udcff]")


@contextmanager
def open_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """Open a text file; what is no UTF-8 in it becomes half surrogate pairs, see `undecoded`.

    What goes wrong inside the `with` block while the file is read becomes an `InputError`, also if the file changes.
    """
    require_file(path)
    try:
        with path.open("rb") as file:
            before = _state(file)
            yield _decoded(path, file, newline)
            if _state(file) != before:
                raise InputError(f"{path}: changed while it was read; read it when nothing writes to it any more")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not valid {error.encoding.upper()}; save the file as UTF-8") from None
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
        raise InputError(f"{path}: cannot be unpacked: {error}; get it again") from None
    except OSError as error:
        raise InputError(f"{path}: cannot read the file: {error.strerror or error}") from None


def require_file(path: Path) -> None:
    """Raise `InputError` if this is no file that comes to an end: a device, a pipe, a folder; or if it is not there."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot read the file: {getattr(error, 'strerror', None) or error}") from None
    if stat.S_ISDIR(mode):
        raise InputError(f"{path}: cannot read the file: Is a directory")
    if not stat.S_ISREG(mode):
        raise InputError(f"{path}: is a device, a pipe or a socket; save what comes from it as a file, and name that")


def read_text(path: Path) -> str:
    """Return what a text file holds; `InputError` if it cannot be read."""
    with open_text(path) as file:
        text = file.read()
    if found := _UNDECODED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError(f"{path}, line {line}: {undecoded(text.split(chr(10))[line - 1])}")
    return text


def undecoded(text: str) -> str:
    """Return what is wrong with a line that holds bytes which are no UTF-8, "" if it holds none."""
    if not _UNDECODED.search(text):
        return ""
    try:
        text.encode("utf-8", "surrogateescape").decode("gb18030")
        return "not UTF-8; save the file as UTF-8, as “iconv -f GB18030 -t UTF-8” does if it is GB18030 (GBK)"
    except UnicodeDecodeError:
        return "not UTF-8; save the file as UTF-8"


def _decoded(path: Path, file: IO[bytes], newline: str | None) -> TextIO:
    beginning = file.read(16)
    file.seek(0)
    for mark, what in _NO_TEXT.items():
        if beginning.startswith(mark):
            raise InputError(f"{path}: {what}")
    for mark, unpacked in _PACKED.items():
        if beginning.startswith(mark):
            file = unpacked(file)
            beginning = file.read(16)
            file.seek(0)
    encoding = json.detect_encoding(beginning)
    # Other encodings are told by a mark or by their zeros, so that an error means a broken file.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
    return io.TextIOWrapper(file, "utf-8-sig" if encoding == "utf-8" else encoding, errors, newline)


def _state(file: IO[bytes]) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns
