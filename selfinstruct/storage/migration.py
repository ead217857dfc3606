"""Run files of earlier versions, brought to the form of this one.

Version 3 (0.1) named settings by the options of its command line, called rejected items `dropped`, kept what models
refuse among the settings, and knew no instances that wait for a step. Version 4 kept no prompts, did not say how many
tokens a completion was allowed or what was written to files, and held the score of a near-duplicate (to four digits)
and the text of the nearest instruction in one string. Version 5 had to read all rejections to find those of a
completion. Version 6 had a setting for the API and one for structured answers in the place of the form of asking, and
did not say what a completion has brought. For version 7 all tokens cost the same. Version 8 knew no judge. Version 9
did not say how many instructions were only too near to earlier ones, had to read all rejections to find like ones, and
kept no scores of what was rejected. Version 10 knew no batches. Version 11 had to read all accepted tasks to find those
of an instruction, and did not keep tokens as numbers. Version 12 had one list of prices for all that a run has
bought. Version 13 held what a prompt named for one of many instructions as that of each of them.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from selfinstruct.core.values import SURPLUS, is_repeated
from selfinstruct.storage import schema
from selfinstruct.storage.schema import VERSION

OLDEST = 3
_RENAMED = {"lang": "language", "n": "target", "replaying": "is_replay"}
_REFUSED_BY = "refused by "
_FORMS = {"on": "json", "off": "text"}


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open file of an earlier version to this one, all of it in one transaction or nothing."""
    db.create_function("is_repeated", 2, is_repeated, deterministic=True)
    with db:
        db.execute("BEGIN IMMEDIATE")
        _migrate(db)


def _migrate(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    changes = (
        _from_version_3, _from_version_4, _from_version_5, _from_version_6, _from_version_7, _from_version_8,
        _from_version_9, _from_version_10, _from_version_11, _from_version_12, _from_version_13,
    )  # fmt: skip
    for change in changes[version - OLDEST :]:
        change(db)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _from_version_3(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE items ADD COLUMN written TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE items SET stage = 'rejected' WHERE stage = 'dropped'")
    db.execute(schema.REFUSALS)
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
    db.execute(schema.PROMPTS)
    db.execute(schema.FILES)
    for column in schema.REJECTED_WITH:
        db.execute(f"ALTER TABLE rejections ADD COLUMN {column}")
    _note_known_instructions(db)
    db.execute(
        "UPDATE rejections SET item = (SELECT id FROM known WHERE kind = 'claimed' AND text = instruction"
        " AND count = 1) WHERE subject IN ('task', 'instance')"
    )
    db.execute(
        "UPDATE rejections SET similarity = substr(detail, 1, 6) + 0.0, nearest_instruction = substr(detail, 8),"
        " (nearest_kind, nearest_id) = (SELECT kind, id FROM known WHERE text = substr(detail, 8)"
        " AND (kind = 'avoid') = (reason = 'avoided') ORDER BY kind DESC LIMIT 1)"
        " WHERE reason IN ('near_duplicate', 'avoided') AND detail GLOB '[01].[0-9][0-9][0-9][0-9] *'"
    )
    db.execute("UPDATE rejections SET detail = '' WHERE nearest_kind IS NOT NULL")
    db.execute(
        f"UPDATE rejections SET folded = 1 WHERE reason = '{SURPLUS}'"
        " OR (nearest_kind IS NOT NULL AND is_repeated(instruction, nearest_instruction))"
    )
    db.execute("DROP TABLE known")


def _from_version_5(db: sqlite3.Connection) -> None:
    for index in schema.REJECTED_OF:
        db.execute(index)


def _from_version_6(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE completions ADD COLUMN form TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE completions ADD COLUMN brought INTEGER NOT NULL DEFAULT 0")
    for (value,) in db.execute("SELECT value FROM settings WHERE name = 'grown_with'").fetchall():
        known = json.loads(value)
        asking = known.get("asking", {})
        api, structured = asking.pop("api", "chat"), asking.pop("structured", "auto")
        form = "continuation" if api == "completions" else _FORMS.get(structured)
        changed = known | {"asking": asking | ({"form": form} if form else {})}
        db.execute("UPDATE settings SET value = ? WHERE name = 'grown_with'", (json.dumps(changed),))


def _from_version_7(db: sqlite3.Connection) -> None:
    for table in ("attempts", "completions"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN {schema.PRICE}")


def _from_version_8(db: sqlite3.Connection) -> None:
    for column in schema.JUDGED:
        db.execute(f"ALTER TABLE items ADD COLUMN {column}")
    # How a run is grown is open until it has a recipe.
    if db.execute("SELECT 1 FROM settings WHERE name = 'recipe'").fetchone():
        db.execute("INSERT OR REPLACE INTO settings VALUES ('judge', 'false'), ('min_score', '0.0')")


def _from_version_9(db: sqlite3.Connection) -> None:
    db.execute(f"ALTER TABLE completions ADD COLUMN {schema.REPEATED}")
    db.execute(schema.REJECTED_LIKE)
    db.execute(f"ALTER TABLE rejections ADD COLUMN {schema.REJECTED_SCORE}")


def _from_version_10(db: sqlite3.Connection) -> None:
    for table in schema.BATCHES:
        db.execute(table)


def _from_version_11(db: sqlite3.Connection) -> None:
    db.execute(schema.ACCEPTED_AS)
    db.execute(schema.NUMBERED)


def _from_version_12(db: sqlite3.Connection) -> None:
    db.execute(schema.PRICE_LISTS)
    for table in ("attempts", "completions"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN {schema.PRICES}")
    for (value,) in db.execute("SELECT value FROM settings WHERE name = 'prices'").fetchall():
        prices = json.loads(value)
        row = [prices[name] for name in ("prompt", "completion", "cached")]
        db.execute("INSERT INTO price_lists VALUES (1, ?, ?, ?)", row)
        for table in ("attempts", "completions"):
            db.execute(f"UPDATE {table} SET prices = 1")


def _from_version_13(db: sqlite3.Connection) -> None:
    # Of the recipes of that time, each asked for several at once, and short prompts named nothing.
    db.execute("UPDATE completions SET hint = '' WHERE hint != '' AND form = 'short'")
    asked = "(SELECT id FROM completions WHERE attempt)"
    db.execute(f"UPDATE items SET hint = '' WHERE hint != '' AND CAST(id AS INTEGER) IN {asked}")


def _note_known_instructions(db: sqlite3.Connection) -> None:
    """Make a table of all that was compared with; of equal texts the first one counts, and how many there are."""
    db.execute(
        "CREATE TEMP TABLE known (text TEXT, kind TEXT, id TEXT, count INTEGER, PRIMARY KEY (text, kind)) WITHOUT ROWID"
    )
    found = dict(db.execute("SELECT name, value FROM settings WHERE name IN ('seed_tasks', 'avoid')"))
    seeds = [(task["instruction"], "seed", task["id"]) for task in json.loads(found.get("seed_tasks", "[]"))]
    avoided = [(text, "avoid", "") for text in json.loads(found.get("avoid", "[]"))]
    db.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?, 1)", [*seeds, *avoided])
    # Beside min(), SQLite takes other columns from the row that has it.
    counted = "SELECT instruction, id, min(rowid), count(*) AS count FROM items GROUP BY instruction"
    db.execute(f"INSERT INTO known SELECT instruction, 'claimed', id, count FROM ({counted})")


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


def migrated_aside(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a migrated copy of a file that must not be written; close the file.

    The copy is a temporary file, which SQLite removes, and in memory if it is small.
    """
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        with closing(db):
            db.backup(copy)
        migrate(copy)
    except BaseException:
        copy.close()
        raise
    return copy
