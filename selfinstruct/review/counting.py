"""How many records each queue has, counted a stretch at a time, and how many of them are left to a reviewer."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from selfinstruct.core.values import Record
from selfinstruct.decisions.standing import Key, Standings, key_of
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.browsing import Place, Row
from selfinstruct.storage.rows import rejection_number

# Records, and numbers of rejections, that are read at a time.
_ROWS, _STRETCH = 250, 5_000
# Seconds that a stretch may take, so that no key waits for one.
_SLICE = 0.05
_END = 2**62


@dataclass
class Counting:
    """The numbers of the queues of an open run, as far as they are counted."""

    queues: Queues
    _rejected: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _risky: Counter[str] = field(default_factory=Counter)
    _counted: int = 0
    _looked_at: Place = (-1, _END)
    _is_complete: bool = False
    _lying: dict[Key, tuple[str, Row | None]] = field(default_factory=dict)
    _known_risky: dict[Key, bool] = field(default_factory=dict)

    def count_on(self) -> bool:
        """Count a stretch further; return whether all is counted: risks no further than tasks are compared."""
        self._is_complete = self._count_on()
        if not self._is_complete:
            # What is near to others may be at risk now, and no label is as rare as before.
            self._known_risky.clear()
        return self._is_complete

    def _count_on(self) -> bool:
        queues, store, labels = self.queues, self.queues.store, self.queues.labels
        started = time.monotonic()
        last, last_accepted = store.last_rejected(), store.last_accepted()
        compared = last_accepted if queues.compared is None else min(last_accepted, queues.compared - 1)
        while self._counted < last or labels.counted < last_accepted or self._looked_at[0] < compared:
            self._known_risky.clear()
            if self._counted < last:
                reached = min(last, self._counted + _STRETCH)
                self._rejected += store.count_rejected(self._counted, reached)
                self._counted = reached
            elif labels.counted < last_accepted:
                labels.count_up_to(min(last_accepted, labels.counted + _STRETCH))
            else:
                rows = [*store.accepted_between(self._looked_at, (compared, _END), _ROWS, backwards=False)]
                for row in rows:
                    risks = queues.risks.of(row)
                    self._risky.update(["", *risks] if risks else [])
                self._looked_at = rows[-1].place if rows else (compared, _END)
            if time.monotonic() - started > _SLICE:
                return False
        return compared == last_accepted

    def counts(self, standings: Standings) -> dict[str, dict[str, int]]:
        """Return how many records each queue has, by reason or risk, as far as they are counted; under "" all."""
        rejected = {reason: count for (reason, is_folded), count in self._rejected.items() if not is_folded}
        folded = {reason: count for (reason, is_folded), count in self._rejected.items() if is_folded}
        of_each = [standing for _, standing in standings.all()]
        return {
            "rejected": {"": sum(rejected.values()), **dict(sorted(rejected.items()))},
            "risk": {"": 0, **self._risky},
            "judged": {"": len(self.queues.judged)},
            "sample": {"": len(self.queues.sample)},
            "doubtful": {"": sum(bool(each.doubts) for each in of_each)},
            "disputed": {"": sum(each.is_disputed for each in of_each)},
            "accepted": {"": self.queues.store.count_records()},
            "folded": {"": sum(folded.values()), **dict(sorted(folded.items()))},
        }

    def left(
        self, standings: Standings, reviewer: str, counts: Mapping[str, Mapping[str, int]]
    ) -> dict[str, int] | None:
        """Return how many of the records that are counted a reviewer is not done with, by queue.

        None if it takes longer to look up what was decided: asked once more, it goes on. What is at risk is told only
        once all of it is counted. Queues of which decisions say what is in them are left out.
        """
        started, done = time.monotonic(), Counter[str]()
        anywhere, sampled = Asked("", undecided_by=reviewer), Asked("sample", undecided_by=reviewer)
        for record, standing in standings.all():
            is_done, is_sampled = anywhere.is_done(standing), sampled.is_done(standing)
            if is_done or is_sampled:
                lies_in = self._queues_of(record, standings)
                done.update(name for name in lies_in if (is_sampled if name == "sample" else is_done))
                if time.monotonic() - started > _SLICE:
                    return None
        names = ("rejected", "judged", "sample", "accepted", "folded", *(["risk"] if self._is_complete else []))
        return {name: max(0, counts[name][""] - done[name]) for name in names}

    def _queues_of(self, record: Record, standings: Standings) -> Iterator[str]:
        """Yield the queues that a record lies in which was decided on; those on one card count once."""
        key = key_of(record)
        if key not in self._lying:
            row = self.queues.row_of(record, standings)
            self._lying[key] = self._where(row) if row else "", row
        queue, row = self._lying[key]
        if not row or not queue:
            return
        yield queue
        if queue != "accepted":
            return
        if row.judged:
            yield "judged"
        if self.queues.is_sampled(row):
            yield "sample"
        if self._is_complete:
            if key not in self._known_risky:
                self._known_risky[key] = bool(self.queues.risks.of(row))
            if self._known_risky[key]:
                yield "risk"

    def _where(self, row: Row) -> str:
        """Return the one of three queues that a record has a row of its own in, "" if it has none."""
        number = rejection_number(row.id)
        if not number:
            return "accepted"
        is_folded = self.queues.store.is_folded(number)
        return "" if is_folded is None or row.instance else "folded" if is_folded else "rejected"
