"""How fast tasks come, and how long the rest will take, as honestly as that can be said."""

from collections import deque
from dataclasses import dataclass, field
from math import sqrt

_MINUTE = 60.0
# Between two samples, so that there are never many of them.
_APART = 0.5


@dataclass
class Pace:
    """Follows how many tasks there are; all times are in seconds by the same clock."""

    began: float
    before: int
    _samples: deque[tuple[float, int]] = field(default_factory=deque)
    _arrivals: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._samples.append((self.began, self.before))

    def arrived(self, now: float) -> None:
        """Note that an answer has brought tasks."""
        self._arrivals.append(now)

    def note(self, now: float, tasks: int) -> None:
        """Note how many tasks there are; forget what is over a minute old."""
        if now - self._samples[-1][0] >= _APART:
            self._samples.append((now, tasks))
        while len(self._samples) > 1 and self._samples[1][0] <= now - _MINUTE:
            self._samples.popleft()
        while self._arrivals and self._arrivals[0] < now - _MINUTE:
            self._arrivals.popleft()

    def a_minute(self, now: float, tasks: int) -> float:
        """Return how many tasks came in the last minute; before it is over, at the rate so far."""
        since, then = self._samples[0]
        return _MINUTE * (tasks - then) / max(now - since, 0.001)

    def left(self, now: float, tasks: int, missing: int, freshness: float = 1.0) -> tuple[float, float] | None:
        """Return how many seconds `missing` tasks will take, at least and at most; None if that cannot be said yet.

        The rates of the last minute and of all the time are the bounds, wider by what chance may do to as few answers
        as there were. `freshness` below 1 says that the model runs out of ideas, which may go on.
        """
        overall = (tasks - self.before) / max(now - self.began, 0.001)
        recent = self.a_minute(now, tasks) / _MINUTE
        if not self._arrivals or recent <= 0 or overall <= 0:
            return None
        chance = 1 / sqrt(len(self._arrivals))
        slow = min(recent, overall) * min(1.0, freshness) / (1 + chance)
        return missing / (max(recent, overall) * (1 + chance)), missing / slow
