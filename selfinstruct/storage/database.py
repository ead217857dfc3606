"""The SQLite file of a run: how it is opened, and what its errors say."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfinstruct.core.errors import RunFolderError
from selfinstruct.storage.migration import OLDEST, migrate_with_copy, migrated_in_memory
from selfinstruct.storage.schema import SCHEMA, VERSION

DATABASE = "run.sqlite"
NOTHING_YET = "nothing is recorded here yet; wait a moment, or run generate"


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file in a run folder, for writing made if there is none; `RunFolderError` if it cannot be used."""
    with errors_named(folder):
        return _open(folder / DATABASE, write=write)


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    # Without a log of another process beside it, the file is read without making one.
    mode = "rwc" if write else "ro" if path.with_name(f"{DATABASE}-wal").exists() else "ro&immutable=1"
    # An open run may be asked from several threads; SQLite itself lets one of them at a time.
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        # In this order: another process may be making the tables.
        is_empty = db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if is_empty and not write:
            raise RunFolderError(f"{path.parent}: {NOTHING_YET}")
        if version == 0 and not is_empty:
            raise RunFolderError(f"{path}: not a run of selfinstruct; choose another folder with ‹output›")
        if version not in (0, OLDEST, VERSION):
            raise RunFolderError(f"{path}: made by another version of selfinstruct; use that one, or a new ‹output›")
        if not write:
            return migrated_in_memory(db) if version == OLDEST else db
        _make_ready(db, path, is_empty=is_empty, version=version)
    except BaseException:
        db.close()
        raise
    return db


def _make_ready(db: sqlite3.Connection, path: Path, *, is_empty: bool, version: int) -> None:
    """Make the tables of a file that is to be written, or bring those of an earlier version up to date."""
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if is_empty:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version == OLDEST:
        migrate_with_copy(db, path)


@contextmanager
def errors_named(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors (no space, no rights, not a database) into one line that names the folder."""
    try:
        yield
    except sqlite3.Error as error:
        raise RunFolderError(
            f"{folder}: the run file {DATABASE} cannot be used: {error}; it is left as it is"
        ) from error
