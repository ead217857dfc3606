"""Which record of an edited file is which of ours.

Equal records are paired first, wherever they stand; then those that have a question or a long answer that no other
record has; then those that are alike, between neighbours that are paired already, and the few that are left. What is
like nothing is not paired.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rapidfuzz.distance import Indel

from selfinstruct.core.values import Record

# Shorter answers, such as labels, tell nothing.
_LONG_ANSWER = 20
# Characters that are compared; how alike two records, or their instructions, have to be, from 0 to 1.
_COMPARED = 2_000
_ALIKE, _ALIKE_INSTRUCTION = 0.65, 0.8
# Places around the expected one at which a record is looked for.
_AROUND, _MOST_AROUND = 32, 256
# Pairs of records that are few enough to be compared wherever they stand.
_FEW = 2_500


@dataclass
class Pairs:
    """The places of the records of a file (`theirs`), each with that of our record that it is."""

    ours: Sequence[Record]
    theirs: Sequence[Record]
    of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Pair what can be paired."""
        self._missing = dict.fromkeys(range(len(self.ours)))
        self._pair_equal()
        for key in (_question, _answer, _letters):
            self._pair_unique(key)
        self._pair_alike()
        if len(self._missing) * len(self.unknown) <= _FEW:
            self._pair_best(self.unknown, self.missing)

    @property
    def missing(self) -> list[int]:
        """The places of our records that the file lacks."""
        return [*self._missing]

    @property
    def unknown(self) -> list[int]:
        """The places of records of the file that are none of ours."""
        return [at for at in range(len(self.theirs)) if at not in self.of]

    def _pair(self, at: int, ours: int) -> None:
        self.of[at] = ours
        del self._missing[ours]

    def _pair_equal(self) -> None:
        places = defaultdict[Record, deque[int]](deque)
        for place, record in enumerate(self.ours):
            places[record].append(place)
        for at, record in enumerate(self.theirs):
            if found := places.get(record):
                self._pair(at, found.popleft())

    def _pair_unique(self, key: Callable[[Record], Hashable]) -> None:
        ours, theirs = defaultdict[Hashable, list[int]](list), defaultdict[Hashable, list[int]](list)
        for place in self._missing:
            ours[key(self.ours[place])].append(place)
        for at in self.unknown:
            theirs[key(self.theirs[at])].append(at)
        for value, places in theirs.items():
            if value is not None and len(places) == len(ours.get(value, ())) == 1:
                self._pair(places[0], ours[value][0])

    def _pair_alike(self) -> None:
        for (low, high), group in groupby(self._gaps(), lambda gap: gap[1:]):
            ats = [at for at, *_ in group]
            self._pair_best(ats, [place for place in self._missing if low < place < high])

    def _pair_best(self, ats: Sequence[int], places: Sequence[int]) -> None:
        for _, at, place in sorted(self._likenesses(ats, places), reverse=True):
            if at not in self.of and place in self._missing:
                self._pair(at, place)

    def _gaps(self) -> list[tuple[int, int, int]]:
        """Return each place of a record that is not paired, with those of ours before and after which it may be."""
        before, last = dict[int, int](), -1
        for at in range(len(self.theirs)):
            before[at] = last = self.of.get(at, last)
        gaps, following = list[tuple[int, int, int]](), len(self.ours)
        for at in reversed(range(len(self.theirs))):
            following = self.of.get(at, following)
            if at not in self.of:
                gaps.append((at, before[at], following))
        return gaps[::-1]

    def _likenesses(self, ats: Sequence[int], places: Sequence[int]) -> Iterator[tuple[float, int, int]]:
        """Yield how alike two records are, with their places, for those that may stand for each other."""
        spare = min(_MOST_AROUND, abs(len(places) - len(ats)))
        for number, at in enumerate(ats):
            low = max(0, number - _AROUND - (spare if len(places) < len(ats) else 0))
            high = number + _AROUND + 1 + (spare if len(places) > len(ats) else 0)
            for place in places[low:high]:
                if likeness := _likeness(self.theirs[at], self.ours[place]):
                    yield likeness, at, place


def _question(record: Record) -> Hashable:
    return record.instruction, record.input


def _answer(record: Record) -> Hashable:
    return (record.output,) if len(record.output) >= _LONG_ANSWER else None


def _letters(record: Record) -> Hashable:
    """Return the letters and digits of a record, for texts of which only punctuation or white space was changed."""
    texts = (record.instruction, record.input, record.output)
    return tuple("".join(char for char in text.casefold() if char.isalnum()) for text in texts)


def _likeness(first: Record, second: Record) -> float:
    """Return how alike two records are, 0 if that is not enough to take one for the other."""
    whole = Indel.normalized_similarity(_together(first), _together(second), score_cutoff=_ALIKE)
    asked = Indel.normalized_similarity(
        first.instruction[:_COMPARED], second.instruction[:_COMPARED], score_cutoff=_ALIKE_INSTRUCTION
    )
    return max(whole, asked)


def _together(record: Record) -> str:
    return "\n".join((record.instruction[:_COMPARED], record.input[:_COMPARED], record.output[:_COMPARED]))
