"""What a run was asked, what came back and what became of it, in the SQLite file of its folder.

Completions are the log: each is committed as soon as it has arrived, in a transaction of its own, and what follows
from it in a second one. A crash between the two loses nothing: unsettled completions are settled at the next start.
What else is in the file follows from the seeds, the settings and this log. Every attempt to send a request is there
before the request leaves, with the tokens that it may take at most, until its true cost is known.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace
from functools import cached_property
from math import inf

from selfinstruct.core.outcome import Outcome
from selfinstruct.core.rates import Rate
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Completion, Hint, LogLine, Request, Task, Usage
from selfinstruct.storage.batches import Batches
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.database import write_note
from selfinstruct.storage.reading import Reading
from selfinstruct.storage.rows import (
    ITEM,
    REJECTION,
    item_row,
    line_row,
    packed_request,
    packed_scores,
    rejection_row,
    settings_values,
    unpacked_request,
)
from selfinstruct.storage.schema import TABLES

_LINE = (
    "(id, request, attempt, step, items, hint, lead, body, received_at, max_tokens, form,"
    " price, prices) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NO_RATE = Rate()


class Store(Batches):
    """The tables of an open run folder, to be read and written."""

    # The number of this session, counted from 1, and when it began on the steady clock.
    _session = 0
    _clock = 0.0
    _is_counted = False

    @cached_property
    def _bases(self) -> dict[str, tuple[int, bytes]]:
        """The first request of each step in this session: the id of its completion, and its text."""
        return {}

    def close(self) -> None:
        """Close the file and release the lock.

        What was made for a run is removed if nothing was recorded in it, not even a request that may be billed or that
        counts towards a cap.
        """
        unused = False
        try:
            if self.is_new and not self.is_used():
                unused = self.reserved() == Usage() and not (self._is_counted and self.sent())
        finally:
            self._close(remove=unused)

    def save_settings(self, settings: RunSettings) -> None:
        """Store the settings of the run in the place of those before; only what has changed is written."""
        wanted, known = settings_values(settings), dict(self._rows("SELECT name, value FROM settings"))
        changed = wanted.items() - known.items()
        with self._transaction():
            self._db.executemany("DELETE FROM settings WHERE name = ?", [(name,) for name in known.keys() - wanted])
            self._db.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", changed)

    def note_refused(self, endpoint: str, model: str, parameter: str) -> None:
        """Remember that a model does not take a parameter."""
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO refusals VALUES (?, ?, ?)", (endpoint, model, parameter))

    def note_written(self, name: str, contents: Mapping[str, int]) -> None:
        """Remember what may stand in a file that is being written: the records of each content, by its digest."""
        with self._transaction(durable=True):
            write_note(self._db, name, contents)

    def clear(self) -> None:
        """Forget everything but what was written to files."""
        with self._transaction():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")

    def start_session(self) -> None:
        """Begin to count the time spent on the run."""
        now, self._clock = time.time(), time.monotonic()
        with self._transaction():
            self._session = self._insert("sessions (started_at, active_until) VALUES (?, ?)", (now, now))

    def seconds_since_last_session(self) -> float:
        """Return how long ago the session before this one sent or got anything, infinity if there was none."""
        if not self.attempts():
            return inf
        (last,) = next(self._rows("SELECT max(active_until) FROM sessions WHERE id < ?", self._session))
        # The time of a session is what a steady clock has counted; the wall clock may have been set meanwhile.
        received = (at for (at,) in self._rows("SELECT received_at FROM completions ORDER BY id DESC LIMIT 100"))
        with damage_named(self.folder, "the time of a session"):
            return inf if last is None else max(0.0, time.time() - max(last, *received, 0.0))

    # --- writing

    def price_list(self, prices: Prices | None) -> int:
        """Return the number of the list with these prices, noted if it is not there yet; 0 for none."""
        if prices is None:
            return 0
        known = {each: number for number, each in self.price_lists().items()}
        if prices in known:
            return known[prices]
        columns = "(prompt_price, completion_price, cached_price)"
        with self._transaction(durable=True):
            return self._insert(f"price_lists {columns} VALUES (?, ?, ?)", astuple(prices))

    def price_the_rest(self, prices: Prices) -> None:
        """Let all that was bought before any prices were named have cost these."""
        number = self.price_list(prices)
        with self._transaction():
            for table in ("attempts", "completions"):
                self._db.execute(f"UPDATE {table} SET prices = ? WHERE prices = 0", (number,))

    def take_over_prices(self, other: Reading) -> None:
        """Note the prices of another run, under the numbers that they have there."""
        rows = [(number, *astuple(prices)) for number, prices in other.price_lists().items()]
        with self._transaction():
            self._db.executemany("INSERT INTO price_lists VALUES (?, ?, ?, ?)", rows)

    def reserve(
        self, prompt_tokens: int, completion_tokens: int, rate: Rate = _NO_RATE, *, durable: bool, counted: bool = False
    ) -> int:
        """Note an attempt before it leaves, with what it may take at most, and what that costs.

        Return its number.
        `durable` is for one that counts towards a cap: it outlasts a loss of power, not just the death of the process.
        It is `counted` where it does so whatever it takes.
        `RunFolderError` if the run file is not in its place any more: what came back would be lost.
        """
        self.require_in_place()
        with self._transaction(durable=durable):
            columns, row = (
                "(prompt_tokens, completion_tokens, price, prices)",
                (prompt_tokens, completion_tokens, *rate),
            )
            attempt = self._insert(f"attempts {columns} VALUES (?, ?, ?, ?)", row)
            self._keep_session()
        self._is_counted |= counted
        return attempt

    def fail(self, attempt: int, cause: str, *, perhaps_billed: bool) -> None:
        """Count an attempt as failed, and forget what was reserved for it unless it is perhaps billed."""
        with self._transaction():
            self._db.execute(
                "INSERT INTO faults VALUES (?, 1) ON CONFLICT (cause) DO UPDATE SET count = count + 1", (cause,)
            )
            self._take_out(attempt)
            if not perhaps_billed:
                self._forget(attempt)
            self._keep_session()

    def reprice(self, attempt: int, price: float) -> None:
        """Note that the tokens of an attempt cost another share of the usual price than it seemed."""
        with self._transaction():
            self._db.execute("UPDATE attempts SET price = ? WHERE id = ?", (price, attempt))

    def release(self, attempt: int) -> None:
        """Forget what was reserved for an attempt."""
        with self._transaction():
            self._forget(attempt)

    def record(
        self,
        request: int,
        attempt: int,
        step: str,
        items: Iterable[str],
        hint: Hint,
        lead: str,
        body: bytes,
        sent: Request | None = None,
    ) -> LogLine:
        """Commit what came back as it came, and what was `sent`, before anything is made of it.

        Its tokens cost what those of the attempt do.
        """
        allowed, form = (sent.sampling.max_tokens, sent.form) if sent else (0, "")
        line = LogLine(
            0, request, attempt, step, tuple(items), hint, lead, body, time.time(), allowed, form, self._rate(attempt)
        )
        with self._transaction(durable=True):
            line = replace(line, id=self._insert(f"completions {_LINE}", (None, *line_row(line))))
            self._take_out(attempt)
            if sent:
                self._keep_request(line, sent)
        return line

    def _rate(self, attempt: int) -> Rate:
        return Rate(*next(self._rows("SELECT price, prices FROM attempts WHERE id = ?", attempt), ()))

    def _keep_request(self, line: LogLine, sent: Request) -> None:
        base, text = self._bases.get(line.step, (None, b""))
        packed = packed_request(sent, text)
        self._insert("prompts VALUES (?, ?, ?)", (line.id, base, packed))
        if base is None:
            self._bases[line.step] = line.id, unpacked_request(packed)[1]

    def copy(self, line: LogLine) -> LogLine:
        """Note a line of another run's log under the id that it has there; return it."""
        with self._transaction():
            self._insert(f"completions {_LINE}", (line.id, *line_row(line)))
        return line

    def take_over_prompts(self, other: Reading) -> None:
        """Note what was sent for the completions of another run, whose log was copied."""
        with self._transaction():
            self._db.executemany("INSERT INTO prompts VALUES (?, ?, ?)", other.packed_prompts())

    def take_over_attempts(self, other: Reading) -> None:
        """Note what another run's attempts have cost beside its completions, and go on with its numbers."""
        rows, faults, number = other.reservations(), other.count("faults"), other.attempts()
        with self._transaction():
            self._insert("attempts (id, prompt_tokens, completion_tokens) VALUES (?, 0, 0)", (number,))
            self._forget(number)
            self._db.executemany("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?)", rows)
            self._db.executemany("INSERT INTO faults VALUES (?, ?)", faults.items())

    def settle(self, line: LogLine, completion: Completion, outcome: Outcome) -> None:
        """Commit what a recorded body says and what follows from it, all of it or nothing.

        The tokens that it names take the place of what was reserved for the attempt.
        """
        with self._transaction():
            self._db.executemany(
                f"INSERT INTO items ({ITEM}, written_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)"
                " DO UPDATE SET stage = excluded.stage, is_classification = excluded.is_classification,"
                " attempts = excluded.attempts, written = excluded.written, scores = excluded.scores,"
                " written_in = coalesce(written_in, excluded.written_in)",
                [(*item_row(item), line.id if item.written else None) for item in outcome.items],
            )
            self._db.executemany(
                "UPDATE items SET scores = ? WHERE id = ?",
                [(packed_scores(task.scores), task.id) for task in outcome.judged],
            )
            for task in outcome.accepted:
                self._accept(task, line)
            self._db.executemany(
                f"INSERT INTO rejections ({REJECTION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [rejection_row(line.id, rejection) for rejection in outcome.rejections],
            )
            told = completion.finish_reason, completion.model, outcome.brought(line.step), outcome.repeated(line)
            self._db.execute(
                "UPDATE completions SET settled = 1, finish_reason = ?, model = ?, brought = ?, repeated = ?,"
                " prompt_tokens = ?, completion_tokens = ?, cached_tokens = ?, reasoning_tokens = ? WHERE id = ?",
                (*told, *astuple(completion.usage), line.id),
            )
            self._take_back(line.attempt, completion.usage)
            self._keep_session()

    def add_dedup_seconds(self, seconds: float) -> None:
        """Add to the time that this session has spent on near-duplicates."""
        with self._transaction():
            self._db.execute(
                "UPDATE sessions SET dedup_seconds = dedup_seconds + ? WHERE id = ?", (seconds, self._session)
            )

    def _accept(self, task: Task, line: LogLine) -> None:
        number = self._db.execute("SELECT coalesce(max(accepted), -1) + 1 FROM instances").fetchone()[0]
        query = "SELECT coalesce(written_in, ?) FROM items WHERE id = ?"
        (written_in,) = self._db.execute(query, (line.id, task.id)).fetchone()
        self._db.executemany(
            "INSERT INTO instances VALUES (?, ?, ?, ?, ?, ?)",
            [(task.id, at, number, each.input, each.output, written_in) for at, each in enumerate(task.instances)],
        )

    def _take_back(self, attempt: int, usage: Usage) -> None:
        """Forget what was reserved for the tokens, of prompt or completion, that are told."""
        if usage.prompt_tokens and usage.completion_tokens:
            self._forget(attempt)
        elif usage.total:
            told = "prompt_tokens" if usage.prompt_tokens else "completion_tokens"
            self._db.execute(f"UPDATE attempts SET {told} = 0 WHERE id = ?", (attempt,))

    def _keep_session(self) -> None:
        # The clock of the machine may jump.
        self._db.execute(
            "UPDATE sessions SET active_until = started_at + ? WHERE id = ?",
            (time.monotonic() - self._clock, self._session),
        )
