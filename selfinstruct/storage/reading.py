"""What the tables of a run hold."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from selfinstruct.core.values import Instance, Item, Logged, Rejection, Task, Usage
from selfinstruct.storage.database import told
from selfinstruct.storage.folder import RunFolder
from selfinstruct.storage.rows import item_of, logged_of, task_of

_LOGGED = "id, request, attempt, step, items, hint, lead, body, received_at FROM completions"


def refused_by(endpoint: str) -> str:
    """Return the name of the setting that holds what models refuse at an endpoint."""
    return f"refused by {endpoint}"


class Reading:
    """The questions that are put to the tables of an open run folder."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder.path
        self._db = folder.connection

    def settings(self) -> dict[str, Any]:
        """Return the stored settings by name."""
        return {name: json.loads(value) for name, value in self._rows("SELECT name, value FROM settings")}

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with told(self.folder):
            # Through `map`, which has no `close`: whoever stops reading early may have closed the file by then.
            yield from map(tuple, self._db.execute(query, values))

    def refused(self, endpoint: str) -> dict[str, frozenset[str]]:
        """Return by model which parameters it has refused at an endpoint."""
        stored = self.settings().get(refused_by(endpoint), {})
        return {model: frozenset(parameters) for model, parameters in stored.items()}

    def unsettled(self) -> list[Logged]:
        """Return what was recorded but not settled, in the order of its arrival."""
        return list(map(logged_of, self._rows(f"SELECT {_LOGGED} WHERE NOT settled ORDER BY id")))

    def log(self) -> Iterator[Logged]:
        """Yield all that was recorded, in the order of its arrival."""
        return map(logged_of, self._rows(f"SELECT {_LOGGED} ORDER BY id"))

    def is_used(self) -> bool:
        """Tell whether anything was ever recorded, a completion or an imported task."""
        return next(self._rows("SELECT 1 FROM completions LIMIT 1"), None) is not None

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

    def rejections(self) -> Iterator[tuple[int, Rejection]]:
        """Yield what was rejected, in order, each with the id of what it was in."""
        rows = self._rows(
            "SELECT completion, subject, instruction, reason, detail, input, output FROM rejections ORDER BY id"
        )
        for completion, subject, instruction, reason, detail, given, output in rows:
            instance = None if output is None else Instance(given, output)
            yield completion, Rejection(subject, instruction, reason, detail, instance)

    def count(self, what: str) -> Counter[tuple[Any, ...]]:
        """Count `stages`, `rejections` (by subject, reason), `requests` (step, finish_reason), `models` or `faults`."""
        asked = "FROM completions WHERE settled AND attempt AND finish_reason != 'garbled'"
        query = {
            "stages": "SELECT stage, count(*) FROM items GROUP BY 1",
            "rejections": "SELECT subject, reason, count(*) FROM rejections GROUP BY 1, 2",
            "requests": f"SELECT step, finish_reason, count(*) {asked} GROUP BY 1, 2",
            "models": f"SELECT model, count(*) {asked} GROUP BY 1",
            "faults": "SELECT cause, count FROM faults",
        }[what]
        return Counter({tuple(key): count for *key, count in self._rows(query)})

    def usage(self) -> Usage:
        """Return the tokens of all settled completions together."""
        names = ", ".join(f"coalesce(sum({field.name}), 0)" for field in fields(Usage))
        return Usage(*next(self._rows(f"SELECT {names} FROM completions")))

    def reserved(self) -> Usage:
        """Return the tokens that attempts may have taken whose cost nobody has told."""
        row = next(
            self._rows("SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0) FROM attempts")
        )
        return Usage(*row)

    def reservations(self) -> list[tuple[Any, ...]]:
        """Return the attempts whose cost nobody has told: number, most prompt tokens, most completion tokens."""
        return list(self._rows("SELECT id, prompt_tokens, completion_tokens FROM attempts"))

    def attempts(self) -> int:
        """Return how many requests were ever sent."""
        row = next(self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'attempts'"), (0,))
        number: int = row[0]
        return number

    def seconds(self) -> tuple[float, float]:
        """Return how long the run was worked on, and how long of that on near-duplicates, in all sessions together."""
        row = next(
            self._rows(
                "SELECT coalesce(sum(active_until - started_at), 0), coalesce(sum(dedup_seconds), 0) FROM sessions"
            )
        )
        return row[0], row[1]

    def provenance(self, task: str) -> dict[str, Any]:
        """Return how an accepted task came about: the completions that proposed and wrote it, if any did.

        Of each its id, the model, and the time in seconds since 1970; of the first also the demonstrations it showed.
        """
        query = "SELECT id, model, received_at, items FROM completions WHERE step != 'import' AND id = ?"
        proposed = next(self._rows(query, task.partition(".")[0]), None)
        writer = "(SELECT completion FROM instances WHERE item = ?)"
        written = next(self._rows(query.replace("?", writer), task), None)
        told: dict[str, Any] = {}
        for name, row in (("proposed", proposed), ("written", written)):
            if row:
                told |= {f"{name}_by": row[1], f"{name}_at": row[2], f"{name}_in": row[0]}
        return told | ({"demonstrations": json.loads(proposed[3])} if proposed else {})
