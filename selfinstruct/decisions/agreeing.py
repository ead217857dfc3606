"""How far reviewers agree on the records that more than one of them has judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from selfinstruct.decisions.agreement import cohens_kappa
from selfinstruct.decisions.standing import Standings, key_of
from selfinstruct.decisions.values import Decision


@dataclass(frozen=True)
class Agreement:
    """Two reviewers: how many records both have judged, on how many of these they agree, and Cohen's kappa."""

    first: str
    second: str
    judged: int
    agreed: int
    kappa: float | None


def agreements(standings: Standings) -> list[Agreement]:
    """Return how far each two reviewers agree who have judged the same records, those who share most first."""
    pairs: defaultdict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for _, standing in standings.all():
        wanted = {name: each.action != "reject" for name, each in standing.verdicts.items()}
        for first, second in combinations(sorted(wanted), 2):
            pairs[first, second].append((wanted[first], wanted[second]))
    found = [
        Agreement(*names, len(both), sum(first == second for first, second in both), cohens_kappa(both))
        for names, both in pairs.items()
    ]
    return sorted(found, key=lambda each: -each.judged)


def against_others(decisions: Iterable[Decision], standings: Standings) -> int:
    """Return on how many records some decisions go against what another reviewer says of them."""
    disputed = set()
    for each in decisions:
        standing = standings.of(each.record)
        if standing.is_disputed and each.reviewer in standing.verdicts:
            disputed.add(key_of(each.record))
    return len(disputed)
