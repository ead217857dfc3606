"""What the verdicts on planted faults come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from rich.table import Table

from benchmarks.planted.faults import FAULTS, Pair
from benchmarks.planted.parts import Scores, padded
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Record
from selfinstruct.decisions.agreement import Share, estimated_share


@dataclass(frozen=True)
class Found:
    """How many of some records were judged, and with how many of these a judge finds fault.

    `by_score` are those that score too low, `by_answers` those of which it denies something.
    """

    records: int
    scores: tuple[Score, ...]
    below: float

    @classmethod
    def of(cls, records: Iterable[Record], scores: Scores, below: float) -> "Found":
        """Return what the scores say of those records that were to be judged."""
        asked = [record for record in records if record in scores]
        return cls(len(asked), tuple(score for record in asked if (score := scores[record])), below)

    @property
    def by_score(self) -> int:
        """How many score too low."""
        return sum(score.value < self.below for score in self.scores)

    @property
    def by_answers(self) -> int:
        """Of how many the judge denies something."""
        return sum(not score.is_all_valid for score in self.scores)

    @property
    def share(self) -> Share | None:
        """The share that scores too low or of which something is denied; what has no verdict is not found."""
        return estimated_share(sum(s.value < self.below or not s.is_all_valid for s in self.scores), self.records)

    @property
    def mean(self) -> float | None:
        """The mean score, None without any."""
        return fmean(score.value for score in self.scores) if self.scores else None

    def cells(self) -> tuple[str, ...]:
        """Return the figures as a table shows them."""
        mean = "–" if self.mean is None else f"{self.mean:.2f}"
        unread = self.records - len(self.scores)
        return (f"{self.records}", told(self.share), f"{self.by_score}", f"{self.by_answers}", f"{unread}", mean)


def told(share: Share | None) -> str:
    """Return a share with its interval."""
    return f"{share.share:.0%} ({share.low:.0%}–{share.high:.0%})" if share else "–"


def of_kinds(pairs: Sequence[Pair], scores: Scores, below: float, *, sound: bool) -> Table:
    """Return by kind with what share of the faulty records, or of their sound twins, the judge finds fault."""
    title, share = ("their sound twins", "false alarms") if sound else ("planted faults", "found")
    table = Table("fault", "n", share, f"score < {below:g}", "a no", "no verdict", "mean", title=title)
    for kind in (*FAULTS, "all"):
        of_kind = [pair for pair in pairs if kind in ("all", pair.kind)]
        found = Found.of([pair.sound if sound else pair.faulty for pair in of_kind], scores, below)
        table.add_row(kind, *found.cells(), end_section=kind == [*FAULTS][-1])
    return table


def order_of(pairs: Sequence[Pair], scores: Scores) -> str:
    """Return how often a sound task scores above a faulty one: its own twin, and any."""
    sound = {pair.kind + pair.sound.instruction: scores.get(pair.sound) for pair in pairs}
    faulty = {pair.kind + pair.sound.instruction: scores.get(pair.faulty) for pair in pairs}
    twins = [(a, b) for at, a in sound.items() if a and (b := faulty[at])]
    anyone = [(a, b) for a in sound.values() for b in faulty.values() if a and b]
    lines = []
    for name, both in (("its twin with a fault", twins), ("any with a fault", anyone)):
        if both:
            above = fmean((a.value > b.value) + (a.value == b.value) / 2 for a, b in both)
            lines.append(f"a sound task scores above {name} in {above:.0%} of {len(both):,} pairs (50% by chance)")
    return "\n".join(lines)


def of_swaps(pairs: Sequence[Pair], scores: Scores, again: Scores, longer: Scores, code: str, below: float) -> Table:
    """Return how far scores of sound tasks move where nothing moves that should move them."""
    heads = ("moved", "mean change", "mean distance", f"across {below:g}")
    table = Table("the same sound tasks", "n", *heads, title="sensitivity")
    same = [(pair.sound, pair.sound) for pair in pairs]
    more = [(pair.sound, record) for pair in pairs if (record := padded(pair, code))]
    for name, matched, other in (("in the opposite order", same, again), ("with more words around", more, longer)):
        table.add_row(name, *_moved([*_both(matched, scores, other)], below))
    return table


def _both(matched: Iterable[tuple[Record, Record]], scores: Scores, other: Scores) -> Iterator[tuple[float, float]]:
    for record, swapped in matched:
        if (before := scores.get(record)) and (after := other.get(swapped)):
            yield before.value, after.value


def _moved(both: Sequence[tuple[float, float]], below: float) -> tuple[str, ...]:
    if not both:
        return ("0", "–", "–", "–", "–")
    moved = estimated_share(sum(before != after for before, after in both), len(both))
    change, distance = fmean(b - a for a, b in both), fmean(abs(b - a) for a, b in both)
    across = sum((before < below) != (after < below) for before, after in both)
    return (f"{len(both)}", told(moved), f"{change:+.2f}", f"{distance:.2f}", f"{across}")
