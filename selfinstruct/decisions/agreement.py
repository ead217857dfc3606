"""How far a sample tells the share of good records, and how far two reviewers agree."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

# Of the normal distribution, for 95 %.
Z = 1.96


class Share(NamedTuple):
    """A share estimated from a sample, and the interval that holds the true one in 95 of 100 samples."""

    share: float
    low: float
    high: float
    of: int


def estimated_share(good: int, of: int) -> Share | None:
    """Return the share of good ones with Wilson's interval, None if nothing was looked at."""
    if not of:
        return None
    share, weight = good / of, Z**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return Share(share, max(0.0, middle - half), min(1.0, middle + half), of)


def cohens_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return how far two reviewers agree on the same records beyond chance, from -1 to 1.

    None without records, or where both say the same of all of them, so that chance explains all (Cohen 1960).
    """
    if not pairs:
        return None
    agreed = sum(first == second for first, second in pairs) / len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[word] * seconds[word] for word in (True, False)) / len(pairs) ** 2
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
