"""Lanes: the same answers for less money, for those who can wait."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """How requests go in a lane, whatever a backend changes in them for it.

    `about` is a phrase for help pages. An answer may take `timeout` seconds, and after `patience` seconds without any
    answer something is wrong. So many requests are in flight at first (`concurrency`): how long they take says nothing
    of how busy a lane is. `price` returns for an address the share of the usual price that tokens cost, 1 where nobody
    knows.
    """

    about: str
    timeout: float = 3600.0
    patience: float = 7200.0
    concurrency: int = 64
    price: Callable[[str], float] = lambda _: 1.0
