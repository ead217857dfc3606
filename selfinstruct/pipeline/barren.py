"""Requests of a step in a row that brought nothing new: after some, no more is proposed; after more, a run stops."""

from collections import Counter

from selfinstruct.core import wire
from selfinstruct.pipeline.settling import Settlement

_LIMIT = 30
# A strict judge may reject many in a row.
_LIMIT_OF_A_JUDGE = 300
# After so many that proposed nothing new, what waits is finished before more are sent: it may be all there will be.
_FRUITLESS = 10
# Of the answer that is quoted when the run stops, in characters.
_MOST_QUOTED = 300


class Barren:
    """How many requests of each step in a row have brought nothing new."""

    def __init__(self) -> None:
        self._in_a_row: Counter[str] = Counter()

    def is_fruitless(self, step: str) -> bool:
        """Whether little is to be hoped for from further requests of a step that proposes."""
        return self._in_a_row[step] >= _FRUITLESS

    def count(self, step: str, settlement: Settlement) -> str:
        """Count what came of a request; return why the run is to stop, "" for no reason."""
        outcome = settlement.outcome
        if outcome.moved(step) or outcome.judged:
            self._in_a_row[step] = 0
            return ""
        self._in_a_row[step] += 1
        limit = _LIMIT_OF_A_JUDGE if outcome.verdicts else _LIMIT
        if self._in_a_row[step] < limit:
            return ""
        said = " ".join(settlement.completion.text[:_MOST_QUOTED].split())
        quoted = said if settlement.completion.finish_reason == wire.PROMPT_REFUSED else f"the answer “{said}”"
        return f"{limit} {step} requests in a row brought nothing new; the last one: {quoted}"
