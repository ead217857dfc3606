"""Which seed tasks a prompt shows as worked examples: drawn at random, one of them long, one with code.

What is best in the seed tasks is their outputs, which a model would not see otherwise: proposals show instructions
alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Instance, Task
from selfinstruct.pipeline.worth import alike
from selfinstruct.steps import Step

# In tokens: the room for all examples of a prompt, and what an example takes that counts as long.
_ROOM = 800
_LONG = (220, 420)
# Left for the others by those two.
_OTHERS = 120
_MOST = 6
_MARKERS = 12
_FENCE = "```"


@dataclass(frozen=True)
class _Example:
    """A seed task with the instances that are shown, and about how many tokens it takes."""

    task: Task
    tokens: int

    @property
    def is_long(self) -> bool:
        return _LONG[0] <= self.tokens <= _LONG[1]

    @property
    def has_code(self) -> bool:
        return any(_FENCE in each.output for each in self.task.instances)


class Examples:
    """The seed tasks that each step may show, those of its own kind."""

    def __init__(self, steps: Iterable[Step], seeds: Sequence[Task]) -> None:
        self._of = {
            step.name: [each for task in alike(step, seeds) for each in _shown(task, step.count)]
            for step in steps
            if step.shows_examples
        }

    def draw(self, step: Step, random: Random, share: float = 1.0) -> list[Task]:
        """Return up to six seed tasks for a prompt that works on this `share` of the items of a full one."""
        left = list(self._of.get(step.name, ()))
        random.shuffle(left)
        room, drawn = _ROOM * share, list[_Example]()

        def take(wanted: Callable[[_Example], bool], reserve: int = 0) -> None:
            nonlocal room
            known = {each.task.id for each in drawn}
            fits = (each for each in left if each.tokens <= room - reserve and each.task.id not in known)
            found = next(filter(wanted, fits), None)
            if found and len(drawn) < _MOST:
                drawn.append(found)
                room -= found.tokens

        take(lambda each: each.is_long, _OTHERS)
        take(lambda each: each.has_code, _OTHERS)
        for _ in range(_MOST):
            take(lambda each: not each.is_long)
        random.shuffle(drawn)
        return [each.task for each in drawn]


def _shown(task: Task, count: int) -> list[_Example]:
    """Return a task with each of its instances, or with `count` of them, one after another, of different outputs."""
    several = {each.output: each for each in reversed(task.instances)} if count > 1 else {}
    groups = [tuple(several.values())[:count]] if several else [(each,) for each in task.instances]
    return [_Example(replace(task, instances=group), _tokens(task.instruction, *group)) for group in groups]


def _tokens(instruction: str, *instances: Instance) -> int:
    texts = [instruction, *(f"{each.input}{each.output}" for each in instances)]
    return sum(estimated_tokens(text) + _MARKERS for text in texts)
