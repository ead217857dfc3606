"""What the tables of a run hold."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from math import inf
from typing import Any

from selfinstruct.core.errors import CANNOT_CONNECT, InputError, RunFolderError
from selfinstruct.core.settings import RunSettings
from selfinstruct.core.values import ACCEPTED, REJECTED, Instance, Item, LogLine, Rejection, Task, Usage
from selfinstruct.storage.database import DATABASE, NOTHING_YET, errors_named
from selfinstruct.storage.folder import RunFolder
from selfinstruct.storage.rows import item_of, line_of, settings_of, unpacked

_LINE = "id, request, attempt, step, items, hint, lead, body, received_at FROM completions"


class Reading(RunFolder):
    """What we ask of the tables of an open run folder."""

    def settings(self) -> RunSettings:
        """Return the settings of the run; `RunFolderError` if nothing is recorded yet."""
        if found := self.known_settings():
            return found
        raise RunFolderError(f"{self.folder}: {NOTHING_YET}")

    def known_settings(self) -> RunSettings | None:
        """Return the settings of the run, None if nothing is recorded yet."""
        rows = dict(self._rows("SELECT name, value FROM settings"))
        try:
            return settings_of(rows)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, InputError) as error:
            why = f"the settings in {DATABASE} are damaged: {error}; it is left as it is"
            raise RunFolderError(f"{self.folder}: {why}") from None

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with errors_named(self.folder):
            # Through `map`, which has no `close`: whoever stops reading early may have closed the file by then.
            yield from map(tuple, self._db.execute(query, values))

    def refused(self, endpoint: str) -> dict[str, frozenset[str]]:
        """Return which parameters each model has refused at an endpoint."""
        refused: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for model, parameter in self._rows("SELECT model, parameter FROM refusals WHERE endpoint = ?", endpoint):
            refused[model] |= {parameter}
        return dict(refused)

    def unsettled(self) -> list[LogLine]:
        """Return what was recorded but not settled, in the order of its arrival."""
        return list(map(line_of, self._rows(f"SELECT {_LINE} WHERE NOT settled ORDER BY id")))

    def log(self) -> Iterator[LogLine]:
        """Yield all that was recorded, in the order of its arrival."""
        return map(line_of, self._rows(f"SELECT {_LINE} ORDER BY id"))

    def is_used(self) -> bool:
        """Whether anything was ever recorded, a completion or an imported task."""
        return next(self._rows("SELECT 1 FROM completions LIMIT 1"), None) is not None

    def next_request(self) -> int:
        """Return the number for the next request, higher than that of every recorded completion."""
        return int(next(self._rows("SELECT coalesce(max(request), 0) + 1 FROM completions"))[0])

    def waiting(self) -> Iterator[Item]:
        """Yield the items that wait for a step, in the order in which they were claimed."""
        rows = self._rows(
            "SELECT id, instruction, stage, is_classification, attempts, hint, tokens, seed_similarity, written"
            " FROM items WHERE stage NOT IN (?, ?) ORDER BY rowid",
            ACCEPTED,
            REJECTED,
        )
        return map(item_of, rows)

    def claimed(self) -> Iterator[tuple[str, list[str]]]:
        """Yield all instructions that were ever claimed, in that order, each with its tokens."""
        for instruction, tokens in self._rows("SELECT instruction, tokens FROM items ORDER BY rowid"):
            yield instruction, tokens.split()

    def accepted(self, limit: float = inf) -> Iterator[Task]:
        """Yield the accepted tasks in the order of their acceptance, at most `limit`."""
        rows = self._rows(
            "SELECT accepted, items.id, instruction, is_classification, hint, input, output FROM instances"
            " JOIN items ON items.id = item WHERE accepted < ? ORDER BY accepted, position",
            limit,
        )
        for (_, id_, instruction, is_classification, hint), of_task in groupby(rows, lambda row: row[:5]):
            instances = tuple(Instance(*row[5:]) for row in of_task)
            origin = id_.partition(".")[0]
            yield Task(id_, instruction, bool(is_classification), instances, origin, unpacked(hint))

    def rejections(self) -> Iterator[tuple[int, Rejection]]:
        """Yield what was rejected, in order, each with the id of the completion that it came from."""
        columns = "completion, subject, instruction, reason, detail, input, output"
        for row in self._rows(f"SELECT {columns} FROM rejections ORDER BY id"):
            completion, subject, instruction, reason, detail, given, output = row
            instance = None if output is None else Instance(given, output)
            yield completion, Rejection(subject, instruction, reason, detail, instance)

    def count(self, what: str) -> Counter[Any]:
        """Count `stages`, `rejections` (by subject, reason), `requests` (step, finish_reason), `models` or `faults`."""
        asked = "FROM completions WHERE settled AND attempt AND finish_reason != 'garbled'"
        query = {
            "stages": "SELECT stage, count(*) FROM items GROUP BY 1",
            "rejections": "SELECT subject, reason, count(*) FROM rejections GROUP BY 1, 2",
            "requests": f"SELECT step, finish_reason, count(*) {asked} GROUP BY 1, 2",
            "models": f"SELECT model, count(*) {asked} GROUP BY 1",
            "faults": "SELECT cause, count FROM faults",
        }[what]
        return Counter({tuple(key) if len(key) > 1 else key[0]: count for *key, count in self._rows(query)})

    def usage(self) -> Usage:
        """Return the tokens of all settled completions together."""
        names = ", ".join(f"coalesce(sum({field.name}), 0)" for field in fields(Usage))
        return Usage(*next(self._rows(f"SELECT {names} FROM completions")))

    def reserved(self) -> Usage:
        """Return the most tokens that the attempts whose cost is unknown may have taken."""
        sums = "coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0)"
        return Usage(*next(self._rows(f"SELECT {sums} FROM attempts")))

    def reservations(self) -> list[tuple[Any, ...]]:
        """Return the attempts whose cost is unknown: number, most prompt tokens, most completion tokens."""
        return list(self._rows("SELECT id, prompt_tokens, completion_tokens FROM attempts"))

    def attempts(self) -> int:
        """Return how many attempts there were to send a request."""
        return int(next(self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'attempts'"), (0,))[0])

    def sent(self) -> int:
        """Return how many requests count towards a cap: not those for which no connection came about."""
        return self.attempts() - self.count("faults")[CANNOT_CONNECT]

    def seconds(self) -> tuple[float, float]:
        """Return how long all sessions took together, and how long of that went into near-duplicates."""
        sums = "total(active_until - started_at), total(dedup_seconds)"
        seconds, of_dedup = next(self._rows(f"SELECT {sums} FROM sessions"))
        return seconds, of_dedup

    def provenance(self, task: str) -> dict[str, Any]:
        """Return how an accepted task came about: the completions that proposed and wrote it, if any did.

        Of each its id, the model, and the time in seconds since 1970; of the first also the demonstrations it showed.
        """
        query = "SELECT id, model, received_at, items FROM completions WHERE step != 'import' AND id = "
        proposed = next(self._rows(f"{query}?", task.partition(".")[0]), None)
        written = next(self._rows(f"{query}(SELECT completion FROM instances WHERE item = ?)", task), None)
        about: dict[str, Any] = {}
        for name, row in (("proposed", proposed), ("written", written)):
            if row:
                about |= {f"{name}_by": row[1], f"{name}_at": row[2], f"{name}_in": row[0]}
        return about | ({"demonstrations": json.loads(proposed[3])} if proposed else {})
