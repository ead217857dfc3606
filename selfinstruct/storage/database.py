"""The SQLite file of a run: how it is opened, and what its errors say."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.mounts import is_shared
from selfinstruct.storage.migration import OLDEST, migrate_with_copy, migrated_aside, remove_copy
from selfinstruct.storage.schema import SCHEMA, VERSION

DATABASE = "run.sqlite"
NOTHING_YET = "nothing is recorded here yet; wait a moment, or run generate"
# Milliseconds that a writer waits for readers, such as an export of a large run.
_PATIENCE_MS = 120_000
# Bytes that any step of work on a run takes.
_ROOM = 1 << 16
_OF_A_RUN = frozenset({"settings", "completions", "items"})


class Frozen(sqlite3.Connection):
    """A connection to a file where nobody may leave a lock; while it is read, nobody may write it."""


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file in a run folder, or make it if it is to be written; `RunFolderError` if it cannot be used."""
    path = folder / DATABASE
    with errors_named(folder):
        db = _connection(path, "rwc") if write else _connection_to_read(path)
        try:
            version = _version(db, path, write=write)
            if not write:
                return migrated_aside(db) if version < VERSION else db
            _choose_journal(db, folder)
            if version == 0:
                db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            elif version < VERSION:
                migrate_with_copy(db, path)
            else:
                remove_copy(path)
        except BaseException:
            db.close()
            raise
        return db


def _choose_journal(db: sqlite3.Connection, folder: Path) -> None:
    """Let readers see the run as it was while it is written: by the write-ahead log, or, where that cannot work, not.

    The log needs memory that all processes share, so it is for one machine only (sqlite.org/wal.html). With a rollback
    journal readers and the writer wait for each other.
    """
    if is_shared(folder):
        db.execute("PRAGMA journal_mode = TRUNCATE")
        db.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    else:
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")


def is_blank(folder: Path) -> bool:
    """Tell whether a folder has no run file, or one in which nothing was ever recorded; not so if it cannot be read."""
    path = folder / DATABASE
    if not path.exists():
        return True
    with suppress(sqlite3.Error), closing(_connection_to_read(path)) as db:
        return not _tables(db)
    return False


def write_note(db: sqlite3.Connection, name: str, contents: Mapping[str, int]) -> None:
    """Put down, in a transaction of the caller's, what may stand in a file: the records of each content, by digest."""
    db.execute("DELETE FROM files WHERE name = ?", (name,))
    db.executemany("INSERT INTO files VALUES (?, ?, ?)", [(name, *each) for each in contents.items()])


def note_from_beside(folder: Path, name: str, contents: Mapping[str, int]) -> bool:
    """Do the same from beside a process that may work on the run; return False where that cannot be written."""
    path = folder / DATABASE
    if not _may_write(path):
        return False
    with suppress(sqlite3.Error), closing(_connection(path, "rw")) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            db.execute("BEGIN IMMEDIATE")
            write_note(db, name, contents)
            db.execute("COMMIT")
            return True
    return False


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connection(path: Path, mode: str, kind: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    # An open run may be asked from several threads; SQLite itself lets one of them at a time.
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=kind)


def _connection_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that others may write meanwhile. Only who may write beside it can hold on to what it reads."""
    if is_shared(path.parent):
        # Where locks do not reach other machines, a reader could take what is being written for what a crash has left,
        # and undo it; one that may not write cannot.
        return _connection(path, "ro")
    may_write = _may_write(path)
    db = _connection(path, "rw" if may_write else "ro")
    try:
        db.execute("PRAGMA query_only = ON")
        _tables(db)
    except sqlite3.Error as error:
        db.close()
        # Where a disk is full, there is no room for what readers share either.
        is_damaged = not isinstance(error, sqlite3.OperationalError)
        if is_damaged or _has_log(path) or (may_write and not _is_for_room(error)):
            raise
        return _connection(path, "ro&immutable=1", Frozen)
    return db


def _has_log(path: Path) -> bool:
    """Return whether a process that writes, or has died, has left what is not in the file yet."""
    log = path.with_name(f"{DATABASE}-wal")
    return log.exists() and log.stat().st_size > 0


def _is_for_room(error: sqlite3.Error) -> bool:
    """Return whether an error may mean that the disk is full, and not what was read."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)


def _tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _version(db: sqlite3.Connection, path: Path, *, write: bool) -> int:
    # In this order: another process may be making the tables.
    tables = _tables(db)
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if not tables and not write:
        raise RunFolderError(f"{path.parent}: {NOTHING_YET}")
    if tables and (version == 0 or not tables >= _OF_A_RUN):
        raise RunFolderError(f"{path}: not a run of selfinstruct; choose another folder with ‹output›")
    if version and not OLDEST <= version <= VERSION:
        raise RunFolderError(f"{path}: made by another version of selfinstruct; use that one, or a new ‹output›")
    return version if tables else 0


def _is_full(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _ROOM
    return False


@contextmanager
def errors_named(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors (no space, no rights, not a database) into one line that names the folder."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_ROLLBACK:
            why = "is being written where its locks are not seen, or its writer has died"
            raise RunFolderError(f"{folder}: {why}; run the command again, or go on with the run") from error
        full = " (the disk is full)" if _is_full(folder) and "full" not in str(error) else ""
        why = f"the run file {DATABASE} cannot be used: {error}{full}; it is left as it is"
        raise RunFolderError(f"{folder}: {why}") from error
