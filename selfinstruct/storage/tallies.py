"""What a report counts in a run: each query passes over one table once and keeps nothing of it."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from selfinstruct.core.rates import Rate
from selfinstruct.core.spending import Spending, all_of
from selfinstruct.core.tally import Tally
from selfinstruct.core.values import ACCEPTED, Hint, Rejection, Usage
from selfinstruct.storage.browsing import Browsing
from selfinstruct.storage.rows import unpacked
from selfinstruct.storage.spent import MOST

_TOKENS = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
_SUMS = ", ".join(f"coalesce(sum(min({name}, {MOST})), 0)" for name in _TOKENS)
# What stands before the point.
PROPOSED_IN = "CAST(items.id AS INTEGER)"


class Taken(NamedTuple):
    """What the answered requests of a step and a model took."""

    step: str
    model: str
    requests: int
    spent: Spending


class Asked(NamedTuple):
    """A completion that was about one item: the model that answered, and whether what was asked for came of it."""

    completion: int
    item: str
    model: str
    has_brought: bool


class Tallies(Browsing):
    """What we count in an open run folder."""

    def brought(self) -> dict[tuple[str, str], Tally]:
        """Return what requests have brought, by the step and the form in which they asked."""
        tokens = f"sum(min(prompt_tokens, {MOST})), sum(min(max(completion_tokens - reasoning_tokens, 0), {MOST}))"
        sums = f"count(*), sum(json_array_length(items)), {tokens}, sum(brought), sum(repeated)"
        query = f"SELECT step, form, {sums} FROM completions"
        which = "WHERE settled AND attempt AND form != '' AND finish_reason != 'garbled' GROUP BY 1, 2"
        return {(step, form): Tally(*sums) for step, form, *sums in self._rows(f"{query} {which}")}

    def claimed_by_completion(self) -> Iterator[tuple[int, str, int]]:
        """Yield completions, in order, with a stage and how many instructions of theirs are at it."""
        return self._rows(f"SELECT {PROPOSED_IN}, stage, count(*) FROM items GROUP BY 1, 2 ORDER BY 1")

    def accepted_from(self, step: str) -> int:
        """Return how many of the accepted tasks were proposed, or brought in, by a step."""
        proposed = "SELECT id FROM completions WHERE step = ?"
        # Most runs hold nothing of an import, and need not be gone through for it.
        if not self._number(f"SELECT EXISTS ({proposed})", step):
            return 0
        return self._number(
            f"SELECT count(*) FROM items WHERE stage = '{ACCEPTED}' AND {PROPOSED_IN} IN ({proposed})", step
        )

    def refused_by_completion(self) -> Iterator[tuple[int, str, int]]:
        """Yield completions, in order, with a reason and how many proposed instructions were rejected for it."""
        return self._rows(
            "SELECT completion, reason, count(*) FROM rejections WHERE subject = 'instruction' GROUP BY 1, 2 ORDER BY 1"
        )

    def proposing_steps(self) -> set[str]:
        """Return the names of the steps whose completions brought candidates."""
        candidates = (
            f"SELECT {PROPOSED_IN} FROM items UNION SELECT completion FROM rejections WHERE subject = 'instruction'"
        )
        return {step for (step,) in self._rows(f"SELECT DISTINCT step FROM completions WHERE id IN ({candidates})")}

    def taken_by_completion(
        self, proposing: Collection[str], without: Collection[str] = ()
    ) -> Iterator[tuple[int, int, Spending]]:
        """Yield completions, in order, with how many answered requests go back to them, and what these took.

        A request of one of the `proposing` steps goes back to its own completion, any other to the one that proposed
        what it was about. Requests of the steps in `without` are left out.
        """
        # Demonstrations may be seed tasks, and an id that begins with no number counts as 0.
        among = "step IN (SELECT value FROM json_each(?))"
        about = f"iif({among}, 0, CAST(substr(items, 3) AS INTEGER))"
        query = f"SELECT coalesce(nullif({about}, 0), id), price, prices, count(*), {_SUMS} FROM completions"
        which = f"WHERE attempt AND NOT {among} GROUP BY 1, 2, 3 ORDER BY 1"
        rows = self._rows(f"{query} {which}", *(json.dumps([*steps]) for steps in (proposing, without)))
        return (
            (number, count, Spending.of(Usage(*sums), Rate(price, prices)))
            for number, price, prices, count, *sums in rows
        )

    def taken_by_step(self) -> Iterator[Taken]:
        """Yield for each step and model how many requests were answered, and the tokens that they took."""
        query = f"SELECT step, coalesce(model, ''), price, prices, count(*), {_SUMS} FROM completions WHERE attempt"
        rows = self._rows(f"{query} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2")
        for (step, model), alike in groupby(rows, lambda row: row[:2]):
            parts = [
                (count, Spending.of(Usage(*sums), Rate(price, prices))) for _, _, price, prices, count, *sums in alike
            ]
            yield Taken(step, model, sum(count for count, _ in parts), all_of(spent for _, spent in parts))

    def asked_about(self, step: str) -> Iterator[Asked]:
        """Yield what a step that asks about one item at a time was answered, in order."""
        which = "step = ? AND settled AND finish_reason != 'garbled' AND json_array_length(items) = 1 ORDER BY id"
        columns = "id, json_extract(items, '$[0]'), coalesce(model, ''), brought > 0"
        query = f"SELECT {columns} FROM completions WHERE {which}"
        return self._each(lambda row: Asked(row[0], row[1], row[2], bool(row[3])), query, step)

    def hints_asked(self) -> Counter[Hint]:
        """Return how many requests leant towards each hint."""
        query = "SELECT hint, count(*) FROM completions WHERE attempt AND hint != '' GROUP BY 1"
        return Counter(dict(self._each(lambda row: (unpacked(row[0]), row[1]), query)))

    def seed_similarities(self) -> dict[str, float]:
        """Return the highest ROUGE-L F1 of each claimed instruction with a seed task."""
        return dict(self._rows("SELECT instruction, seed_similarity FROM items"))

    def tokens_known(self) -> dict[str, str]:
        """Return the tokens of each accepted instruction, with a space between."""
        return dict(self._rows("SELECT instruction, tokens FROM items WHERE stage = ?", ACCEPTED))

    def examples(self, subject: str, reason: str, count: int) -> list[Rejection]:
        """Return the first rejections of a reason, those that are worth a look before the others."""
        which = "WHERE subject = ? AND reason = ? ORDER BY folded, id LIMIT ?"
        return [rejection for _, rejection in self._rejections(which, subject, reason, count)]
