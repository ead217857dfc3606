"""Run files of earlier versions, brought to the form of this one.

Version 3 (0.1) named settings by the options of its command line, called rejected items `dropped`, kept what models
refuse among the settings, and knew no instances that wait for a step.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from selfinstruct.storage.schema import REFUSALS, VERSION

OLDEST = 3
_RENAMED = {"lang": "language", "n": "target", "replaying": "is_replay"}
_REFUSED_BY = "refused by "


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open file of version 3 to this version, all of it in one transaction or nothing."""
    with db:
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _migrate(db)


def _migrate(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE items ADD COLUMN written TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE items SET stage = 'rejected' WHERE stage = 'dropped'")
    db.execute(REFUSALS)
    for name, value in db.execute("SELECT name, value FROM settings").fetchall():
        if name.startswith(_REFUSED_BY):
            endpoint = name.removeprefix(_REFUSED_BY)
            rows = [(endpoint, model, each) for model, refused in json.loads(value).items() for each in refused]
            db.executemany("INSERT INTO refusals VALUES (?, ?, ?)", rows)
            db.execute("DELETE FROM settings WHERE name = ?", (name,))
        else:
            field = name.removeprefix("--").replace("-", "_")
            db.execute("UPDATE settings SET name = ? WHERE name = ?", (_RENAMED.get(field, field), name))
    db.execute(f"PRAGMA user_version = {VERSION}")


def migrate_with_copy(db: sqlite3.Connection, path: Path) -> None:
    """Migrate an open file; a copy of the old one stands beside it until that has succeeded."""
    copy = _copy(path)
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as target:
        db.backup(target)
    partial.replace(copy)
    migrate(db)
    remove_copy(path)


def remove_copy(path: Path) -> None:
    """Remove the copy of a file that is migrated by now, if a crash has left it."""
    _copy(path).unlink(missing_ok=True)


def _copy(path: Path) -> Path:
    return path.with_name(f"{path.name}.version-{OLDEST}")


def migrated_in_memory(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a migrated copy in memory of a file that must not be written; close the file."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with closing(db):
            db.backup(copy)
        migrate(copy)
    except BaseException:
        copy.close()
        raise
    return copy
