"""What the training file of a run holds by what is decided, and what is left out of it as lying beyond the target."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from selfinstruct.decisions.counts import counts_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.storage.store import Store


class Held(NamedTuple):
    """How many tasks the training file holds, how many lie beyond the target, and the target."""

    holds: int
    beyond: int
    target: int

    def moved_in_since(self, before: "Held") -> int:
        """Return how many tasks have moved in from beyond the target; below 0, how many have moved out to there."""
        return before.beyond - self.beyond if self.holds >= before.holds else 0


@dataclass
class TrainingFile:
    """Counts its tasks anew only after a decision or an accepted task."""

    _gained: tuple[object, int] = (None, 0)

    def held(self, store: Store, standings: Standings) -> Held:
        """Return what it holds by now."""
        accepted, known = store.last_accepted() + 1, counts_of(standings)
        if self._gained[0] != (known, accepted):
            tasks = counts_of(standings, [*store.accepted_as(standings.instructions)]).tasks
            self._gained = (known, accepted), tasks
        kept = accepted + self._gained[1]
        target = store.target() or kept
        holds = min(kept, target)
        return Held(holds, kept - holds, target)

    def row(self, store: Store, standings: Standings) -> dict[str, Any]:
        """Return the same as a JSON object."""
        return self.held(store, standings)._asdict()
