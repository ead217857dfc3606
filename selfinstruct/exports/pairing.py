"""Pairs of outputs to learn preferences from: the best one for an input beside the worst, by their scores."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfinstruct.core.values import Task
from selfinstruct.storage.store import Store


def paired(store: Store, tasks: Iterable[Task], least_gap: float) -> Iterator[Task]:
    """Yield tasks with two instances of one input: the accepted one, and the rejected one that scores least.

    Left out are tasks without another output, and those whose scores are less than the gap apart, or equal.
    """
    for task in tasks:
        if len(task.instances) != 1 or not (score := next(iter(task.scores), None)):
            continue
        (best,) = task.instances
        others = [
            (each.score, instance)
            for _, each in store.rejections_of(task.id)
            for instance in each.instances
            if each.score and instance.input == best.input and instance.output != best.output
        ]
        if not others:
            continue
        least, worst = min(others, key=lambda other: other[0].value)
        # Means of three marks: 4⅓ and 3⅓ are 1 apart, as floats a little less.
        gap = round(score.value - least.value, 6)
        if gap and gap >= least_gap:
            yield replace(task, instances=(best, worst), scores=(score, least))
