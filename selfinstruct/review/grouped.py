"""Rejections for their similarity, those that are near the same instruction one after the other."""

import time
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

from selfinstruct.storage.browsing import Place
from selfinstruct.storage.store import Store

# Numbers of rejections that are read at a time.
_STRETCH = 5_000


@dataclass
class Grouped:
    """The places of rejections in such an order: the number of the first that is near the same instruction, their own.

    It keeps up with a run that grows.
    """

    store: Store
    _seen: int = 0
    _first: dict[tuple[str, bytes], int] = field(default_factory=dict)
    _places: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, seconds: float) -> bool:
        """Learn of further rejections, no longer than so many seconds; return whether all are known."""
        started, last = time.monotonic(), self.store.last_rejected()
        while self._seen < last:
            reached = min(last, self._seen + _STRETCH)
            for number, reason, near in self.store.near_between(self._seen, reached):
                key = reason, blake2b(near.encode("utf-8", "replace"), digest_size=8).digest()
                insort(self._places[reason], (self._first.setdefault(key, number), number))
            self._seen = reached
            if time.monotonic() - started > seconds:
                break
        return self._seen == last

    def behind(self, reason: str, start: Place | None, limit: int, *, backwards: bool) -> list[Place]:
        """Return the next places behind one, or before it, in the order of reading."""
        places = self._places[reason]
        if backwards:
            end = bisect_left(places, start) if start else len(places)
            return places[max(0, end - limit) : end][::-1]
        begin = bisect_right(places, start) if start else 0
        return [*islice(places, begin, begin + limit)]
