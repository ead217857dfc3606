"""The folder of a run: made, locked against a second process, and removed again if nothing came of it."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from filelock import BaseFileLock, Timeout

from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.locks import held_if_free, is_lost, taken
from selfinstruct.core.meant import by_closeness
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.database import DATABASE, Frozen, connect

# Runs in the same folder that are looked at.
_MOST_BESIDE = 1000
_LOCK = "run.lock"
# Whoever only asks whether a run is being worked on holds the lock for a moment.
_PATIENCE = 0.5


def is_named_like_a_file_of_a_run(path: Path) -> bool:
    """Return whether a path, or a folder on it, has a name that SQLite or the lock may want beside a run file."""
    return any(name.casefold().startswith((DATABASE, _LOCK)) for name in path.absolute().parts)


@dataclass(eq=False)
class RunFolder:
    """An open run folder. Reading works while another process writes; writing needs the lock."""

    folder: Path
    _db: sqlite3.Connection
    _lock: BaseFileLock | None = None
    _made: Sequence[Path] = ()

    def __post_init__(self) -> None:
        """Note which file it is, and in which state."""
        self._identity = _identity(self.folder / DATABASE)
        self._state = _state(self.folder / DATABASE)

    @classmethod
    def create_or_open(cls, folder: Path, tell: Callable[[str], None] = lambda _: None) -> Self:
        """Open a run folder for writing, and make it if there is none; `tell` gets a line if that takes a while.

        Raises `RunFolderError` if it cannot be written, is in use by another process, or is of another version.
        """
        if is_named_like_a_file_of_a_run(folder):
            raise RunFolderError(f"{folder}: a run has a file of that name; choose another ‹output›")
        made = [each for each in (folder / DATABASE, folder, *folder.parents) if not each.exists()]
        was_locked_before = (folder / _LOCK).exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = taken(folder / _LOCK, _PATIENCE, tell)
        except Timeout:
            raise RunFolderError(f"{folder}: in use by another selfinstruct process; wait for it to end") from None
        except OSError as error:
            why = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror or error
            raise RunFolderError(f"{folder}: cannot write here: {why}; choose another ‹output›") from None
        if folder / DATABASE in made and (folder / DATABASE).exists():
            # It is not what the user had in mind, and perhaps of other settings.
            lock.release()
            raise RunFolderError(
                f"{folder}: another selfinstruct process has just made a run here; choose another ‹output›, or run the"
                " command again to go on with it"
            )
        try:
            return cls(folder, _connected(folder, write=True), lock, made)
        except BaseException:
            if not was_locked_before:
                (folder / _LOCK).unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, folder: Path) -> Self:
        """Open an existing run folder to read from it; `RunFolderError` if it is none."""
        if not (folder / DATABASE).is_file():
            told = f"{folder}: no run here (no {DATABASE}); name a folder that generate has made"
            raise RunFolderError(told + _meant(folder))
        return cls(folder, _connected(folder, write=False))

    def require_in_place(self) -> None:
        """Raise `RunFolderError` if the run file is not where it was when it was opened."""
        if self._identity != _identity(self.folder / DATABASE):
            raise RunFolderError(
                f"{self.folder}: {DATABASE} was removed, moved or replaced while the run was worked on; nothing more is"
                " asked or written here; put it back to go on"
            )

    def _require_lock(self) -> None:
        """Raise `RunFolderError` if another process has taken the run over meanwhile."""
        if self._lock and is_lost(self._lock):
            why = "was taken over by another process, as this one was away for too long"
            raise RunFolderError(f"{self.folder}: {why}; nothing more is written here")

    def _require_unchanged(self) -> None:
        """Raise `RunFolderError` if a file that we cannot lock was written while it was read."""
        if isinstance(self._db, Frozen) and self._state != _state(self.folder / DATABASE):
            raise RunFolderError(f"{self.folder}: was written while it was read; run the command again")

    def is_being_worked_on(self) -> bool:
        """Whether a process has the run open for writing, this one or another; False where we cannot find out."""
        path = self.folder / _LOCK
        with suppress(OSError):
            if path.exists():
                with held_if_free(path) as is_free:
                    return not is_free
        return False

    @property
    def is_new(self) -> bool:
        """Whether the run was made just now."""
        return self.folder / DATABASE in self._made

    def _close(self, *, remove: bool) -> None:
        try:
            self._db.close()
            if remove and self._identity == _identity(self.folder / DATABASE):
                for name in (DATABASE, *(f"{DATABASE}-{of}" for of in ("wal", "shm", "journal")), _LOCK):
                    (self.folder / name).unlink(missing_ok=True)
                with suppress(OSError):
                    for path in self._made[1:]:
                        path.rmdir()
        finally:
            if self._lock:
                self._lock.release()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file stands at a path, None if there is none."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def _state(path: Path) -> tuple[object, ...]:
    """Return what changes when a run file is written."""
    with suppress(OSError):
        found = path.stat()
        return found.st_size, found.st_mtime_ns, path.with_name(f"{DATABASE}-wal").exists()
    return ()


def _connected(folder: Path, *, write: bool) -> sqlite3.Connection:
    with damage_named(folder, "what an earlier version wrote"):
        return connect(folder, write=write)


def _meant(folder: Path) -> str:
    """Return a question whether a run beside a folder is meant, "" if none is called nearly so."""
    with suppress(OSError):
        runs = [path.parent.name for path in islice(folder.parent.glob(f"*/{DATABASE}"), _MOST_BESIDE)]
        if near := by_closeness(folder.name, runs):
            return f"; do you mean {folder.parent / near[0]}?"
    return ""
