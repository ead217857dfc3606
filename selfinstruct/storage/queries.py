"""How the tables of a run are asked: row by row, each of what we write there, and whole."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from selfinstruct.storage.damage import damage_named, require_kinds
from selfinstruct.storage.database import errors_named
from selfinstruct.storage.folder import RunFolder

T = TypeVar("T")


class Queries(RunFolder):
    """An open run folder whose file can be asked."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read the run as it is at one moment, whatever another process writes meanwhile."""
        with errors_named(self.folder):
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            with errors_named(self.folder):
                self._db.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows; `RunFolderError` if a column has a value of a kind that we never write there."""
        with errors_named(self.folder):
            try:
                cursor = self._db.execute(query, values)
                columns, sound = [name for name, *_ in cursor.description], set[tuple[type, ...]]()
                # `map` has no `close`: whoever stops reading early may have closed the file by then.
                for row in map(tuple, cursor):
                    if (kinds := tuple(map(type, row))) not in sound:
                        with damage_named(self.folder, "a row"):
                            require_kinds(columns, row)
                        sound.add(kinds)
                    yield row
            except sqlite3.Error:
                self._require_unchanged()
                raise
            self._require_unchanged()

    def _each(self, read: Callable[[tuple[Any, ...]], T], query: str, *values: object) -> Iterator[T]:
        """Yield what is read of each row; `RunFolderError` if one of them cannot be."""
        with damage_named(self.folder, "a row"):
            yield from map(read, self._rows(query, *values))

    def _number(self, query: str, *values: object) -> int:
        """Return the number that a query asks for."""
        return next(self._each(lambda row: int(row[0]), query, *values), 0)
