"""What a person leafs through: the records of a run between two places, a few at a time, however long the run is."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from selfinstruct.core.values import ACCEPTED, Nearest, Record, Rejection, Task
from selfinstruct.storage.reading import Reading

# The number of an accepted task and of its instance, or the number of a rejection and 0.
Place = tuple[int, int]


class Row(NamedTuple):
    """A record at its place: the id of its task or rejection, which instance of it, its texts.

    `reason` is that of a rejection; the last two tell of an accepted task.
    """

    place: Place
    id: str
    instance: int
    record: Record
    reason: str = ""
    is_classification: bool = False
    seed_similarity: float = 0.0


class Browsing(Reading):
    """What we ask to show a run page by page: each query reads a bounded stretch of it."""

    def accepted_between(self, low: Place, high: Place, limit: int, *, backwards: bool) -> Iterator[Row]:
        """Yield accepted records between two places, nearest to the one that is left first."""
        order = "DESC" if backwards else "ASC"
        # CROSS: the stretch comes first, then the instruction of each.
        rows = self._rows(
            "SELECT accepted, position, items.id, instruction, input, output, is_classification, seed_similarity"
            " FROM instances CROSS JOIN items ON items.id = item"
            " WHERE (accepted, position) > (?, ?) AND (accepted, position) < (?, ?)"
            f" ORDER BY accepted {order}, position {order} LIMIT ?",
            *low,
            *high,
            limit,
        )
        for accepted, position, id_, instruction, given, output, is_classification, similarity in rows:
            record = Record(instruction, given, output)
            yield Row((accepted, position), id_, position, record, "", bool(is_classification), similarity)

    def rejected_between(
        self, low: int, high: int, limit: int, *, folded: bool, reason: str = "", backwards: bool = False
    ) -> Iterator[Row]:
        """Yield rejections between two numbers, of one reason if it is named."""
        order = "DESC" if backwards else "ASC"
        rows = self._rows(
            "SELECT id, reason, instruction, coalesce(input, ''), coalesce(output, '') FROM rejections"
            f" WHERE id > ? AND id < ? AND folded = ? AND ? IN ('', reason) ORDER BY id {order} LIMIT ?",
            low,
            high,
            folded,
            reason,
            limit,
        )
        for number, reason_, *texts in rows:
            yield Row((number, 0), f"r{number}", 0, Record(*texts), reason_)

    def rejected_near(self, near: Nearest) -> Iterator[str]:
        """Yield the ids of rejections, not folded, whose nearest instruction is this one."""
        query = (
            "SELECT id FROM rejections WHERE nearest_kind = ? AND nearest_id IS ? AND nearest_instruction = ?"
            " AND NOT folded ORDER BY id"
        )
        return (f"r{number}" for (number,) in self._rows(query, near.kind, near.id, near.instruction))

    def rejected_for(self, reason: str) -> Iterator[str]:
        """Yield the ids of rejections, not folded, of one reason."""
        query = "SELECT id FROM rejections WHERE reason = ? AND NOT folded AND instruction != '' ORDER BY id"
        return (f"r{number}" for (number,) in self._rows(query, reason))

    def rejected_as(self, instructions: Collection[str]) -> Iterator[Rejection]:
        """Yield the rejections that have one of these instructions."""
        which = "WHERE instruction IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._each_rejection(which, json.dumps([*instructions]))

    def rejections_within(self, threshold: float) -> Iterator[Rejection]:
        """Yield what was rejected for its similarity, where that is at most this."""
        return self._each_rejection("WHERE similarity <= ? ORDER BY id", threshold)

    def numbers_for(self, reason: str) -> list[int]:
        """Return the numbers of all rejections for a reason."""
        return [number for (number,) in self._rows("SELECT id FROM rejections WHERE reason = ? ORDER BY id", reason)]

    def rejections_at(self, numbers: Collection[int]) -> Iterator[Rejection]:
        """Yield the rejections with these numbers."""
        which = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._each_rejection(which, json.dumps([*numbers]))

    def _each_rejection(self, which: str, *values: object) -> Iterator[Rejection]:
        return (rejection for _, rejection in self._rejections(which, *values))

    def close_to_seeds(self, threshold: float) -> Iterator[Task]:
        """Yield the accepted tasks whose similarity with a seed task is above this."""
        close = "SELECT id FROM items WHERE stage = ? AND seed_similarity > ?"
        return self._accepted(f"item IN ({close})", ACCEPTED, threshold)

    def accepted_at(self, numbers: Collection[int]) -> Iterator[Task]:
        """Yield the accepted tasks with these numbers, counted from 0 in the order of their acceptance."""
        return self._accepted("accepted IN (SELECT value FROM json_each(?))", json.dumps([*numbers]))

    def named_in(self, step: str, field: str) -> set[str]:
        """Return all values of a field in the lines of a step that are JSON objects of ours."""
        query = "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.' || ?) FROM completions WHERE step = ?"
        return {value for (value,) in self._rows(query, field, step)}

    def last_accepted(self) -> int:
        """Return the number of the task that was accepted last, -1 if there is none."""
        return self._number("SELECT coalesce(max(accepted), -1) FROM instances")

    def last_rejected(self) -> int:
        """Return the number of the last rejection, 0 if there is none."""
        return self._number("SELECT coalesce(max(id), 0) FROM rejections")

    def count_records(self) -> int:
        """Return how many records are accepted."""
        return self._number("SELECT count(*) FROM instances")

    def count_rejected(self, low: int, high: int) -> Counter[tuple[str, bool]]:
        """Count the rejections above one number up to another, by reason and whether they are folded."""
        query = "SELECT reason, folded, count(*) FROM rejections WHERE id > ? AND id <= ? GROUP BY 1, 2"
        return Counter({(reason, bool(folded)): count for reason, folded, count in self._rows(query, low, high)})

    def model_of(self, completion: int) -> str:
        """Return the name of the model that wrote a completion, "" if that is not known."""
        query = "SELECT coalesce(model, '') FROM completions WHERE id = ?"
        model: str = next(self._rows(query, completion), ("",))[0]
        return model
