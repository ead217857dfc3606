"""How much an endpoint may be asked: how many requests at a time, how many requests and tokens a minute."""

from collections import defaultdict, deque
from dataclasses import dataclass
from math import sqrt
from statistics import median
from sys import maxsize

from selfinstruct.core.settings import MOST_IN_FLIGHT

# A second more than a minute: requests do not arrive as evenly as they leave.
_MINUTE = 61.0
# The rounding error of a wait that is over.
_ROUNDING = 1e-6
FIRST_LIMIT = 8
_OVERLOADED_SHARE = 0.15
_SLOW = 2.0
# How many answers make a median.
_FEW = 8
# So many requests of each size tell enough; older ones count less and less.
_REMEMBERED = 128
# Before anything is known, it is as if so many requests had been answered and none turned away.
_ASSUMED = 4
# From so many refusals for an answer on, it is known that some come by chance.
_BY_CHANCE = 0.05


@dataclass(slots=True)
class Share:
    """What was taken of a rate limit, and when, in seconds."""

    at: float
    amount: int


class RateLimit:
    """At most `limit` units in any minute, however they are spread in it; None for no limit."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._taken: deque[Share] = deque()
        self._total = 0

    def seconds_until(self, amount: int, now: float) -> float:
        """Return in how many seconds the amount, not more than the limit, may be taken; 0 if it may be now."""
        if self.limit is None:
            return 0.0
        while self._taken and self._taken[0].at + _MINUTE - now <= _ROUNDING:
            self._total -= self._taken.popleft().amount
        excess, seconds = self._total + amount - self.limit, 0.0
        for taken in self._taken:
            if excess <= 0:
                break
            excess -= taken.amount
            seconds = taken.at + _MINUTE - now
        return seconds

    def take(self, amount: int, now: float) -> Share:
        """Count the amount as taken now."""
        taken = Share(now, amount)
        if self.limit is not None:
            self._taken.append(taken)
            self._total += amount
        return taken

    def correct(self, taken: Share, amount: int) -> None:
        """Put the true amount in the place of what was taken."""
        if self._taken and self._taken[0].at <= taken.at:
            self._total += amount - taken.amount
        taken.amount = amount


class Chance:
    """How many requests are turned away for each that is answered, however few are asked, as by a gateway at random.

    What a limit turns away becomes less when less is asked. What was turned away in rounds of clearly fewer requests
    just the same does not, so that it helps nobody to ask for less still.
    """

    def __init__(self) -> None:
        # Answers and refusals, by the number of binary digits of how many might be in flight.
        self._seen: defaultdict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))

    def learn(self, limit: int, answers: int, refusals: int) -> None:
        """Learn from a round in which so many requests might be in flight."""
        answered, refused = self._seen[limit.bit_length()]
        answered, refused = answered + answers, refused + refusals
        share = min(1.0, _REMEMBERED / max(1.0, answered + refused))
        self._seen[limit.bit_length()] = share * answered, share * refused

    def expected(self, limit: int) -> float:
        """Return the refusals for an answer, by what fewer requests have met; 0 where most of these were refused."""
        fewer = [seen for digits, seen in self._seen.items() if digits < limit.bit_length()]
        answered, refused = sum(each for each, _ in fewer), sum(each for _, each in fewer)
        return refused / (answered + _ASSUMED) if refused <= answered else 0.0


class Concurrency:
    """How many requests may be in flight: a fixed number, or as many as the endpoint takes without slowing down.

    Without a fixed number it starts at 8. A round is as many answers as requests may be in flight. After each round
    the number doubles, up to 512, as long as the median answer takes at most twice the usual time of its step; once the
    endpoint was overloaded, it rises by an eighth only. It halves, at most once a round, when 15 % of a round meet an
    overload. Overloads that fewer requests have met just as often do not count; where there are such, the number rises
    by a half once it is beyond the one that was last too many. It is never more than `most`. Where answers may be late
    whatever is asked, as in a lane, the number starts at `patient` and rises however long they take.
    """

    def __init__(self, fixed: int | None, most: int = maxsize, patient: int = 0) -> None:
        self.limit = self._first = min(fixed or patient or FIRST_LIMIT, most)
        self._is_patient = bool(patient)
        self._most = min(most, MOST_IN_FLIGHT)
        self._is_fixed = fixed is not None
        # The number that was too many, when it was last halved.
        self._halved_at = 0
        self._chance = Chance()
        self._overloads = self._before_answers = 0
        self._recent: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_FEW))
        self._usual: dict[str, float] = {}
        self._begin_round(0.0)

    @property
    def is_low(self) -> bool:
        """Whether overloads have brought the number below the one with which it started."""
        return bool(self._halved_at) and self.limit < self._first

    def answered(self, kind: str, left_at: float, now: float) -> None:
        """Learn from an answer to a request of some kind (the step that asked)."""
        if self._is_fixed:
            return
        seconds, recent = now - left_at, self._recent[kind]
        recent.append(seconds)
        if len(recent) == _FEW:
            self._usual[kind] = min(median(recent), self._usual.get(kind, float("inf")))
        if left_at < self._round_began:
            return
        if not self._ratios:
            self._before_answers = self._overloads
        self._ratios.append(seconds / max(self._usual.get(kind, seconds), 1e-9))
        if len(self._ratios) + self._overloads >= self.limit:
            is_quick = self._is_patient or median(self._ratios) <= _SLOW
            self._end_round(min(self._most, self.limit + self._step) if is_quick else self.limit, now)

    def overloaded(self, left_at: float, now: float) -> None:
        """Learn that the endpoint had too much to do for a request."""
        if self._is_fixed or left_at < self._round_began:
            return
        self._overloads += 1
        by_chance = self._chance.expected(self.limit) * self.limit
        if self._overloads >= max(1.0, _OVERLOADED_SHARE * self.limit) + by_chance + 2 * sqrt(by_chance):
            self._halved_at = self.limit
            self._end_round(max(1, self.limit // 2), now)

    @property
    def _step(self) -> int:
        """By how much it rises after a round."""
        if not self._halved_at:
            return self.limit
        # If there is more room now, and as much is turned away as ever, it halved for nothing.
        was_chance = self.limit > self._halved_at and self._chance.expected(self.limit) > _BY_CHANCE
        return max(1, self.limit // (2 if was_chance else 8))

    def _end_round(self, limit: int, now: float) -> None:
        if self._ratios:
            # Where nothing was answered before, the endpoint may have been away, or its minute used up.
            self._chance.learn(self.limit, len(self._ratios) - 1, self._overloads - self._before_answers)
        self.limit = limit
        self._begin_round(now)

    def _begin_round(self, now: float) -> None:
        """Count anew, and only requests that leave from now on."""
        self._round_began = now
        self._ratios: list[float] = []
        self._overloads = self._before_answers = 0
