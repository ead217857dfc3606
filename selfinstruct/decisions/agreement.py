"""How far a sample tells the share of good records, and how far reviewers agree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from selfinstruct.decisions.standing import Standings, key_of
from selfinstruct.decisions.values import Decision

# Of the normal distribution, for 95 %.
Z = 1.96
# Records that two reviewers have both judged, from which on kappa tells something: no fewer than 30 (McHugh 2012,
# Biochemia Medica 22:276). With as many, and half of them rejected, 0.6 still means 0.3 to 0.9 (Fleiss 1969).
LEAST_FOR_KAPPA = 30


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


@dataclass(frozen=True)
class Agreement:
    """Two reviewers: how many records both have judged, on how many of these they agree, and Cohen's kappa.

    It is None where it tells nothing: of fewer records than `least`, or where both say the same of all of them.
    """

    first: str
    second: str
    judged: int
    agreed: int
    kappa: float | None
    least: int = LEAST_FOR_KAPPA

    @property
    def are_too_few(self) -> bool:
        """Whether both have judged too few records, so that how far they agree may be chance."""
        return self.judged < self.least


def agreements(standings: Standings) -> list[Agreement]:
    """Return how far each two reviewers agree who have judged the same records, those who share most first.

    A verdict that settles a dispute tells nothing of that: whoever gave it knew what the others said.
    """
    pairs: defaultdict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for _, standing in standings.all():
        wanted = {name: each.action != "reject" for name, each in standing.independent.items()}
        for first, second in combinations(sorted(wanted), 2):
            pairs[first, second].append((wanted[first], wanted[second]))
    found = [
        Agreement(
            *names,
            len(both),
            sum(first == second for first, second in both),
            cohens_kappa(both) if len(both) >= LEAST_FOR_KAPPA else None,
        )
        for names, both in pairs.items()
    ]
    return sorted(found, key=lambda each: -each.judged)


@dataclass(frozen=True)
class Answering:
    """Two reviewers: for how many records both have answered, how many answers that gives, how many of them agree."""

    first: str
    second: str
    records: int
    answers: int
    agreed: int


def answerings(standings: Standings) -> list[Answering]:
    """Return how far the answers agree of each two reviewers who answered for the same records."""
    same: defaultdict[tuple[str, str], list[list[bool]]] = defaultdict(list)
    for _, standing in standings.all():
        for first, second in combinations(sorted(standing.answers), 2):
            ours, theirs = standing.answers[first].answers, standing.answers[second].answers
            same[first, second].append([ours[name] == theirs[name] for name in ours.keys() & theirs.keys()])
    found = [
        Answering(*names, len(records), sum(map(len, records)), sum(map(sum, records)))
        for names, records in same.items()
    ]
    return sorted(found, key=lambda each: -each.records)


def against_others(decisions: Iterable[Decision], standings: Standings) -> int:
    """Return on how many records some decisions go against what another reviewer says, and nobody has settled it."""
    disputed = set()
    for each in decisions:
        standing = standings.of(each.record)
        if standing.is_disputed and not standing.settled and each.reviewer in standing.verdicts:
            disputed.add(key_of(each.record))
    return len(disputed)
