"""The SQLite file of a run: its tables, how it is opened, and how its errors are told."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selfinstruct.core.errors import RunFolderError

DATABASE = "run.sqlite"
NOTHING_YET = "nothing is recorded here yet; wait a moment, or run generate"
_VERSION = 3

_SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (id INTEGER PRIMARY KEY, started_at REAL NOT NULL, active_until REAL NOT NULL,
    dedup_seconds REAL NOT NULL DEFAULT 0);
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL);
CREATE TABLE completions (
    id INTEGER PRIMARY KEY, request INTEGER NOT NULL, attempt INTEGER NOT NULL, step TEXT NOT NULL,
    items TEXT NOT NULL, hint TEXT NOT NULL, lead TEXT NOT NULL, body BLOB NOT NULL, received_at REAL NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0, finish_reason TEXT, model TEXT, prompt_tokens INTEGER,
    completion_tokens INTEGER, cached_tokens INTEGER, reasoning_tokens INTEGER);
CREATE TABLE items (
    id TEXT PRIMARY KEY, instruction TEXT NOT NULL, stage TEXT NOT NULL, is_classification INTEGER NOT NULL,
    attempts INTEGER NOT NULL, hint TEXT NOT NULL, tokens TEXT NOT NULL, seed_similarity REAL NOT NULL);
CREATE TABLE instances (
    item TEXT NOT NULL, position INTEGER NOT NULL, accepted INTEGER NOT NULL, input TEXT NOT NULL,
    output TEXT NOT NULL, completion INTEGER NOT NULL, PRIMARY KEY (accepted, position)) WITHOUT ROWID;
CREATE TABLE rejections (
    id INTEGER PRIMARY KEY, completion INTEGER, subject TEXT NOT NULL, instruction TEXT NOT NULL,
    input TEXT, output TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE faults (cause TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX instances_of_item ON instances (item);
CREATE INDEX completions_unsettled ON completions (id) WHERE NOT settled;
"""


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file in a run folder, for writing made if there is none; `RunFolderError` if it cannot be used."""
    with told(folder):
        return _open(folder / DATABASE, write=write)


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    # Without a log of another process beside it, the file is read without making one.
    mode = "rwc" if write else "ro" if path.with_name(f"{DATABASE}-wal").exists() else "ro&immutable=1"
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        # In this order: another process may be making the tables.
        is_empty = db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if is_empty and not write:
            raise RunFolderError(f"{path.parent}: {NOTHING_YET}")
        if version == 0 and not is_empty:
            raise RunFolderError(f"{path}: not a run of selfinstruct; choose another folder with ‹output›")
        if version not in (0, _VERSION):
            raise RunFolderError(f"{path}: made by another version of selfinstruct; use that one, or a new ‹output›")
        if write:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if is_empty:
                db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors (no space, no rights, not a database) into one line that names the folder."""
    try:
        yield
    except sqlite3.Error as error:
        raise RunFolderError(
            f"{folder}: the run file {DATABASE} cannot be used: {error}; it is left as it is"
        ) from error
