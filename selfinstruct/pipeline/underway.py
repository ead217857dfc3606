"""What is on its way into the pool, and which classification tasks wait until there is room for them."""

from collections import deque
from collections.abc import Callable, Iterator
from math import floor

from selfinstruct.core.values import Item
from selfinstruct.pool.shares import MOST_LABEL_TASKS
from selfinstruct.steps import Place, Step

# How many of them may wait, as a share of the target and in all: a model that goes on writing too many, though none are
# asked for, is taken as it is.
_SHARE_ASIDE = 0.1
_MOST_ASIDE = 50


class Underway:
    """How many claimed instructions are to become tasks: `unsorted` before the classification step, `sorted` after it.

    `labelled` counts the classification tasks among those that are sorted.
    """

    def __init__(self) -> None:
        self.unsorted = self.sorted = self.labelled = 0

    def add(self, item: Item, step: Step) -> None:
        """Count an item that waits for a step."""
        self._count(item, step, 1)

    def take(self, item: Item, step: Step) -> None:
        """Count an item no longer that has waited for a step."""
        self._count(item, step, -1)

    def _count(self, item: Item, step: Step, by: int) -> None:
        if step.place <= Place.CLASSIFY:
            self.unsorted += by
        else:
            self.sorted += by
            self.labelled += by * item.is_classification


class Aside:
    """Classification tasks beyond their share of the dataset, which nobody has written instances for yet.

    They wait for a larger target. `labelled` tells how many there are, accepted or on their way, these included.
    """

    def __init__(self, labelled: Callable[[], int]) -> None:
        self._labelled = labelled
        self._items = deque[Item]()

    def __len__(self) -> int:
        return len(self._items)

    def takes(self, item: Item, step: Step) -> bool:
        """Take an item that a step would write instances for, if it is a classification task; return whether it was."""
        is_taken = item.is_classification and step.place >= Place.WRITE and not (item.written or item.attempts)
        if is_taken:
            self._items.append(item)
        return is_taken

    def released(self, target: int, *, everything: bool = False) -> Iterator[Item]:
        """Yield those for which a dataset of `target` tasks has room, or `everything`, in their order."""
        room = floor(MOST_LABEL_TASKS * target) - (self._labelled() - len(self._items))
        too_many = len(self._items) - min(floor(_SHARE_ASIDE * target), _MOST_ASIDE)
        for _ in range(len(self._items) if everything else max(room, too_many)):
            if not self._items:
                break
            yield self._items.popleft()
