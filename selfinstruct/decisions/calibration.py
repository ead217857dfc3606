"""How far a judge can be trusted: its scores beside what reviewers decided on the same records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from selfinstruct.core.counts import Count
from selfinstruct.core.scores import HIGHEST
from selfinstruct.decisions.agreement import Share, cohens_kappa, estimated_share
from selfinstruct.decisions.values import ALL_OF_THEM

# The least scores that are compared, a half apart.
THRESHOLDS = tuple(step / 2 for step in range(1, 2 * HIGHEST + 1))
# Draws with replacement, from which the interval of the suggested one comes (a percentile bootstrap).
_DRAWS = 300
_TAIL = 0.025
# From so few records nothing follows.
_FEW = 50


class Both(NamedTuple):
    """What a judge and a reviewer say of a record: its score, whether the judge denies nothing, whether it is good."""

    score: float
    is_all_valid: bool
    is_good: bool


class AtThreshold(NamedTuple):
    """What follows if records that score at least `threshold` are kept.

    `kept` is how many; `precision` the share of good ones among them, `recall` the share of the good ones that are
    kept. `agreement` and `kappa` compare keeping with being good; None where there is nothing to compare.
    """

    threshold: float
    kept: int
    agreement: float
    kappa: float | None
    precision: Share | None
    recall: Share | None


@dataclass(frozen=True)
class Calibration:
    """A judge beside reviewers.

    `good` is the share of good records by reviewers, `all_valid` that of records of which the judge denies nothing,
    `valid_kappa` how far these agree. `ordered` is how often the judge scores a good record above one that is not, ties
    counted half (0.5 by chance). `suggested` is the threshold with the highest kappa, `low` and `high` its interval;
    None where good records do not score above others beyond chance.
    """

    good: Share | None
    all_valid: Share | None
    valid_kappa: float | None
    ordered: float | None
    thresholds: tuple[AtThreshold, ...]
    suggested: float | None = None
    low: float | None = None
    high: float | None = None

    def lines(self) -> Iterator[str]:
        """Yield what the comparison comes to, a threshold a line."""
        assert self.good
        yield f"{Count(self.good.of):record is/records are} judged and reviewed"
        yield f"good by reviewers          {_told(self.good)}; the paper found {ALL_OF_THEM:.0%}"
        yield f"nothing denied by the judge {_told(self.all_valid)}; kappa with reviewers {_number(self.valid_kappa)}"
        if self.ordered is not None:
            yield f"a good record scores above one that is not in {self.ordered:.0%} of pairs (50% by chance)"
        yield "least score   kept  agreement  kappa  good among those kept  good ones kept"
        for each in self.thresholds:
            yield (
                f"{each.threshold:<11g}{each.kept:>7,}{each.agreement:>11.0%}{_number(each.kappa):>7}"
                f"  {_told(each.precision):<23}{_told(each.recall)}".rstrip()
            )
        if self.suggested is None:
            yield "no least score tells good records from others beyond chance: do not select by these scores"
        else:
            between = f"{self.low:g} to {self.high:g} in 95 of 100 draws"
            yield f"suggested: ‹min_score› {self.suggested:g} of {HIGHEST} ({between})"
        if self.good.of < _FEW:
            yield f"fewer than {_FEW} records tell little: review more of the sample"


def calibrated(both: Sequence[Both], random_seed: int = 0) -> Calibration:
    """Return how a judge compares with reviewers on records that both have looked at."""
    good = estimated_share(sum(each.is_good for each in both), len(both))
    all_valid = estimated_share(sum(each.is_all_valid for each in both), len(both))
    valid_kappa = cohens_kappa([(each.is_all_valid, each.is_good) for each in both])
    told = Calibration(good, all_valid, valid_kappa, _ordered(both), tuple(_at(each, both) for each in THRESHOLDS))
    suggested = _best(both)
    if suggested is None or not _is_beyond_chance(both, Random(random_seed)):
        return told
    random = Random(random_seed)
    drawn = sorted(_drawn(both, random))
    cut = int(_TAIL * len(drawn))
    low, high = (drawn[cut], drawn[-1 - cut]) if drawn else (suggested, suggested)
    return Calibration(good, all_valid, valid_kappa, told.ordered, told.thresholds, suggested, low, high)


def _at(threshold: float, both: Sequence[Both]) -> AtThreshold:
    pairs = [(each.score >= threshold, each.is_good) for each in both]
    kept = [is_good for is_kept, is_good in pairs if is_kept]
    good = [is_kept for is_kept, is_good in pairs if is_good]
    return AtThreshold(
        threshold,
        len(kept),
        sum(first == second for first, second in pairs) / max(1, len(pairs)),
        cohens_kappa(pairs),
        estimated_share(sum(kept), len(kept)),
        estimated_share(sum(good), len(good)),
    )


def _best(both: Iterable[Both]) -> float | None:
    """Return the threshold with the highest kappa, of equal ones the lowest; None where none tells good from bad."""
    counts = Counter((each.score, each.is_good) for each in both)
    best, found = 0.0, None
    for threshold in THRESHOLDS:
        pairs = [(score >= threshold, good) for (score, good), count in counts.items() for _ in range(count)]
        kappa = cohens_kappa(pairs)
        if kappa is not None and kappa > best + 1e-9:
            best, found = kappa, threshold
    return found


def _drawn(both: Sequence[Both], random: Random) -> Iterator[float]:
    for _ in range(_DRAWS):
        if (best := _best(random.choices(both, k=len(both)))) is not None:
            yield best


def _is_beyond_chance(both: Sequence[Both], random: Random) -> bool:
    """Return whether good records score above others in more than half of the pairs, in 39 of 40 draws."""
    drawn = (_ordered(random.choices(both, k=len(both))) for _ in range(_DRAWS))
    shares = sorted(each for each in drawn if each is not None)
    return bool(shares) and shares[int(_TAIL * len(shares))] > 0.5


def _ordered(both: Sequence[Both]) -> float | None:
    good, bad = (Counter(each.score for each in both if each.is_good == which) for which in (True, False))
    pairs = good.total() * bad.total()
    won = sum(
        count * other * (1.0 if score > below else 0.5 if score == below else 0.0)
        for score, count in good.items()
        for below, other in bad.items()
    )
    return won / pairs if pairs else None


def _told(share: Share | None) -> str:
    return f"{share.share:.0%} ({share.low:.0%}–{share.high:.0%})" if share else "-"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
