"""What was rejected, by reason: what is decided in the same way stands together."""

from bisect import insort
from dataclasses import dataclass, field

from selfinstruct.storage.browsing import Place, Row
from selfinstruct.storage.store import Store

# Numbers of rejections that are read at a time, of a reason that many have.
_STRETCH = 5_000
# Reasons that no other record is nearest to: an index has them in order.
_SIMILAR = ("near_duplicate", "avoided")
_END = 2**62


@dataclass
class ByReason:
    """The places of rejections in such an order: which of the reasons, in the order of the alphabet, their number.

    A reason that comes up only later, in a run that is worked on, follows all others: no place changes.
    """

    store: Store
    _reasons: list[str] = field(default_factory=list)

    def chunk(self, start: Place | None, limit: int, *, backwards: bool) -> tuple[list[Row], Place | None]:
        """Return a stretch of the queue behind a place, or before it, and where it ends; None at the end of all."""
        self._learn()
        if not self._reasons:
            return [], None
        rank, number = start or ((len(self._reasons) - 1, _END) if backwards else (0, 0))
        rows, reached = self._of(self._reasons[rank], number, limit, backwards=backwards)
        found = [row._replace(place=(rank, row.place[0])) for row in rows]
        if reached is not None:
            return found, (rank, reached)
        after = rank - 1 if backwards else rank + 1
        return found, (after, _END if backwards else 0) if 0 <= after < len(self._reasons) else None

    def _learn(self) -> None:
        known, new = {*self._reasons}, list[str]()
        for reason in self.store.reasons_shown():
            if reason not in known:
                insort(new, reason)
        self._reasons += new

    def _of(self, reason: str, start: int, limit: int, *, backwards: bool) -> tuple[list[Row], int | None]:
        """Return rejections of one reason from a number on, or down from it, and the number where they end."""
        end = self.store.last_rejected() + 1
        low, high = (0, min(start, end)) if backwards else (start, end)
        if reason not in _SIMILAR:
            rows = [*self.store.rejected_of(reason, low, high, limit, backwards=backwards)]
            return rows, rows[-1].place[0] if len(rows) == limit else None
        first, last = (max(0, high - _STRETCH), high) if backwards else (low, min(high, low + _STRETCH))
        between = self.store.rejected_between(first, last, limit, folded=False, reason=reason, backwards=backwards)
        rows = [*between]
        if len(rows) == limit:
            return rows, rows[-1].place[0]
        if (first, last) == (low, high):
            return rows, None
        return rows, first + 1 if backwards else last - 1
