"""Pairs of outputs to learn preferences from: the best one for an input beside the worst, by their scores."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfinstruct.core.values import Record, Task
from selfinstruct.decisions.standing import Standings
from selfinstruct.storage.store import Store


def paired(store: Store, tasks: Iterable[Task], least_gap: float, standings: Standings) -> Iterator[Task]:
    """Yield tasks with two instances of one input: the accepted one, and the rejected one that scores least.

    Left out are tasks without another output, and those whose scores are less than the gap apart, or equal. What a
    reviewer has restored, by the `standings`, is not held to be worse.
    """
    for task in tasks:
        if len(task.instances) != 1 or not (score := next(iter(task.scores), None)):
            continue
        (best,) = task.instances
        others = [
            (each.score, instance)
            for _, each in store.rejections_of(task.id)
            for instance in each.instances
            if each.score
            and instance.input == best.input
            and instance.output != best.output
            and not standings.of(Record(task.instruction, instance.input, instance.output)).is_in(was_accepted=False)
        ]
        if not others:
            continue
        least, worst = min(others, key=lambda other: other[0].value)
        # Means of three marks: 4⅓ and 3⅓ are 1 apart, as floats a little less.
        gap = round(score.value - least.value, 6)
        if gap and gap >= least_gap:
            yield replace(task, instances=(best, worst), scores=(score, least))
