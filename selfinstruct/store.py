"""The run folder: what was asked, what came back and what became of it, in one SQLite file.

Completions are the log: each is committed as soon as it has arrived, in a transaction of its own, and what follows
from it in a second one. A crash between the two loses nothing: unsettled completions are settled at the next start.
What else is in the file follows from the seeds, the settings and this log, but for prompts that were refused.
"""

import json
import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from selfinstruct.database import DATABASE, connect, told
from selfinstruct.errors import RunFolderError
from selfinstruct.rows import item_of, item_row, packed, received_of, rejection_row, task_of
from selfinstruct.types import Completion, Hint, Instance, Item, Outcome, Received, Rejection, Task, Usage

_LOCK = "run.lock"


class Store:
    """An open run folder. Reading works while another process writes; writing needs the lock."""

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, lock: FileLock | None, made: Sequence[Path] = ()
    ) -> None:
        self.folder = folder
        self._db = connection
        self._lock = lock
        self._made = made
        self._session: int | None = None

    @classmethod
    def create_or_open(cls, folder: Path) -> "Store":
        """Open a run folder for writing, made if there is none.

        Raises `RunFolderError` if it cannot be written, is in use by another process, or is of another version.
        """
        made = [path for path in (folder / DATABASE, folder, *folder.parents) if not path.exists()]
        was_locked_before = (folder / _LOCK).exists()
        lock = FileLock(folder / _LOCK)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise RunFolderError(f"{folder}: in use by another selfinstruct process; wait for it to end") from None
        except OSError as error:
            why = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror or error
            raise RunFolderError(f"{folder}: cannot write here: {why}; choose another --output") from None
        try:
            return cls(folder, connect(folder, write=True), lock, made)
        except BaseException:
            if not was_locked_before:
                (folder / _LOCK).unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, folder: Path) -> "Store":
        """Open an existing run folder to read from it; `RunFolderError` if it is none."""
        if not (folder / DATABASE).is_file():
            raise RunFolderError(f"{folder}: no run here (no {DATABASE}); name a folder that generate has made")
        return cls(folder, connect(folder, write=False), None)

    def close(self) -> None:
        """Close the file and release the lock. What was made for a run in which nothing was recorded is removed."""
        try:
            if self._session:
                with self._transaction():
                    self._db.execute("UPDATE sessions SET process = NULL WHERE id = ?", (self._session,))
            unused = self.is_new and not self.is_used()
            self._db.close()
            if unused:
                for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", _LOCK):
                    (self.folder / name).unlink(missing_ok=True)
                with suppress(OSError):
                    for path in self._made[1:]:
                        path.rmdir()
        finally:
            if self._lock:
                self._lock.release()

    @property
    def is_new(self) -> bool:
        """Whether the run was made just now."""
        return self.folder / DATABASE in self._made

    def is_being_worked_on(self) -> bool:
        """Tell whether the process of the last session is still there, as far as that can be told."""
        row = next(self._rows("SELECT process FROM sessions ORDER BY id DESC LIMIT 1"), (None,))
        if row[0] is None or sys.platform == "win32":
            return False
        try:
            os.kill(row[0], 0)
        except OSError as error:
            return isinstance(error, PermissionError)
        return True

    # --- settings

    def settings(self) -> dict[str, Any]:
        """Return the stored settings by name."""
        return {name: json.loads(value) for name, value in self._rows("SELECT name, value FROM settings")}

    def save_settings(self, settings: Mapping[str, Any]) -> None:
        """Store settings, in place of those of the same name."""
        with self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)",
                [(name, json.dumps(value, ensure_ascii=False)) for name, value in settings.items()],
            )

    def start_session(self) -> None:
        """Begin to count the time that the run is worked on."""
        now = time.time()
        with self._transaction():
            cursor = self._db.execute(
                "INSERT INTO sessions (started_at, active_until, process) VALUES (?, ?, ?)", (now, now, os.getpid())
            )
        self._session = cursor.lastrowid

    @property
    def session(self) -> int:
        """The number of the session that was started last, counted from 1."""
        return self._session or 0

    # --- writing

    def record(
        self, request: int, step: str, items: Iterable[str], hint: Hint, lead: str, completion: Completion
    ) -> Received:
        """Commit a completion as it came, before anything is made of it."""
        names = tuple(items)
        usage = completion.usage
        row = (
            request, step, json.dumps(names), packed(hint), lead, completion.text, completion.finish_reason,
            usage.prompt_tokens, usage.completion_tokens, completion.model, time.time(),
        )  # fmt: skip
        with self._transaction():
            cursor = self._db.execute(
                "INSERT INTO completions (request, step, items, hint, lead, text, finish_reason, prompt_tokens,"
                " completion_tokens, model, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        assert cursor.lastrowid is not None
        return Received(cursor.lastrowid, request, step, names, hint, lead, completion)

    def settle(self, received: Received | None, outcome: Outcome) -> None:
        """Commit what follows from a recorded completion, or from a request without one, all of it or nothing."""
        with self._transaction():
            for item in outcome.items:
                self._db.execute(
                    "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)"
                    " DO UPDATE SET stage = excluded.stage, is_classification = excluded.is_classification,"
                    " attempts = excluded.attempts",
                    item_row(item),
                )
            for task in outcome.accepted:
                self._accept(task)
            self._db.executemany(
                "INSERT INTO rejections (completion, subject, instruction, input, output, reason, detail)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [rejection_row(received.id if received else None, rejection) for rejection in outcome.rejections],
            )
            if received:
                self._db.execute("UPDATE completions SET settled = 1 WHERE id = ?", (received.id,))
            self._keep_session()

    def count_faults(self, faults: Mapping[str, int]) -> None:
        """Add to the number of failed requests, by cause."""
        with self._transaction():
            self._db.executemany(
                "INSERT INTO faults VALUES (?, ?) ON CONFLICT (cause) DO UPDATE SET count = count + excluded.count",
                list(faults.items()),
            )
            self._keep_session()

    def add_dedup_seconds(self, seconds: float) -> None:
        """Add to the time that this session has spent on finding near-duplicates."""
        with self._transaction():
            self._db.execute(
                "UPDATE sessions SET dedup_seconds = dedup_seconds + ? WHERE id = ?", (seconds, self._session)
            )

    def _accept(self, task: Task) -> None:
        number = self._db.execute("SELECT coalesce(max(accepted), -1) + 1 FROM instances").fetchone()[0]
        self._db.executemany(
            "INSERT INTO instances VALUES (?, ?, ?, ?, ?)",
            [(task.id, at, number, each.input, each.output) for at, each in enumerate(task.instances)],
        )

    def _keep_session(self) -> None:
        self._db.execute("UPDATE sessions SET active_until = ? WHERE id = ?", (time.time(), self._session))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self.folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # --- reading

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with told(self.folder):
            yield from self._db.execute(query, values)

    def unsettled(self) -> list[Received]:
        """Return the completions that were recorded but not settled, in the order of their arrival."""
        rows = self._rows(
            "SELECT id, request, step, items, hint, lead, text, finish_reason, model, prompt_tokens, completion_tokens"
            " FROM completions WHERE NOT settled ORDER BY id"
        )
        return [received_of(row) for row in rows]

    def is_used(self) -> bool:
        """Tell whether anything was ever recorded, a completion or an imported task."""
        query = "SELECT 1 FROM completions UNION ALL SELECT 1 FROM rejections UNION ALL SELECT 1 FROM items LIMIT 1"
        return next(self._rows(query), None) is not None

    def next_request(self) -> int:
        """Return the number for the next request, higher than that of every recorded completion."""
        number: int = next(self._rows("SELECT coalesce(max(request), 0) + 1 FROM completions"))[0]
        return number

    def items(self) -> list[Item]:
        """Return all claimed instructions in the order in which they were claimed."""
        rows = self._rows(
            "SELECT id, instruction, stage, is_classification, attempts, hint, tokens, seed_similarity FROM items"
            " ORDER BY rowid"
        )
        return [item_of(row) for row in rows]

    def accepted(self, limit: int = -1) -> Iterator[Task]:
        """Yield the accepted tasks in the order of their acceptance, at most `limit` (-1: all)."""
        rows = self._rows(
            "SELECT accepted, items.id, instruction, is_classification, hint, input, output FROM instances"
            " JOIN items ON items.id = item WHERE ? < 0 OR accepted < ? ORDER BY accepted, position",
            limit,
            limit,
        )
        head: tuple[Any, ...] | None = None
        instances: list[Instance] = []
        for *start, given, output in rows:
            if head is not None and head[0] != start[0]:
                yield task_of(head, instances)
                instances = []
            head = tuple(start)
            instances.append(Instance(given, output))
        if head is not None:
            yield task_of(head, instances)

    def rejections(self) -> Iterator[tuple[int | None, Rejection]]:
        """Yield what was rejected, in order, each with the id of its completion (None: the prompt was refused)."""
        rows = self._rows(
            "SELECT completion, subject, instruction, reason, detail, input, output FROM rejections ORDER BY id"
        )
        for completion, subject, instruction, reason, detail, given, output in rows:
            instance = None if output is None else Instance(given, output)
            yield completion, Rejection(subject, instruction, reason, detail, instance)

    def count(self, what: str) -> Counter[tuple[Any, ...]]:
        """Count `stages`, `rejections` (by subject, reason), `requests` (step, finish_reason), `models` or `faults`."""
        query = {
            "stages": "SELECT stage, count(*) FROM items GROUP BY 1",
            "rejections": "SELECT subject, reason, count(*) FROM rejections GROUP BY 1, 2",
            "requests": "SELECT step, finish_reason, count(*) FROM completions GROUP BY 1, 2",
            "models": "SELECT model, count(*) FROM completions GROUP BY 1",
            "faults": "SELECT cause, count FROM faults",
        }[what]
        return Counter({tuple(key): count for *key, count in self._rows(query)})

    def usage(self) -> Usage:
        """Return the tokens of all completions together."""
        row = next(
            self._rows("SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0) FROM completions")
        )
        return Usage(*row)

    def seconds(self) -> tuple[float, float]:
        """Return how long the run was worked on, and how long of that on near-duplicates, in all sessions together."""
        row = next(
            self._rows(
                "SELECT coalesce(sum(active_until - started_at), 0), coalesce(sum(dedup_seconds), 0) FROM sessions"
            )
        )
        return row[0], row[1]
