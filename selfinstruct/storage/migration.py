"""Run files of earlier versions, brought to the form of this one.

Version 3 (0.1) named settings by the options of its command line, called rejected items `dropped`, kept what models
refuse among the settings, and knew no instances that wait for a step. Version 4 did not say how many tokens a
completion was allowed.
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
    """Bring an open file of an earlier version to this one, all of it in one transaction or nothing."""
    with db:
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)


def _migrate(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    for change in (_from_version_3, _from_version_4)[version - OLDEST :]:
        change(db)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _from_version_3(db: sqlite3.Connection) -> None:
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


def _from_version_4(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE completions ADD COLUMN max_tokens INTEGER NOT NULL DEFAULT 0")


def migrate_with_copy(db: sqlite3.Connection, path: Path) -> None:
    """Migrate an open file; a copy of the old one stands beside it until that has succeeded."""
    copy = _copy(path, db.execute("PRAGMA user_version").fetchone()[0])
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as target:
        db.backup(target)
    partial.replace(copy)
    migrate(db)
    remove_copy(path)


def remove_copy(path: Path) -> None:
    """Remove the copies of a file that is migrated by now, if a crash has left any."""
    for version in range(OLDEST, VERSION):
        _copy(path, version).unlink(missing_ok=True)


def _copy(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.version-{version}")


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
