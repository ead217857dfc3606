"""Which accepted tasks lie beyond the target of a run, so that the training file leaves them out."""

from selfinstruct.decisions.applying import reviewed
from selfinstruct.decisions.standing import Standings
from selfinstruct.storage.store import Store


def is_beyond(store: Store, standings: Standings, number: int, target: int) -> bool:
    """Return whether the task of this place in the order of acceptance has no room among the `target` of the file.

    What was restored has its room before all that was accepted last; without a target (0) there is room for all.
    """
    # A decision makes at most one task more: to find those that were decided on takes a look at all instructions.
    if not target or number + len(standings) < target:
        return False
    decided = store.accepted_as(standings.instructions)
    before = [task for task in decided if (store.number_of(task.id) or 0) < number]
    return number - len(before) + sum(1 for _ in reviewed(before, standings)) >= target
