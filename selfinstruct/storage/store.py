"""What a run was asked, what came back and what became of it, in the SQLite file of its folder.

Completions are the log: each is committed as soon as it has arrived, in a transaction of its own, and what follows
from it in a second one. A crash between the two loses nothing: unsettled completions are settled at the next start.
What else is in the file follows from the seeds, the settings and this log. Every attempt to send a request is there
before the request leaves, with the tokens that it may take at most, until its true cost is known.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from math import inf
from pathlib import Path

from selfinstruct.core.errors import CANNOT_CONNECT
from selfinstruct.core.settings import RunSettings
from selfinstruct.core.values import Completion, Hint, LogLine, Outcome, Task, Usage
from selfinstruct.storage.database import errors_named
from selfinstruct.storage.folder import RunFolder
from selfinstruct.storage.reading import Reading
from selfinstruct.storage.rows import item_row, line_row, rejection_row, settings_rows
from selfinstruct.storage.schema import TABLES


class Store(Reading):
    """The tables of an open run folder, to be read and written."""

    def __init__(self, folder: RunFolder) -> None:
        super().__init__(folder)
        self._folder = folder
        self._session: int | None = None
        self._clock = 0.0
        self._is_capped = False

    @classmethod
    def create_or_open(cls, folder: Path) -> "Store":
        """Open a run folder for writing, made if there is none; `RunFolderError` if that cannot be."""
        return cls(RunFolder.create_or_open(folder))

    @classmethod
    def open_to_read(cls, folder: Path) -> "Store":
        """Open an existing run folder to read from it; `RunFolderError` if it is none."""
        return cls(RunFolder.open_to_read(folder))

    def close(self) -> None:
        """Close the file and release the lock.

        What was made for a run is removed if nothing was recorded in it, not even a request that may be billed or that
        counts towards a cap.
        """
        unused = False
        try:
            unused = self.is_new and not self.is_used() and self.reserved() == Usage() and not self._has_sent()
        finally:
            self._folder.close(remove=unused)

    def _has_sent(self) -> bool:
        """Tell whether a request has left that counts towards a cap."""
        return self._is_capped and self.attempts() > self.count("faults")[(CANNOT_CONNECT,)]

    @property
    def is_new(self) -> bool:
        """Whether the run was made just now."""
        return self._folder.is_new

    def is_being_worked_on(self) -> bool:
        """Tell whether a process has it open for writing, as far as that can be told."""
        return self._folder.is_locked()

    def save_settings(self, settings: RunSettings) -> None:
        """Store the settings of the run in the place of those before; what is the same is not written again."""
        wanted, known = dict(settings_rows(settings)), dict(self._rows("SELECT name, value FROM settings"))
        changed = wanted.items() - known.items()
        if not changed and wanted.keys() == known.keys():
            return
        with self._transaction():
            self._db.executemany("DELETE FROM settings WHERE name = ?", [(name,) for name in known.keys() - wanted])
            self._db.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", changed)

    def note_refused(self, endpoint: str, model: str, parameter: str) -> None:
        """Remember that a model does not take a parameter; not of a schema, for which it is a guess."""
        if parameter != "response_format":
            with self._transaction():
                self._db.execute("INSERT OR IGNORE INTO refusals VALUES (?, ?, ?)", (endpoint, model, parameter))

    def clear(self) -> None:
        """Forget everything."""
        with self._transaction():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")

    def start_session(self) -> None:
        """Begin to count the time that the run is worked on."""
        now, self._clock = time.time(), time.monotonic()
        with self._transaction():
            cursor = self._db.execute("INSERT INTO sessions (started_at, active_until) VALUES (?, ?)", (now, now))
        self._session = cursor.lastrowid

    def seconds_since_last_session(self) -> float:
        """Return how long ago the session before this one sent or got anything, infinity if there was none."""
        if not self.attempts():
            return inf
        (last,) = next(self._rows("SELECT max(active_until) FROM sessions WHERE id < ?", self.session))
        # The time of a session is what a steady clock has counted; the wall clock may have been set meanwhile.
        received = (at for (at,) in self._rows("SELECT received_at FROM completions ORDER BY id DESC LIMIT 100"))
        return inf if last is None else max(0.0, time.time() - max(last, *received, 0.0))

    @property
    def session(self) -> int:
        """The number of the session that was started last, counted from 1."""
        return self._session or 0

    # --- writing

    def reserve(self, prompt_tokens: int, completion_tokens: int, *, durable: bool) -> int:
        """Note an attempt before it leaves, with what it may take at most; return its number.

        `durable`, for one that counts towards a cap, makes it outlast a loss of power, beside the death of the process.
        """
        with self._transaction(durable=durable):
            cursor = self._db.execute(
                "INSERT INTO attempts (prompt_tokens, completion_tokens) VALUES (?, ?)",
                (prompt_tokens, completion_tokens),
            )
            self._keep_session()
        assert cursor.lastrowid is not None
        self._is_capped |= durable
        return cursor.lastrowid

    def fail(self, attempt: int, cause: str, *, perhaps_billed: bool) -> None:
        """Count an attempt as failed; unless it is perhaps billed all the same, nothing is reserved for it any more."""
        with self._transaction():
            self._db.execute(
                "INSERT INTO faults VALUES (?, 1) ON CONFLICT (cause) DO UPDATE SET count = count + 1", (cause,)
            )
            if not perhaps_billed:
                self._db.execute("DELETE FROM attempts WHERE id = ?", (attempt,))
            self._keep_session()

    def release(self, attempt: int) -> None:
        """Forget what was reserved for an attempt."""
        with self._transaction():
            self._db.execute("DELETE FROM attempts WHERE id = ?", (attempt,))

    def record(
        self, request: int, attempt: int, step: str, items: Iterable[str], hint: Hint, lead: str, body: bytes
    ) -> LogLine:
        """Commit what came back as it came, before anything is made of it."""
        line = LogLine(0, request, attempt, step, tuple(items), hint, lead, body, time.time())
        with self._transaction(durable=True):
            return self._log(line)

    def copy(self, line: LogLine) -> LogLine:
        """Note a line of another run's log as the next one of this run's."""
        with self._transaction():
            return self._log(line)

    def take_over_attempts(self, other: Reading) -> None:
        """Note what another run's attempts have cost beside its completions, and go on with its numbers."""
        rows, faults, number = other.reservations(), other.count("faults"), other.attempts()
        with self._transaction():
            self._db.execute("INSERT INTO attempts VALUES (?, 0, 0)", (number,))
            self._db.execute("DELETE FROM attempts WHERE id = ?", (number,))
            self._db.executemany("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)", rows)
            self._db.executemany("INSERT INTO faults VALUES (?, ?)", [(cause, n) for (cause,), n in faults.items()])

    def _log(self, line: LogLine) -> LogLine:
        cursor = self._db.execute(
            "INSERT INTO completions (request, attempt, step, items, hint, lead, body, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            line_row(line),
        )
        assert cursor.lastrowid is not None
        return replace(line, id=cursor.lastrowid)

    def settle(self, line: LogLine, completion: Completion, outcome: Outcome) -> None:
        """Commit what a recorded body says and what follows from it, all of it or nothing.

        If it tells its tokens, these take the place of what was reserved for the attempt.
        """
        usage = completion.usage
        with self._transaction():
            for item in outcome.items:
                self._db.execute(
                    "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)"
                    " DO UPDATE SET stage = excluded.stage, is_classification = excluded.is_classification,"
                    " attempts = excluded.attempts, written = excluded.written",
                    item_row(item),
                )
            for task in outcome.accepted:
                self._accept(task, line)
            self._db.executemany(
                "INSERT INTO rejections (completion, subject, instruction, input, output, reason, detail)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [rejection_row(line.id, rejection) for rejection in outcome.rejections],
            )
            self._db.execute(
                "UPDATE completions SET settled = 1, finish_reason = ?, model = ?, prompt_tokens = ?,"
                " completion_tokens = ?, cached_tokens = ?, reasoning_tokens = ? WHERE id = ?",
                (completion.finish_reason, completion.model, *astuple(usage), line.id),
            )
            if usage.prompt_tokens or usage.completion_tokens:
                self._db.execute("DELETE FROM attempts WHERE id = ?", (line.attempt,))
            self._keep_session()

    def add_dedup_seconds(self, seconds: float) -> None:
        """Add to the time that this session has spent on finding near-duplicates."""
        with self._transaction():
            self._db.execute(
                "UPDATE sessions SET dedup_seconds = dedup_seconds + ? WHERE id = ?", (seconds, self._session)
            )

    def _accept(self, task: Task, line: LogLine) -> None:
        number = self._db.execute("SELECT coalesce(max(accepted), -1) + 1 FROM instances").fetchone()[0]
        self._db.executemany(
            "INSERT INTO instances VALUES (?, ?, ?, ?, ?, ?)",
            [(task.id, at, number, each.input, each.output, line.id) for at, each in enumerate(task.instances)],
        )

    def _keep_session(self) -> None:
        # The clock of the machine may jump.
        self._db.execute(
            "UPDATE sessions SET active_until = started_at + ? WHERE id = ?",
            (time.monotonic() - self._clock, self._session),
        )

    @contextmanager
    def _transaction(self, *, durable: bool = False) -> Iterator[None]:
        """Do all or nothing. What is not durable may be lost with the power, if no durable one comes after it."""
        with errors_named(self.folder):
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
