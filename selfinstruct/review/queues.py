"""What is to be looked through: queues of records, read page by page from wherever the reader is."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from random import Random

from selfinstruct.core.values import Record, Task
from selfinstruct.decisions.standing import Standing, Standings
from selfinstruct.languages import Language, find_language
from selfinstruct.review.beyond import Beyond
from selfinstruct.review.by_reason import ByReason
from selfinstruct.review.grouped import Grouped
from selfinstruct.review.labels import Labels
from selfinstruct.review.neighbours import Neighbours
from selfinstruct.review.risks import Risks
from selfinstruct.storage.browsing import Place, Row
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

QUEUES = ("rejected", "risk", "judged", "sample", "doubtful", "disputed", "accepted", "folded")
PAGE = 50
# Records, and numbers of rejections, that are read at a time.
_ROWS, _STRETCH = 250, 5_000
# Seconds after which a search says how far it has come, so that no key waits for one.
_PATIENCE = 0.05
_END = 2**62
_BEFORE, _BEHIND = (-1, 0), (10**17, 0)
# What is in them goes by decisions alone: what one reviewer wants and another does not; what somebody doubts. Whoever
# judges there does so to settle it.
BY_DECISIONS: Mapping[str, Callable[[Standing], bool]] = {
    "disputed": lambda standing: standing.is_disputed,
    "doubtful": lambda standing: bool(standing.doubts),
}
# Reasons to reject what is near to something: of these alone, all that is near to the same stands together.
_GROUPED = ("near_duplicate", "avoided")


@dataclass(frozen=True)
class Asked:
    """Which records are wanted: those of a queue, of one reason or risk, that hold a text.

    If a reviewer is named as `undecided_by`, those that he or she has neither judged, skipped, doubted nor answered
    for; what is doubtful waits in a queue of its own. Of the sample those that count for what it tells are done, no
    others: it would lean to what nobody has doubts about. What lies in the queue `but` is left out.
    """

    queue: str
    kind: str = ""
    text: str = ""
    undecided_by: str = ""
    but: str = ""

    def is_done(self, standing: Standing) -> bool:
        """Return whether the reviewer is done with a record, here."""
        if self.queue == "sample":
            return standing.is_sampled_by(self.undecided_by)
        waits_elsewhere = self.undecided_by in standing.doubts and self.queue != "doubtful"
        return waits_elsewhere or standing.is_decided_by(self.undecided_by)


@dataclass(frozen=True)
class Window:
    """Some rows in the order of reading, and from where to go on; None where nothing follows.

    `hidden` is how many more up to there are asked for, but decided.
    """

    rows: list[Row]
    reached: Place | None
    hidden: int = 0


@dataclass
class Queues:
    """The queues of an open run. `sample_size` records are drawn by `seed` from those that are accepted by now.

    If it `compares`, tasks are compared with each other from `start_to_compare` on. `has_words` tells whether the words
    of the language are loaded, so that what two texts have in common can be marked.
    """

    store: Store
    sample_size: int = 200
    seed: int = 0
    compares: bool = False
    has_words: bool = True

    def __post_init__(self) -> None:
        """Learn what does not change."""
        self.settings = self.store.settings()
        self.language: Language = find_language(self.settings.language)
        self.threshold = self.settings.similarity_threshold
        self.labels = Labels(self.store)
        self.risks = Risks(self.language, self.threshold, self.labels)
        self.grouped, self.by_reason, self.beyond = Grouped(self.store), ByReason(self.store), Beyond(self.store)
        if self.compares:
            self.risks.neighbours = Neighbours(self.store.folder, self.risks.close_from)

    def close(self) -> None:
        """Close the run file."""
        if self.risks.neighbours:
            self.risks.neighbours.close()
        self.store.close()

    def start_to_compare(self) -> None:
        """Begin to look for tasks that are close to others."""
        if self.risks.neighbours:
            self.risks.neighbours.start()

    def look_through(self) -> Iterator[int]:
        """Learn all that risks go by, which a page learns bit by bit; yield how many tasks are compared by then."""
        self.labels.count_up_to(self.store.last_accepted())
        if self.risks.neighbours:
            yield from self.risks.neighbours.compare_all(self.store)

    @cached_property
    def seeds(self) -> list[tuple[Task, list[str]]]:
        """The seed tasks, with the tokens of their instructions."""
        return [(seed, self.language.tokenize(seed.instruction)) for seed in self.settings.seed_tasks]

    @cached_property
    def sample(self) -> list[Row]:
        """The records that were drawn, in order; of a task with several, one.

        Each task draws a lot once, and the lowest are in the sample: once a run has grown, new ones come in for some.
        """
        random, count = Random(self.seed), self.store.last_accepted() + 1
        lots = [random.random() for _ in range(count)]
        drawn = list[Row]()
        for number in sorted(nsmallest(self.sample_size, range(count), lots.__getitem__)):
            of_task = [*self.store.accepted_between((number, -1), (number, _END), _ROWS, backwards=False)]
            with damage_named(self.store.folder, "what was accepted"):
                drawn.append(Random(f"{self.seed} {number}").choice(of_task))
        return drawn

    @cached_property
    def _sampled(self) -> set[tuple[str, int]]:
        """The ids of the tasks of the sample, each with the place of the instance that was drawn."""
        return {(row.id, row.instance) for row in self.sample}

    @cached_property
    def judged(self) -> list[tuple[float, Place]]:
        """The scores that a judge gave accepted records, the lowest first, with their places."""
        return self.store.scored()

    def window(self, asked: Asked, standings: Standings, start: Place | None = None, *, backwards: bool) -> Window:
        """Return the next rows of a queue behind a place, or before it; fewer if that takes too long."""
        started, found, reached = time.monotonic(), list[Row](), start
        hidden = hidden_before_last = 0
        while len(found) < PAGE:
            rows, reached = self._chunk(asked, standings, reached, backwards)
            for row in filter(lambda row: self._is_asked_for(row, asked, standings), rows):
                if asked.undecided_by and asked.is_done(standings.of(row.record)):
                    hidden += 1
                elif len(found) == PAGE:
                    return Window(found, found[-1].place, hidden_before_last)
                else:
                    found.append(row)
                    hidden_before_last = hidden
            if reached is None or time.monotonic() - started > _PATIENCE:
                break
        return Window(found, reached, hidden)

    def _is_asked_for(self, row: Row, asked: Asked, standings: Standings) -> bool:
        if asked.text and not any(asked.text.casefold() in each.casefold() for each in texts_of(row.record)):
            return False
        if asked.queue == "risk":
            risks = self.risks.of(row)
            return asked.kind in risks if asked.kind else bool(risks)
        return not self._lies_in(row, asked.but, standings)

    def _lies_in(self, row: Row, queue: str, standings: Standings) -> bool:
        """Return whether a record lies in a queue, too, that holds some of all that was accepted or rejected."""
        if queue in BY_DECISIONS:
            return BY_DECISIONS[queue](standings.of(row.record))
        if rejection_number(row.id):
            return False
        lies = {"risk": self.risks.of, "judged": lambda row: row.judged, "sample": self.is_sampled}
        return queue in lies and bool(lies[queue](row))

    def is_sampled(self, row: Row) -> bool:
        """Return whether a record was drawn for the sample."""
        return (row.id, row.instance) in self._sampled

    def _chunk(
        self, asked: Asked, standings: Standings, start: Place | None, backwards: bool
    ) -> tuple[list[Row], Place | None]:
        """Return a stretch of a queue, and where it ends; None at the end of the queue."""
        if asked.queue in ("rejected", "folded"):
            return self._rejected_chunk(asked, start, backwards)
        if asked.queue == "judged":
            return self._judged_chunk(start, backwards)
        if asked.queue in ("sample", *BY_DECISIONS):
            rows = self.sample if asked.queue == "sample" else [*self._by_decisions(asked.queue, standings)]
            low, high = _bounds(start, backwards)
            rows = [row for row in rows if low < row.place < high]
            return rows[::-1] if backwards else rows, None
        low, high = _bounds(start, backwards)
        rows = [*self.store.accepted_between(low, high, _ROWS, backwards=backwards)]
        return rows, rows[-1].place if len(rows) == _ROWS else None

    def _grouped_chunk(self, asked: Asked, start: Place | None, backwards: bool) -> tuple[list[Row], Place | None]:
        places = self.grouped.behind(asked.kind, start, _ROWS, backwards=backwards)
        rows = {row.place[0]: row for row in self.store.rejected_at([number for _, number in places])}
        found = [rows[place[1]]._replace(place=place) for place in places if place[1] in rows]
        return found, places[-1] if len(places) == _ROWS else None

    def _rejected_chunk(self, asked: Asked, start: Place | None, backwards: bool) -> tuple[list[Row], Place | None]:
        if asked.queue == "rejected" and asked.kind in _GROUPED:
            is_known = self.grouped.learn(_PATIENCE)
            # Asked once more, it goes on learning.
            edge = _BEHIND if backwards else _BEFORE
            return self._grouped_chunk(asked, start, backwards) if is_known else ([], start or edge)
        if asked.queue == "rejected" and not asked.kind:
            return self.by_reason.chunk(start, _ROWS, backwards=backwards)
        last = self.store.last_rejected()
        if backwards:
            high = start[0] if start else last + 1
            low = max(0, high - _STRETCH)
        else:
            low = start[0] if start else 0
            high = min(last + 1, low + _STRETCH)
        is_folded = asked.queue == "folded"
        rows = [
            *self.store.rejected_between(low, high, _ROWS, folded=is_folded, reason=asked.kind, backwards=backwards)
        ]
        if len(rows) == _ROWS:
            return rows, rows[-1].place
        if low == 0 if backwards else high == last + 1:
            return rows, None
        return rows, (low + 1, 0) if backwards else (high - 1, 0)

    def _judged_chunk(self, start: Place | None, backwards: bool) -> tuple[list[Row], Place | None]:
        """Return records from the lowest score on; their places are those in this order."""
        count = len(self.judged)
        begin, end = (start[0] + 1 if start else 0, count)
        if backwards:
            begin, end = 0, start[0] if start else count
            begin = max(0, end - PAGE)
        numbers = range(begin, min(end, begin + PAGE))
        rows = [row._replace(place=(number, 0)) for number in numbers for row in self._row_at(self.judged[number][1])]
        at_end = begin == 0 if backwards else numbers.stop >= count
        return rows[::-1] if backwards else rows, None if at_end or not rows else (numbers[0 if backwards else -1], 0)

    def _row_at(self, place: Place) -> Iterator[Row]:
        number, position = place
        return self.store.accepted_between((number, position - 1), (number, position + 1), 1, backwards=False)

    def _by_decisions(self, queue: str, standings: Standings) -> Iterator[Row]:
        """Yield the records of which decisions say that they are in a queue, as far as they are there."""
        for number, (record, standing) in enumerate(standings.all()):
            if BY_DECISIONS[queue](standing) and (row := self.row_of(record, standings)):
                yield row._replace(place=(number, 0))

    def row_of(self, record: Record, standings: Standings) -> Row | None:
        """Return a record that was decided on, None if the run has it no more by the id that it had then."""
        subjects = dict.fromkeys(each.subject for each in reversed(standings.history(record)))
        return next((row for each in subjects for row in self.rows_of(each) if row.record == record), None)

    def rows_of(self, id_: str) -> list[Row]:
        """Return the records of a task or a rejection, by its id."""
        if number := rejection_number(id_):
            found = self.store.rejection(number)
            if not found:
                return []
            rejection = found[1]
            records = self.store.records_of(*found)
            return [Row((number, at), id_, at, each, rejection.reason) for at, each in enumerate(records)]
        accepted = self.store.number_of(id_)
        if accepted is None:
            return []
        return [*self.store.accepted_between((accepted, -1), (accepted, _END), _ROWS, backwards=False)]

    # --- numbers

    @property
    def compared(self) -> int | None:
        """How many accepted tasks are compared with those before them; None where nobody compares them."""
        neighbours = self.risks.neighbours
        return neighbours.compared if neighbours and not neighbours.has_ended else None


def texts_of(record: Record) -> tuple[str, str, str]:
    """Return the three texts of a record."""
    return record.instruction, record.input, record.output


def _bounds(start: Place | None, backwards: bool) -> tuple[Place, Place]:
    if backwards:
        return (-1, _END), start or (_END, 0)
    return start or (-1, _END), (_END, 0)
