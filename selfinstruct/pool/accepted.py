"""The accepted tasks that prompts may show, as reviewers left them. Those of earlier sessions are read when wanted."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain
from random import Random
from typing import Protocol

from selfinstruct.core.values import Task
from selfinstruct.decisions.applying import reviewed
from selfinstruct.decisions.standing import Standings


class Earlier(Protocol):
    """The tasks that were accepted before, counted from 0 in the order of their acceptance."""

    def accepted_at(self, numbers: Collection[int]) -> Iterator[Task]:
        """Yield the tasks with these numbers."""

    def accepted_as(self, instructions: Collection[str]) -> Iterator[Task]:
        """Yield the tasks that have one of these instructions, in their order."""

    def number_of(self, task: str) -> int | None:
        """Return the number of a task."""


class Accepted:
    """Accepted tasks: so many `earlier` ones, which stay where they are, and those that are added."""

    def __init__(self) -> None:
        self._source: Earlier | None = None
        self._earlier = 0
        self._added: list[Task] = []
        # What may be shown: the numbers of tasks as they were accepted, and what reviewers have made of others.
        self._shown: range | list[int | Task] = range(0)

    def __len__(self) -> int:
        return self._earlier + len(self._added)

    def go_on_from(self, source: Earlier, count: int) -> None:
        """Begin with so many tasks of earlier sessions."""
        self._source, self._earlier, self._shown = source, count, range(count)

    def add(self, task: Task) -> None:
        """Add a task at the end."""
        number = len(self)
        self._added.append(task)
        if isinstance(self._shown, range):
            self._shown = range(number + 1)
        else:
            self._shown.append(number)

    def review(self, standings: Standings) -> None:
        """Show only what reviewers have left, until they decide more."""
        decided, made = dict(self._decided(standings)), defaultdict[str, list[Task]](list)
        for task in reviewed(decided.values(), standings):
            made[task.id].append(task)
        if not decided and not made:
            self._shown = range(len(self))
            return
        shown = list[int | Task]()
        for number in range(len(self)):
            shown += made.pop(decided[number].id, ()) if number in decided else (number,)
        # What was restored is left.
        self._shown = [*shown, *chain.from_iterable(made.values())]

    def decided(self, standings: Standings) -> list[Task]:
        """Return those on which reviewers decided anything, as the run has accepted them."""
        return [task for _, task in self._decided(standings)]

    def sample(self, random: Random, count: int) -> list[Task]:
        """Draw tasks that may be shown, all of them if there are no more."""
        drawn = random.sample(self._shown, min(count, len(self._shown)))
        return [self._at(each) if isinstance(each, int) else each for each in drawn]

    def _decided(self, standings: Standings) -> Iterator[tuple[int, Task]]:
        instructions = standings.instructions
        if self._source:
            for task in self._source.accepted_as(instructions):
                number = self._source.number_of(task.id)
                if number is not None and number < self._earlier:
                    yield number, task
        for number, task in enumerate(self._added, self._earlier):
            if task.instruction in instructions:
                yield number, task

    def _at(self, number: int) -> Task:
        if number >= self._earlier:
            return self._added[number - self._earlier]
        assert self._source
        return next(self._source.accepted_at([number]))
