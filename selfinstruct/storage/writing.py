"""How the tables of a run are written: in transactions, each of which does all or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from selfinstruct.storage.database import errors_named
from selfinstruct.storage.resuming import Resuming


class Writing(Resuming):
    """An open run folder whose file can be written."""

    _is_together = False

    @contextmanager
    def together(self, *, durable: bool) -> Iterator[None]:
        """Let all that is written meanwhile be done, or nothing; see `reserve` for `durable`."""
        with self._transaction(durable=durable):
            self._is_together = True
            try:
                yield
            finally:
                self._is_together = False

    def _insert(self, into: str, row: Sequence[object]) -> int:
        id_ = self._db.execute(f"INSERT INTO {into}", row).lastrowid
        assert id_ is not None
        return id_

    def _forget(self, attempt: int) -> None:
        self._db.execute("DELETE FROM attempts WHERE id = ?", (attempt,))

    @cached_property
    def _has_log(self) -> bool:
        return bool(self._db.execute("PRAGMA journal_mode").fetchone() == ("wal",))

    @contextmanager
    def _transaction(self, *, durable: bool = False) -> Iterator[None]:
        """Do all or nothing. What is not durable may be lost with the power, if no durable one comes after it.

        Without a write-ahead log each is made durable: a rollback journal that is not synced in full may leave a file
        that is neither as before nor as after (sqlite.org/pragma.html#pragma_synchronous).
        """
        if self._is_together:
            yield
            return
        self._require_lock()
        with errors_named(self.folder):
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable or not self._has_log else 'NORMAL'}")
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
