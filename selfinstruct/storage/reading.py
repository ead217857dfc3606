"""What the tables of a run hold."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import UNCOUNTED, RunFolderError
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import ACCEPTED, REJECTED, Instance, Item, LogLine, Rejection, Request, Task, Usage
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.database import NOTHING_YET
from selfinstruct.storage.rows import (
    ITEM,
    REJECTION,
    item_of,
    line_of,
    rejection_of,
    scores_of,
    settings_of,
    string_list,
    unpacked,
    unpacked_request,
)
from selfinstruct.storage.spent import MOST, Spent

_LINE = "id, request, attempt, step, items, hint, lead, body, received_at, max_tokens, form, price, prices"
_LINE += " FROM completions"


class Reading(Spent):
    """What we ask of the tables of an open run folder."""

    def settings(self) -> RunSettings:
        """Return the settings of the run; `RunFolderError` if nothing is recorded yet."""
        if found := self.known_settings():
            return found
        raise RunFolderError(f"{self.folder}: {NOTHING_YET}")

    def known_settings(self) -> RunSettings | None:
        """Return the settings of the run, None if nothing is recorded yet."""
        rows = dict(self._rows("SELECT name, value FROM settings"))
        with damage_named(self.folder, "the settings"):
            return settings_of(rows)

    def target(self) -> int:
        """Return how many tasks the run is to reach, 0 for no end: faster than all settings."""
        return self._number("SELECT coalesce(json_extract(value, '$'), 0) FROM settings WHERE name = 'target'")

    def require_whole(self) -> None:
        """Raise `RunFolderError` if tasks that were accepted have lost their instances, or instances their task."""
        # Spelled out, as the index of accepted tasks has it: with a parameter in its place all items would be read.
        accepted = f"(SELECT count(*) FROM items WHERE stage = '{ACCEPTED}')"
        tasks, written = next(self._rows(f"SELECT {accepted}, (SELECT count(DISTINCT item) FROM instances)"))
        if tasks != written:
            with damage_named(self.folder, "what was accepted"):
                raise ValueError(f"{Count(tasks):task}, and instances of {written:,}")

    def refused(self, endpoint: str) -> dict[str, frozenset[str]]:
        """Return which parameters each model has refused at an endpoint."""
        refused: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for model, parameter in self._rows("SELECT model, parameter FROM refusals WHERE endpoint = ?", endpoint):
            refused[model] |= {parameter}
        return dict(refused)

    def written(self, name: str) -> dict[str, int]:
        """Return what we may have written to a file last: the digest and the number of records, none if unknown."""
        return dict(self._rows("SELECT digest, records FROM files WHERE name = ?", name))

    def unsettled(self) -> list[LogLine]:
        """Return what was recorded but not settled, in the order of its arrival."""
        return list(self._each(line_of, f"SELECT {_LINE} WHERE NOT settled ORDER BY id"))

    def log(self, step: str | None = None) -> Iterator[LogLine]:
        """Yield all that was recorded, or all of a step, in the order of its arrival."""
        which, values = ("", ()) if step is None else ("WHERE step = ?", (step,))
        return self._each(line_of, f"SELECT {_LINE} {which} ORDER BY id", *values)

    def is_used(self) -> bool:
        """Whether anything was ever recorded, a completion or an imported task."""
        return next(self._rows("SELECT 1 FROM completions LIMIT 1"), None) is not None

    def is_grown(self) -> bool:
        """Whether any answer to a request was ever recorded, or is awaited from a batch."""
        return self.next_request() > 1

    def next_request(self) -> int:
        """Return the number for the next request, higher than that of every recorded completion or one that is out."""
        highest = "SELECT max(request) AS request FROM {}"
        both = " UNION ALL ".join(map(highest.format, ("completions", "batched")))
        return self._number(f"SELECT coalesce(max(request), 0) + 1 FROM ({both})")

    def waiting(self) -> Iterator[Item]:
        """Yield the items that wait for a step, in the order in which they were claimed."""
        query = f"SELECT {ITEM} FROM items WHERE stage NOT IN (?, ?) ORDER BY rowid"
        return self._each(item_of, query, ACCEPTED, REJECTED)

    def accepted(self, limit: float = inf) -> Iterator[Task]:
        """Yield the accepted tasks in the order of their acceptance, at most `limit`."""
        return self._accepted("accepted < ?", limit)

    def accepted_as(self, instructions: Collection[str]) -> Iterator[Task]:
        """Yield the accepted tasks that have one of these instructions."""
        if instructions:
            of_them = f"stage = '{ACCEPTED}' AND instruction IN (SELECT value FROM json_each(?))"
            yield from self._accepted(f"item IN (SELECT id FROM items WHERE {of_them})", json.dumps([*instructions]))

    def _accepted(self, condition: str, *values: object) -> Iterator[Task]:
        rows = self._rows(
            "SELECT accepted, items.id, instruction, is_classification, hint, scores, input, output FROM instances"
            f" JOIN items ON items.id = item WHERE {condition} ORDER BY accepted, position",
            *values,
        )
        with damage_named(self.folder, "a row"):
            for _, of_task in groupby(rows, itemgetter(0)):
                (_, id_, instruction, is_classification, hint, scores, *first), *others = of_task
                instances = (Instance(*first), *(Instance(*row[6:]) for row in others))
                about = bool(is_classification), instances, id_.partition(".")[0]
                yield Task(id_, instruction, *about, unpacked(hint), scores_of(scores))

    def rejections(self, *, folded: bool | None = None) -> Iterator[tuple[int, Rejection]]:
        """Yield what was rejected, in order, each with the id of the completion that it came from.

        Those that are `folded`, or those that are not, if it is said which.
        """
        if folded is None:
            return self._rejections("ORDER BY id")
        return self._rejections("WHERE folded = ? ORDER BY id", folded)

    def _rejections(self, which: str, *values: object) -> Iterator[tuple[int, Rejection]]:
        return self._each(rejection_of, f"SELECT id, {REJECTION} FROM rejections {which}", *values)

    # --- one of them

    def line(self, completion: int) -> LogLine | None:
        """Return a line of the log."""
        return next(self._each(line_of, f"SELECT {_LINE} WHERE id = ?", completion), None)

    def request(self, completion: int) -> Request | None:
        """Return what was sent for a completion, without its schema; None if that was not kept."""
        found = next(self._rows("SELECT base, packed FROM prompts WHERE completion = ?", completion), None)
        if not found:
            return None
        base, packed = found
        (of_base,) = next(self._rows("SELECT packed FROM prompts WHERE completion = ?", base), (None,))
        with damage_named(self.folder, "a prompt"):
            return unpacked_request(packed, unpacked_request(of_base)[1] if of_base else b"")[0]

    def packed_prompts(self) -> Iterator[tuple[int, int | None, bytes]]:
        """Yield what was sent, as it is stored."""
        return self._rows("SELECT completion, base, packed FROM prompts ORDER BY completion")

    def item(self, id_: str) -> Item | None:
        """Return an instruction that was claimed."""
        return next(self._each(item_of, f"SELECT {ITEM} FROM items WHERE id = ?", id_), None)

    def items_of(self, completion: int) -> Iterator[Item]:
        """Yield the instructions that were claimed from a completion."""
        # What follows the point in ASCII is a slash.
        query = f"SELECT {ITEM} FROM items WHERE id > ? AND id < ? ORDER BY rowid"
        return self._each(item_of, query, f"{completion}.", f"{completion}/")

    def task(self, id_: str) -> Task | None:
        """Return an accepted task."""
        return next(self._accepted("item = ?", id_), None)

    def latest_accepted(self, count: int) -> list[Task]:
        """Return the tasks that were accepted last, the newest first."""
        return [*self._accepted("accepted > (SELECT max(accepted) FROM instances) - ?", count)][::-1]

    def written_in(self, task: str) -> int | None:
        """Return the id of the completion that an accepted task was written in."""
        completion: int | None = next(self._rows("SELECT completion FROM instances WHERE item = ?", task), (None,))[0]
        return completion

    def latest_lines(self, count: int) -> list[LogLine]:
        """Return the last lines of the log, the newest first."""
        return [*self._each(line_of, f"SELECT {_LINE} ORDER BY id DESC LIMIT ?", count)]

    def rejection(self, number: int) -> tuple[int, Rejection] | None:
        """Return a rejection by the number in its id."""
        return next(self._rejections("WHERE id = ?", number), None)

    def rejections_from(self, completion: int) -> Iterator[tuple[int, Rejection]]:
        """Yield what was rejected of a completion."""
        return self._rejections("WHERE completion = ? ORDER BY id", completion)

    def rejections_of(self, item: str) -> Iterator[tuple[int, Rejection]]:
        """Yield the rejected instances of a claimed instruction, and its own rejection."""
        return self._rejections("WHERE item = ? ORDER BY id", item)

    def latest_rejections(self, count: int, reason: str = "") -> list[tuple[int, Rejection]]:
        """Return the last rejections that are worth a look, or all for one reason, the newest first."""
        if reason:
            return [*self._rejections("WHERE reason = ? ORDER BY id DESC LIMIT ?", reason, count)]
        return [*self._rejections("WHERE NOT folded ORDER BY id DESC LIMIT ?", count)]

    # --- numbers

    def count(self, what: str) -> Counter[Any]:
        """Count `stages`, `rejections` (by subject, reason), `requests` (step, finish_reason), `models` (step, model).

        `faults` counts failed requests by cause, `with_tasks` the rejected instances, by reason, whose task was
        rejected itself, `unsettled` the answers, by step, that are recorded and not settled.
        """
        asked = "FROM completions WHERE settled AND attempt AND finish_reason != 'garbled'"
        query = {
            "stages": "SELECT stage, count(*) FROM items GROUP BY 1",
            "rejections": "SELECT subject, reason, count(*) FROM rejections GROUP BY 1, 2",
            "with_tasks": "SELECT reason, count(*) FROM rejections WHERE subject = 'instance'"
            " AND item IN (SELECT item FROM rejections WHERE subject = 'task') GROUP BY 1",
            "requests": f"SELECT step, finish_reason, count(*) {asked} GROUP BY 1, 2",
            "models": f"SELECT step, model, count(*) {asked} GROUP BY 1, 2",
            "unsettled": "SELECT step, count(*) FROM completions WHERE NOT settled AND attempt GROUP BY 1",
            "faults": "SELECT cause, count FROM faults",
        }[what]
        return Counter({tuple(key) if len(key) > 1 else key[0]: count for *key, count in self._rows(query)})

    def most_taken(self) -> dict[int, int]:
        """Return the most completion tokens of an answer, by those that it was allowed, where they are more."""
        most = f"max_tokens, max(min(completion_tokens, {MOST}))"
        beyond = "WHERE attempt AND max_tokens AND completion_tokens > max_tokens GROUP BY 1"
        return dict(self._rows(f"SELECT {most} FROM completions {beyond}"))

    def latest_taken(self, count: int) -> Iterator[tuple[Request, Usage]]:
        """Yield the latest requests with the tokens of their answers, as far as these tell those of the prompt."""
        tokens = f"min(prompt_tokens, {MOST}), min(completion_tokens, {MOST})"
        query = f"SELECT id, {tokens} FROM completions WHERE prompt_tokens ORDER BY id DESC LIMIT ?"
        for id_, *taken in [*self._rows(query, count)]:
            if request := self.request(id_):
                yield request, Usage(*taken)

    def attempts(self) -> int:
        """Return how many attempts there were to send a request."""
        return self._number("SELECT seq FROM sqlite_sequence WHERE name = 'attempts'")

    def sent(self) -> int:
        """Return how many requests count towards a cap: not those for which no connection came about, or no batch."""
        faults = self.count("faults")
        return self.attempts() - sum(faults[cause] for cause in UNCOUNTED)

    def seconds(self) -> tuple[float, float]:
        """Return how long all sessions took together, and how long of that went into near-duplicates."""
        sums = "total(active_until - started_at), total(dedup_seconds)"
        seconds, of_dedup = next(self._rows(f"SELECT {sums} FROM sessions"))
        return seconds, of_dedup

    def is_replayed(self) -> bool:
        """Return whether the first completion came before the first session: a replay took it from another run."""
        query = "SELECT (SELECT received_at FROM completions ORDER BY id LIMIT 1) < min(started_at) FROM sessions"
        return bool(next(self._rows(query))[0])

    def provenance(self, task: str) -> dict[str, Any]:
        """Return how an accepted task came about: the completions that proposed and wrote it, if any did.

        Of each its id, the model, and the time in seconds since 1970; of the first also the demonstrations it showed.
        """
        query = "SELECT id, model, received_at, items FROM completions WHERE attempt AND id = "
        proposed = next(self._rows(f"{query}?", task.partition(".")[0]), None)
        written = next(self._rows(f"{query}(SELECT completion FROM instances WHERE item = ?)", task), None)
        about: dict[str, Any] = {}
        for name, row in (("proposed", proposed), ("written", written)):
            if row:
                about |= {f"{name}_by": row[1], f"{name}_at": row[2], f"{name}_in": row[0]}
        if proposed:
            with damage_named(self.folder, "a completion"):
                about["demonstrations"] = string_list(proposed[3])
        return about
