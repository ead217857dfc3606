"""Limits on requests and tokens in any stretch of time: a true sliding window."""

import time
from collections import deque
from collections.abc import Sequence
from math import ceil, inf
from typing import NamedTuple


class Admitted(NamedTuple):
    """A request that was let in: when (monotonic seconds), and the tokens that it cost."""

    time: float
    tokens: int


class Limits:
    """At most so many requests and tokens in any window of so many seconds, None for any number.

    `admitted` logs every request that was let in, also where there is no limit.
    """

    def __init__(self, requests: int | None, tokens: int | None, seconds: float) -> None:
        self._requests = inf if requests is None else requests
        self._tokens = inf if tokens is None else tokens
        self._seconds = seconds
        self._recent: deque[Admitted] = deque()
        self._spent = 0
        self.admitted: list[Admitted] = []

    def admit(self, tokens: int) -> float:
        """Let a request in and return 0, or return the seconds until there would be room for it."""
        now = time.monotonic()
        self._forget(now)
        requests_over, tokens_over = len(self._recent) + 1 - self._requests, self._spent + tokens - self._tokens
        room_at = now
        for entry in self._recent:
            if requests_over <= 0 and tokens_over <= 0:
                break
            room_at = entry.time + self._seconds
            requests_over, tokens_over = requests_over - 1, tokens_over - entry.tokens
        if requests_over > 0 or tokens_over > 0:
            # More than fits into an empty window: there never will be room.
            return self._seconds
        if room_at == now:
            self._let_in(Admitted(now, tokens))
        return room_at - now

    def headers(self) -> dict[str, str]:
        """Return what is told with every answer: the limits, what is left, and when all of it will be there again."""
        now = time.monotonic()
        self._forget(now)
        reset = _duration(self._recent[-1].time + self._seconds - now) if self._recent else "0s"
        told = {}
        for name, limit, used in (
            ("requests", self._requests, len(self._recent)),
            ("tokens", self._tokens, self._spent),
        ):
            if limit != inf:
                told[f"x-ratelimit-limit-{name}"] = str(limit)
                told[f"x-ratelimit-remaining-{name}"] = str(limit - used)
                told[f"x-ratelimit-reset-{name}"] = reset
        return told

    def _let_in(self, entry: Admitted) -> None:
        self._recent.append(entry)
        self._spent += entry.tokens
        self.admitted.append(entry)

    def _forget(self, now: float) -> None:
        while self._recent and self._recent[0].time + self._seconds <= now:
            self._spent -= self._recent.popleft().tokens


def most_in_any_window(admitted: Sequence[Admitted], seconds: float) -> tuple[int, int]:
    """Return the most requests and the most tokens that were let in within any window of so many seconds."""
    most_requests = most_tokens = tokens = first = 0
    for end, last in enumerate(admitted, 1):
        tokens += last.tokens
        while admitted[first].time + seconds <= last.time:
            tokens -= admitted[first].tokens
            first += 1
        most_requests, most_tokens = max(most_requests, end - first), max(most_tokens, tokens)
    return most_requests, most_tokens


def _duration(seconds: float) -> str:
    """Write a duration as OpenAI does: `20ms`, `1.2s`, `6m0s`."""
    thousandths = ceil(seconds * 1000)
    if thousandths < 1000:
        return f"{thousandths}ms"
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes}m{rest / 1000:g}s" if minutes else f"{rest / 1000:g}s"
