"""The files of a run as they are at one moment while it goes on, and what a loss of power may leave of them."""

import os
import signal
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import command_line, environment

# See https://www.sqlite.org/walformat.html: header of the log, header of a frame, and where the index tells how many
# frames are valid, and how many of them a checkpoint has begun to copy.
_HEADER, _FRAME = 32, 24 + 4096
_VALID, _ATTEMPTED = 16, 128
_ENOUGH_FRAMES = 600


@dataclass(frozen=True)
class Snapshot:
    """The database, its write-ahead log, and the index of that.

    The first `solid` bytes of the log were on disk before anything was copied from them into the database: no loss of
    power takes them away.
    """

    database: bytes
    log: bytes
    index: bytes

    @property
    def solid(self) -> int:
        """How many bytes of the log cannot be lost."""
        return _bytes(self.index, _ATTEMPTED)

    @property
    def end(self) -> int:
        """Where the log ends; behind it may stand what is left over from before it began anew."""
        return _bytes(self.index, _VALID)

    def lay_out(self, folder: Path, log: bytes | None, *, index: bool = False) -> Path:
        """Write the files into a new folder, with that in the place of the log (None: without one)."""
        folder.mkdir()
        (folder / "run.sqlite").write_bytes(self.database)
        if log is not None:
            (folder / "run.sqlite-wal").write_bytes(log)
        if index:
            (folder / "run.sqlite-shm").write_bytes(self.index)
        return folder


def take_two(folder: Path, n: int) -> tuple[Snapshot, Snapshot]:
    """Return snapshots of a new run: one before any checkpoint, one after the log has begun anew."""
    arguments = ("generate", "--n", n, "--backend", "demo", "--random-seed", 3, "--output", folder)
    with subprocess.Popen(command_line(*arguments), env=environment(), stdout=subprocess.DEVNULL) as process:
        with _stopped_when(process, lambda: _has_frames(folder)):
            early = _read(folder)
        with _stopped_when(process, lambda: len(early.database) < _size(folder) and _has_frames(folder)):
            late = _read(folder)
        process.kill()
    return early, late


@contextmanager
def _stopped_when(process: "subprocess.Popen[bytes]", has_come: Callable[[], bool]) -> Iterator[None]:
    """Let the process stand still from the moment that has come."""
    while not has_come():
        assert process.poll() is None
        time.sleep(0.001)
    process.send_signal(signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _has_frames(folder: Path) -> bool:
    """Tell whether the log holds a good deal that no checkpoint has begun to copy."""
    index = folder / "run.sqlite-shm"
    if not index.exists() or index.stat().st_size == 0:
        return False
    content = index.read_bytes()
    return _bytes(content, _VALID) - _bytes(content, _ATTEMPTED) > _ENOUGH_FRAMES * _FRAME


def _size(folder: Path) -> int:
    return (folder / "run.sqlite").stat().st_size


def _bytes(index: bytes, place: int) -> int:
    """Return the end of as many frames of the log as the index says in that place."""
    frames: int = struct.unpack_from("=I", index, place)[0]
    return _HEADER + frames * _FRAME if frames else 0


def _read(folder: Path) -> Snapshot:
    return Snapshot(*((folder / f"run.sqlite{end}").read_bytes() for end in ("", "-wal", "-shm")))
