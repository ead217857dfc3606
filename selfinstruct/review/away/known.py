"""Finds a record of the run by what came back of it: by its id, or by its texts, for ids change in a replay."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from selfinstruct.core.values import Instance, Record
from selfinstruct.decisions.standing import Standings, key_of
from selfinstruct.review.queues import Queues
from selfinstruct.runs.observer import Observer

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def check_of(record: Record) -> str:
    """Return what tells the texts of a record from those of others, in letters that no program takes for a number."""
    return in_letters(key_of(record).hex()[:16])


def in_letters(digits: str) -> str:
    """Return a hexadecimal number in letters."""
    return digits.translate(_LETTERS)


class Found(NamedTuple):
    """A record of the run: the id of its task or rejection, which instance of it, its texts as the run holds them."""

    id: str
    instance: int
    record: Record


class Known:
    """The records of a run with all texts that they have had."""

    def __init__(self, queues: Queues, standings: Standings, observer: Observer) -> None:
        self.store, self.standings, self.observer = queues.store, standings, observer
        self._queues = queues

    def find(self, id_: str, check: str) -> Found | None:
        """Return the record with this id that has, or had, the texts that are told by `check_of`; or any other one."""
        for row in self._queues.rows_of(id_):
            if check in map(check_of, self.versions(row.record)):
                return Found(row.id, row.instance, row.record)
        return self._by_check.get(check)

    def versions(self, record: Record) -> list[Record]:
        """Return the texts that a record has had: as the run holds it, and all that it was edited to."""
        return [record, *(each.after for each in self.standings.history(record) if each.after)]

    @cached_property
    def _by_check(self) -> dict[str, Found]:
        edited = {key_of(record) for record, standing in self.standings.all() if standing.edit}
        found: dict[str, Found] = {}
        for count, each in enumerate(self._all(), 1):
            self.observer.counted(count, "records read")
            texts = self.versions(each.record) if key_of(each.record) in edited else [each.record]
            found.update((check_of(text), each) for text in texts)
        return found

    def _all(self) -> Iterator[Found]:
        """Yield all records, those that are accepted last: of equal ones these count."""
        for _, rejection in self.store.rejections():
            yield from _found(rejection.id, rejection.instruction, rejection.instances or (Instance("", ""),))
        for task in self.store.accepted():
            yield from _found(task.id, task.instruction, task.instances)


def _found(id_: str, instruction: str, instances: tuple[Instance, ...]) -> Iterator[Found]:
    for at, each in enumerate(instances):
        yield Found(id_, at, Record(instruction, each.input, each.output))
