"""A run file that SQLite can read, with a value in it that no run has written."""

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.schema import SCHEMA, TABLES

_DAMAGES = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError, zlib.error, InputError)
_KINDS: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float, int), "BLOB": (bytes,)}


@contextmanager
def damage_named(folder: Path, what: str) -> Iterator[None]:
    """Turn an error about a value of the run file into one line that names the file, and says what can be done."""
    try:
        yield
    except _DAMAGES as error:
        why = f"{DATABASE} is damaged: {what} cannot be read: {error}"
        raise RunFolderError(
            f"{folder}: {why}; it is left as it is: put a copy of it back, or replay the run into another folder"
        ) from error


def require_kinds(columns: Sequence[str], row: Sequence[object]) -> None:
    """Raise `TypeError` if a row has a value of another kind than we write into the column of that name."""
    known = _known_kinds()
    for name, value in zip(columns, row, strict=True):
        kinds = known.get(name)
        if kinds and type(value) not in kinds:
            raise TypeError(f"{name} cannot be {value!r}"[:200])


@cache
def _known_kinds() -> dict[str, frozenset[type]]:
    """Return what a column may hold, by its name, in whichever table it is."""
    kinds: dict[str, frozenset[type]] = {}
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        for table in (*TABLES, "files"):
            for _, name, kind, is_required, _, is_key in db.execute(f"PRAGMA table_info({table})"):
                nothing = () if is_required or is_key else (type(None),)
                kinds[name] = kinds.get(name, frozenset()) | {*_KINDS[kind], *nothing}
    return kinds
