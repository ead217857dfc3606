"""Requests of a step in a row that brought nothing new: after some, no more is proposed; after more, a run stops."""

from collections import Counter

from selfinstruct.core import wire
from selfinstruct.core.counts import Count, listed
from selfinstruct.core.values import Completion
from selfinstruct.pipeline.settling import Settlement

_LIMIT = 30
# A strict judge may reject many in a row.
_LIMIT_OF_A_JUDGE = 300
# After so many that proposed nothing new, what waits is finished before more are sent: it may be all there will be.
_FRUITLESS = 10
# Of the answer that is quoted when the run stops, in characters.
_MOST_QUOTED = 300
_BRIEFLY = 100


class Barren:
    """How many requests of each step in a row have brought nothing new, and why what they held was rejected."""

    def __init__(self) -> None:
        self._in_a_row: Counter[str] = Counter()
        self._rejected: dict[str, Counter[str]] = {}

    def is_fruitless(self, step: str) -> bool:
        """Whether little is to be hoped for from further requests of a step that proposes."""
        return self._in_a_row[step] >= _FRUITLESS

    def count(self, step: str, settlement: Settlement) -> str:
        """Count what came of a request; return why the run is to stop, "" for no reason."""
        outcome = settlement.outcome
        if outcome.moved(step) or outcome.judged:
            self._in_a_row[step] = 0
            self._rejected.pop(step, None)
            return ""
        self._in_a_row[step] += 1
        rejected = self._rejected.setdefault(step, Counter())
        rejected.update(rejection.reason for rejection in outcome.rejections)
        limit = _LIMIT_OF_A_JUDGE if outcome.verdicts else _LIMIT
        if self._in_a_row[step] < limit:
            return ""
        return (
            f"{Count(limit):request} in a row for {step} brought nothing new; {_told(settlement.completion, rejected)}"
        )


def _told(last: Completion, rejected: Counter[str]) -> str:
    """Return what became of answers that brought nothing: why they were rejected, and what the last one said."""
    said = " ".join(last.text.split())
    if last.finish_reason == wire.PROMPT_REFUSED:
        return f"the last one: {said[:_MOST_QUOTED]}"
    reasons = listed(rejected)
    # Where reasons are told, the answer is only an example of them.
    most = _BRIEFLY if reasons else _MOST_QUOTED
    quoted = f"the last one: the answer “{said[:most]}{'…' if len(said) > most else ''}”"
    return f"rejected: {reasons}; {quoted}" if reasons else quoted
