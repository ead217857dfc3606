"""How long answers take."""

from dataclasses import dataclass
from math import log
from random import Random
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Delays with a long tail, by their median and 99th percentile in seconds."""

    median: float
    p99: float

    def __post_init__(self) -> None:
        """Refuse what no such delays have."""
        if not 0 < self.median <= self.p99:
            raise ValueError("the median must be above 0 and at most the 99th percentile")

    def draw(self, random: Random) -> float:
        """Return one delay."""
        return random.lognormvariate(log(self.median), log(self.p99 / self.median) / NormalDist().inv_cdf(0.99))
