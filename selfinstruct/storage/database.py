"""The SQLite file of a run: how it is opened, and what its errors say."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfinstruct.core.errors import RunFolderError
from selfinstruct.storage.migration import OLDEST, migrate_with_copy, migrated_in_memory, remove_copy
from selfinstruct.storage.schema import SCHEMA, VERSION

DATABASE = "run.sqlite"
NOTHING_YET = "nothing is recorded here yet; wait a moment, or run generate"


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file in a run folder, or make it if it is to be written; `RunFolderError` if it cannot be used."""
    path = folder / DATABASE
    # Without a log of another process beside it, the file is read without making one.
    mode = "rwc" if write else "ro" if path.with_name(f"{DATABASE}-wal").exists() else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with errors_named(folder):
        # An open run may be asked from several threads; SQLite itself lets one of them at a time.
        db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            version = _version(db, path, write=write)
            if not write:
                return migrated_in_memory(db) if version < VERSION else db
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
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


def _version(db: sqlite3.Connection, path: Path, *, write: bool) -> int:
    # In this order: another process may be making the tables.
    is_empty = db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if is_empty and not write:
        raise RunFolderError(f"{path.parent}: {NOTHING_YET}")
    if version == 0 and not is_empty:
        raise RunFolderError(f"{path}: not a run of selfinstruct; choose another folder with ‹output›")
    if version and not OLDEST <= version <= VERSION:
        raise RunFolderError(f"{path}: made by another version of selfinstruct; use that one, or a new ‹output›")
    return 0 if is_empty else version


@contextmanager
def errors_named(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors (no space, no rights, not a database) into one line that names the folder."""
    try:
        yield
    except sqlite3.Error as error:
        why = f"the run file {DATABASE} cannot be used: {error}; it is left as it is"
        raise RunFolderError(f"{folder}: {why}") from error
