"""What a person leafs through: the records of a run between two places, a few at a time, however long the run is."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.scores import Score
from selfinstruct.core.values import ACCEPTED, Nearest, Record, Rejection, Task
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.reading import Reading
from selfinstruct.storage.rows import REJECTION, rejection_number, rejection_of, scores_of

# The number of an accepted task and of its instance, or the number of a rejection and 0.
Place = tuple[int, int]


# What is shown with others is no row of its own: a task that came to nothing stands on the cards of its instances,
# different outputs for one input on that of the first.
_ALONE = """
    NOT (subject = 'task' AND reason = 'no_sound_instance' AND EXISTS (
        SELECT 1 FROM rejections AS other WHERE other.item = rejections.item AND other.subject = 'instance'))
    AND NOT (reason = 'conflicting_outputs' AND CASE WHEN item IS NULL
        THEN EXISTS (SELECT 1 FROM rejections AS other WHERE other.completion = rejections.completion AND {same})
        ELSE EXISTS (SELECT 1 FROM rejections AS other WHERE other.item = rejections.item AND {same}) END)
""".format(
    same="other.id < rejections.id AND other.reason = rejections.reason AND other.input IS rejections.input"
    " AND other.instruction = rejections.instruction"
)


class Row(NamedTuple):
    """A record at its place: the id of its task or rejection, which instance of it, its texts.

    A completion that could not be read has its whole text as the output. `reason` is that of a rejection, `near` the
    instruction that it is too similar to; the last three tell of an accepted task, `judged` what a judge said of it.
    """

    place: Place
    id: str
    instance: int
    record: Record
    reason: str = ""
    near: str = ""
    is_classification: bool = False
    seed_similarity: float = 0.0
    judged: Score | None = None


class Ended(NamedTuple):
    """How a completion ended: its model and finish_reason, its tokens, those it was allowed; "" or 0 if unknown."""

    model: str = ""
    finish_reason: str = ""
    tokens: int = 0
    allowed: int = 0


class Browsing(Reading):
    """What we ask to show a run page by page: each query reads a bounded stretch of it."""

    def accepted_between(self, low: Place, high: Place, limit: int, *, backwards: bool) -> Iterator[Row]:
        """Yield accepted records between two places, nearest to the one that is left first."""
        order = "DESC" if backwards else "ASC"
        # CROSS: the stretch comes first, then the instruction of each.
        rows = self._rows(
            "SELECT accepted, position, items.id, instruction, input, output, is_classification, seed_similarity,"
            " scores FROM instances CROSS JOIN items ON items.id = item"
            " WHERE (accepted, position) > (?, ?) AND (accepted, position) < (?, ?)"
            f" ORDER BY accepted {order}, position {order} LIMIT ?",
            *low,
            *high,
            limit,
        )
        for accepted, position, id_, instruction, given, output, is_classification, similarity, scores in rows:
            record, judged = Record(instruction, given, output), self._score_at(scores, position)
            yield Row((accepted, position), id_, position, record, "", "", bool(is_classification), similarity, judged)

    def _score_at(self, packed: str, position: int) -> Score | None:
        with damage_named(self.folder, "a score"):
            return next(iter(scores_of(packed)[position : position + 1]), None)

    def scored(self) -> list[tuple[float, Place]]:
        """Return the places of accepted records that have a score, the lowest first."""
        of_items = "FROM instances JOIN items ON items.id = item"
        rows = self._rows(f"SELECT accepted, position, scores {of_items} WHERE scores != ''")
        scored = ((self._score_at(scores, position), (accepted, position)) for accepted, position, scores in rows)
        return sorted((score.value, place) for score, place in scored if score)

    def rejected_between(
        self, low: int, high: int, limit: int, *, folded: bool, reason: str = "", backwards: bool = False
    ) -> Iterator[Row]:
        """Yield rejections between two numbers, of one reason if it is named."""
        order = "DESC" if backwards else "ASC"
        which = f"id > ? AND id < ? AND folded = ? AND ? IN ('', reason) AND {_ALONE} ORDER BY id {order} LIMIT ?"
        return self._rejected(which, low, high, folded, reason, limit)

    def rejected_of(self, reason: str, low: int, high: int, limit: int, *, backwards: bool) -> Iterator[Row]:
        """Yield rejections between two numbers of a reason that no similarity has; what is folded is left out."""
        order = "DESC" if backwards else "ASC"
        which = f"reason = ? AND nearest_id IS NULL AND NOT folded AND id > ? AND id < ? AND {_ALONE}"
        return self._rejected(f"{which} ORDER BY id {order} LIMIT ?", reason, low, high, limit)

    def reasons_shown(self) -> Iterator[str]:
        """Yield the reasons of all rejections that are not folded, in the order of the alphabet."""
        reason: str | None = ""
        while reason is not None:
            query = "SELECT min(reason) FROM rejections WHERE NOT folded AND reason > ?"
            (reason,) = next(self._rows(query, reason), (None,))
            if reason is not None:
                yield reason

    def rejected_at(self, numbers: Collection[int]) -> Iterator[Row]:
        """Yield the rejections with these numbers."""
        return self._rejected("id IN (SELECT value FROM json_each(?))", json.dumps([*numbers]))

    def is_folded(self, number: int) -> bool | None:
        """Return whether the rejection of this number is folded; None if it stands on the card of another one."""
        found = self._rows(f"SELECT folded FROM rejections WHERE id = ? AND {_ALONE}", number)
        return next((bool(folded) for (folded,) in found), None)

    def near_between(self, low: int, high: int) -> Iterator[tuple[int, str, str]]:
        """Yield of what was rejected as near to another, above one number up to another: number, reason, the other.

        What is folded is left out.
        """
        query = (
            "SELECT id, reason, nearest_kind || ' ' || coalesce(nearest_id, '') || ' ' || nearest_instruction"
            f" FROM rejections WHERE id > ? AND id <= ? AND nearest_kind IS NOT NULL AND NOT folded AND {_ALONE}"
        )
        return self._rows(query, low, high)

    def _rejected(self, which: str, *values: object) -> Iterator[Row]:
        rows = self._rows(
            "SELECT id, completion, subject, reason, coalesce(nearest_instruction, ''), instruction,"
            f" coalesce(input, ''), coalesce(output, '') FROM rejections WHERE {which}",
            *values,
        )
        for number, completion, subject, reason_, near, *texts in rows:
            record = Record("", "", self.text_of(completion)) if subject == "completion" else Record(*texts)
            yield Row((number, 0), f"r{number}", 0, record, reason_, near)

    def rejected_near(self, reason: str, near: Nearest) -> Iterator[str]:
        """Yield the ids of rejections, not folded, of a reason, whose nearest instruction is this one."""
        query = (
            "SELECT id FROM rejections WHERE reason = ? AND nearest_id IS ? AND nearest_kind = ?"
            " AND nearest_instruction = ? AND NOT folded ORDER BY id"
        )
        return (f"r{number}" for (number,) in self._rows(query, reason, near.id, near.kind, near.instruction))

    def rejected_for(self, reason: str) -> Iterator[str]:
        """Yield the ids of rejections, not folded, of one reason that no similarity has."""
        query = (
            "SELECT id FROM rejections WHERE reason = ? AND nearest_id IS NULL AND NOT folded AND instruction != ''"
            " ORDER BY id"
        )
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

    def rejections_named(self, ids: Collection[str]) -> Iterator[tuple[int, Rejection]]:
        """Yield the rejections with these ids, each with its completion."""
        which = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        return self._rejections(which, json.dumps([rejection_number(each) for each in ids]))

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

    def records_of(self, completion: int, rejection: Rejection) -> list[Record]:
        """Return what a rejection is about, at least one; of a whole completion its text, as the output."""
        if rejection.subject == "completion":
            return [Record("", "", self.text_of(completion))]
        records = [Record(rejection.instruction, each.input, each.output) for each in rejection.instances]
        return records or [Record(rejection.instruction, "", "")]

    def rejected_completions(self, reason: str) -> Iterator[tuple[str, int]]:
        """Yield the ids of whole completions that were rejected for a reason, each with that of the completion."""
        query = "SELECT id, completion FROM rejections WHERE reason = ? AND subject = 'completion' ORDER BY id"
        return ((f"r{number}", completion) for number, completion in self._rows(query, reason))

    def conflicting_with(self, completion: int, rejection: Rejection) -> list[Rejection]:
        """Return the rejections of different outputs for one input, this one among them."""
        of_item, of_completion = ("item = ?", rejection.item), ("item IS NULL AND completion = ?", completion)
        which, value = of_item if rejection.item else of_completion
        same = "AND reason = 'conflicting_outputs' AND instruction = ? AND input = ?"
        query = f"SELECT id, {REJECTION} FROM rejections WHERE {which} {same} ORDER BY id"
        given = [each.input for each in rejection.instances[:1]]
        return [rejection_of(row)[1] for row in self._rows(query, value, rejection.instruction, *(given or [""]))]

    def task_rejection(self, item: str) -> Rejection | None:
        """Return the rejection of a claimed instruction itself, if it came to nothing."""
        query = f"SELECT id, {REJECTION} FROM rejections WHERE item = ? AND subject = 'task'"
        return next((rejection_of(row)[1] for row in self._rows(query, item)), None)

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
        query = f"SELECT reason, folded, count(*) FROM rejections WHERE id > ? AND id <= ? AND {_ALONE} GROUP BY 1, 2"
        return Counter({(reason, bool(folded)): count for reason, folded, count in self._rows(query, low, high)})

    def how_it_ended(self, completion: int) -> Ended:
        """Return how a completion ended."""
        names = "coalesce(model, ''), coalesce(finish_reason, ''), coalesce(completion_tokens, 0), max_tokens"
        return Ended(*next(self._rows(f"SELECT {names} FROM completions WHERE id = ?", completion), ()))

    def text_of(self, completion: int) -> str:
        """Return what the model wrote in a completion, or all that came back if nothing can be read in it."""
        body, allowed = next(self._rows("SELECT body, max_tokens FROM completions WHERE id = ?", completion), (b"", 0))
        try:
            return wire.read(body, allowed).text
        except Unavailable:
            return bytes(body).decode("utf-8", "replace")

    # --- accepted tasks by their number

    def number_of(self, task: str) -> int | None:
        """Return the number of an accepted task, None if it was not accepted."""
        number: int | None = next(self._rows("SELECT accepted FROM instances WHERE item = ?", task), (None,))[0]
        return number

    def task_at(self, number: int) -> tuple[str, str] | None:
        """Return the id and the instruction of an accepted task."""
        query = "SELECT items.id, instruction FROM instances JOIN items ON items.id = item WHERE accepted = ?"
        return next(((id_, instruction) for id_, instruction in self._rows(query, number)), None)

    def outputs_of(self, number: int) -> list[str]:
        """Return the outputs of an accepted task."""
        return [output for (output,) in self._rows("SELECT output FROM instances WHERE accepted = ?", number)]

    def outputs_of_classification(self, low: int, high: int) -> Iterator[str]:
        """Yield the outputs of the classification tasks above one number up to another."""
        query = (
            "SELECT output FROM instances CROSS JOIN items ON items.id = item"
            " WHERE accepted > ? AND accepted <= ? AND is_classification"
        )
        return (output for (output,) in self._rows(query, low, high))

    def accepted_tokens(self, after: int, limit: int) -> Iterator[list[str]]:
        """Yield the tokens of the instructions of accepted tasks behind a number, in the order of acceptance."""
        query = (
            "SELECT tokens FROM instances CROSS JOIN items ON items.id = item"
            " WHERE accepted > ? AND position = 0 ORDER BY accepted LIMIT ?"
        )
        return (tokens.split() for (tokens,) in self._rows(query, after, limit))
