"""Two surveys side by side: what differs, and whether it is more than chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

from selfinstruct.decisions.agreement import Z, estimated_share
from selfinstruct.survey.surveying import Survey
from selfinstruct.survey.values import Part, Spread, plain


@dataclass(frozen=True)
class Difference:
    """One figure of two datasets; `low` and `high` hold the true difference (first less second) in 95 of 100 samples.

    Both are None for a figure of the whole, of which no sample is known.
    """

    name: str
    first: float
    second: float
    is_share: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float:
        """The first less the second."""
        return self.first - self.second

    @property
    def is_more_than_chance(self) -> bool | None:
        """Whether the interval leaves out zero; None where there is none."""
        return None if self.low is None or self.high is None else self.low > 0 or self.high < 0

    def row(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        found: dict[str, Any] = plain(self)
        return found


def compare_surveys(first: Survey, second: Survey) -> list[Difference]:
    """Return the figures that both have."""
    return [*_shares(first, second), *_means(first, second), *_of_the_whole(first, second)]


def _shares(first: Survey, second: Survey) -> Iterator[Difference]:
    for name in ("with_input", "questions", "limits", "classification"):
        one, other = getattr(first.makeup, name), getattr(second.makeup, name)
        if one is not None and other is not None:
            yield _of_shares(name, one, other)
    if first.funnel and second.funnel:
        parts = (Part(each.accepted, each.candidates - each.waiting) for each in (first.funnel, second.funnel))
        yield _of_shares("acceptance", *parts)


def _of_shares(name: str, first: Part, second: Part) -> Difference:
    """Return the difference of two shares with Newcombe's interval, which joins the two of Wilson (1998, method 10)."""
    one, other = estimated_share(first.many, first.of), estimated_share(second.many, second.of)
    if not one or not other:
        return Difference(name, first.share, second.share, is_share=True)
    apart = one.share - other.share
    low = apart - sqrt((one.share - one.low) ** 2 + (other.high - other.share) ** 2)
    high = apart + sqrt((one.high - one.share) ** 2 + (other.share - other.low) ** 2)
    return Difference(name, one.share, other.share, True, low, high)


def _means(first: Survey, second: Survey) -> Iterator[Difference]:
    for name in ("instruction", "input", "output"):
        yield from _of_means(f"length_of_{name}", first.makeup.lengths[name].spread, second.makeup.lengths[name].spread)
    yield from _of_means("mean_earlier", first.novelty.earlier_spread, second.novelty.earlier_spread)
    yield from _of_means("mean_seed", first.novelty.seed_spread, second.novelty.seed_spread)


def _of_means(name: str, first: Spread | None, second: Spread | None) -> Iterator[Difference]:
    """Yield the difference of two means with the interval of Welch, whose t is that of the normal distribution here."""
    if not first or not second:
        return
    apart = first.mean - second.mean
    half = Z * sqrt(first.deviation**2 / first.of + second.deviation**2 / second.of)
    yield Difference(name, first.mean, second.mean, False, apart - half, apart + half)


def _of_the_whole(first: Survey, second: Survey) -> Iterator[Difference]:
    yield Difference("compression", first.variety.compression, second.variety.compression)
    if first.apart and second.apart and first.apart.sample == second.apart.sample:
        for name in ("vendi", "novelsum"):
            yield Difference(name, getattr(first.apart, name), getattr(second.apart, name))
    for size, share in first.variety.distinct.items():
        yield Difference(f"distinct_{size}", share, second.variety.distinct[size])
