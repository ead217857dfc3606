"""What follows from one completion."""

from dataclasses import dataclass, field

from selfinstruct.core.values import REJECTED, Item, LogLine, Rejection, Task


@dataclass
class Outcome:
    """What follows from one completion: new and changed items, accepted tasks, rejections.

    `verdicts` is how many verdicts of a judge it holds, `judged` are tasks accepted before, with their scores.
    """

    items: list[Item] = field(default_factory=list)
    accepted: list[Task] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    verdicts: int = 0
    judged: list[Task] = field(default_factory=list)

    def moved(self, step: str) -> int:
        """Return how many items came farther in the step of this name, or beyond it."""
        return sum(item.stage != REJECTED and (item.stage != step or not item.attempts) for item in self.items)

    def brought(self, step: str) -> int:
        """Return for how many items the step of this name has done its work: a strict judge does it, too."""
        return self.verdicts or self.moved(step)

    def repeated(self, line: LogLine) -> int:
        """Return how many instructions were only too near to one that stands neither in their prompt nor beside them.

        They say that little is left to propose, and not that the model does badly.
        """
        beside = f"{line.id}."
        nearest = [rejection.nearest for rejection in self.rejections if rejection.nearest]
        return sum(each.id not in line.items and not each.id.startswith(beside) for each in nearest)
