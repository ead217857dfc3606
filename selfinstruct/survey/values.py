"""What the numbers of a survey are made of."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from statistics import mean, quantiles
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Histogram:
    """How many values fall between each two `edges`; the last of them, and what is beyond it, fall into the last.

    A value on an edge falls to its right, or to its left if they are `right_closed`.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    right_closed: bool = False

    @property
    def total(self) -> int:
        """How many values there are."""
        return sum(self.counts)


def histogram(values: Iterable[float], edges: Sequence[float], *, right_closed: bool = False) -> Histogram:
    """Count values between edges, none of which is below the first."""
    found = np.fromiter(values, dtype=np.float64)
    places = np.searchsorted(edges, found, side="left" if right_closed else "right") - 1
    counts = np.bincount(np.clip(places, 0, len(edges) - 2), minlength=len(edges) - 1)
    return Histogram(tuple(map(float, edges)), tuple(map(int, counts)), right_closed)


@dataclass(frozen=True)
class Spread:
    """A few numbers on many: how many there are, their mean, quartiles and ends, the standard deviation."""

    of: int
    mean: float
    deviation: float
    least: float
    lower_quartile: float
    median: float
    upper_quartile: float
    most: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return how values are spread, None if there are none."""
    if not values:
        return None
    middle = mean(values)
    lower, median, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    squares = math.fsum((value - middle) ** 2 for value in values)
    deviation = math.sqrt(squares / (len(values) - 1)) if len(values) > 1 else 0.0
    return Spread(len(values), middle, deviation, min(values), lower, median, upper, max(values))


@dataclass(frozen=True)
class Part:
    """A share of something: so `many` of so many, `of`."""

    many: int
    of: int

    @property
    def share(self) -> float:
        """The share, 0 of nothing."""
        return self.many / self.of if self.of else 0.0


@dataclass(frozen=True)
class Division:
    """How often each name occurs, the most frequent first; `evenness` is 1 if all occur alike, 0 if there is one."""

    counts: Mapping[str, int]
    entropy: float
    evenness: float


def division(counts: Counter[str], possible: int = 0) -> Division:
    """Return how names are divided: Shannon's entropy in bits, and its share of the most that it could be.

    `possible` is how many names there could be; without it, those that occur.
    """
    total = counts.total()
    shares = [count / total for count in counts.values() if count]
    entropy = -math.fsum(share * math.log2(share) for share in shares)
    most = math.log2(max(possible, len(shares), 1))
    ordered = dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
    return Division(ordered, max(0.0, entropy), max(0.0, entropy) / most if most else 0.0)


def plain(value: Any) -> Any:
    """Return a value as JSON has it; of our own types also what follows from their fields."""
    if is_dataclass(value):
        names = [each.name for each in fields(value)]
        names += [name for name, found in vars(type(value)).items() if isinstance(found, property)]
        return {name: plain(getattr(value, name)) for name in names}
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value
