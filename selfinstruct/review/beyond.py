"""Which accepted tasks lie beyond the target of a run, so that the training file leaves them out."""

from dataclasses import dataclass, field

from selfinstruct.core.values import Task
from selfinstruct.decisions.applying import reviewed
from selfinstruct.decisions.standing import Standings
from selfinstruct.storage.store import Store


@dataclass
class Beyond:
    """Tells it of the tasks of an open run; those that were decided on are looked up once."""

    store: Store
    _known: tuple[object, int, int] = (None, 0, -1)
    _decided: list[tuple[int, Task]] = field(default_factory=list)

    def has(self, standings: Standings, number: int, target: int) -> bool:
        """Return whether the task of this place in the order of acceptance has no room among the `target` of the file.

        What was restored has its room before all that was accepted last; without a target (0) there is room for all.
        """
        # A decision makes at most one task more.
        if not target or number + len(standings) < target:
            return False
        before = [task for place, task in self._tasks(standings) if place < number]
        return number - len(before) + sum(1 for _ in reviewed(before, standings)) >= target

    def _tasks(self, standings: Standings) -> list[tuple[int, Task]]:
        """Return the accepted tasks that anything was decided on, each with its place."""
        known = standings, len(standings.instructions), self.store.last_accepted()
        if known != self._known:
            tasks = self.store.accepted_as(standings.instructions)
            self._decided = [(self.store.number_of(task.id) or 0, task) for task in tasks]
            self._known = known
        return self._decided
