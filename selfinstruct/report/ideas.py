"""How many of the latest candidates are new, beside the first ones."""

from dataclasses import dataclass
from math import sqrt

# A run saturates once its candidates are new at most half as often as the first ones were.
_HALF = 0.5
# As many standard deviations apart as chance hardly ever brings.
_DEVIATIONS = 3.0


@dataclass(frozen=True)
class Ideas:
    """How many of the first `candidates` were sound and new, and how many of the latest as many."""

    candidates: int
    first: int
    recent: int

    @property
    def freshness(self) -> float:
        """How often candidates are new now, as a share of how often they were at first."""
        return self.recent / self.first if self.first else 1.0

    @property
    def are_running_out(self) -> bool:
        """Whether candidates are new much more rarely than at first, beyond all chance."""
        overall = (self.first + self.recent) / (2 * self.candidates)
        deviation = sqrt(2 * self.candidates * overall * (1 - overall))
        return self.freshness <= _HALF and self.first - self.recent > _DEVIATIONS * deviation
