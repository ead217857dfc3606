"""The folder of a run: made, locked against a second process, and removed again if nothing came of it."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from selfinstruct.core.errors import RunFolderError
from selfinstruct.storage.database import DATABASE, connect

_LOCK = "run.lock"
# Whoever only asks whether a run is being worked on holds the lock for a moment.
_PATIENCE = 0.5


class RunFolder:
    """An open run folder. Reading works while another process writes; writing needs the lock."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: FileLock | None, made: Sequence[Path] = ()
    ) -> None:
        self.path = path
        self.connection = connection
        self._lock = lock
        self._made = made

    @classmethod
    def create_or_open(cls, path: Path) -> "RunFolder":
        """Open a run folder for writing, made if there is none.

        Raises `RunFolderError` if it cannot be written, is in use by another process, or is of another version.
        """
        made = [each for each in (path / DATABASE, path, *path.parents) if not each.exists()]
        was_locked_before = (path / _LOCK).exists()
        lock = FileLock(path / _LOCK)
        try:
            path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise RunFolderError(f"{path}: in use by another selfinstruct process; wait for it to end") from None
        except OSError as error:
            why = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror or error
            raise RunFolderError(f"{path}: cannot write here: {why}; choose another ‹output›") from None
        try:
            return cls(path, connect(path, write=True), lock, made)
        except BaseException:
            if not was_locked_before:
                (path / _LOCK).unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, path: Path) -> "RunFolder":
        """Open an existing run folder to read from it; `RunFolderError` if it is none."""
        if not (path / DATABASE).is_file():
            raise RunFolderError(f"{path}: no run here (no {DATABASE}); name a folder that generate has made")
        return cls(path, connect(path, write=False), None)

    def is_locked(self) -> bool:
        """Whether a process works on the run, this one or another; False where that cannot be told."""
        path = self.path / _LOCK
        if not path.exists():
            return False
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        except OSError:
            return False
        lock.release()
        return False

    @property
    def is_new(self) -> bool:
        """Whether the run was made just now."""
        return self.path / DATABASE in self._made

    def close(self, *, remove: bool) -> None:
        """Close the file and release the lock; `remove` what was made for the run."""
        try:
            self.connection.close()
            if remove:
                for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", _LOCK):
                    (self.path / name).unlink(missing_ok=True)
                with suppress(OSError):
                    for path in self._made[1:]:
                        path.rmdir()
        finally:
            if self._lock:
                self._lock.release()
