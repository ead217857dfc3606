"""Which of an item's written instances stay: as many as a run may keep, and the best output for each input."""

from collections.abc import Callable, Sequence

from selfinstruct.core.values import NOT_THE_BEST, Instance, Item
from selfinstruct.steps.findings import Objection


def places_to_keep(
    item: Item, count: int, balanced: Callable[[Sequence[Instance], int], list[int]], *, with_equal_inputs: bool
) -> list[int]:
    """Return the places of `count` written instances: those of a classification task `balanced`, else the first ones.

    With `with_equal_inputs` also of those that are other outputs for the same inputs: the best is yet to be chosen.
    """
    written = item.written
    if len(written) <= count:
        return [*range(len(written))]
    kept = balanced(written, count) if item.is_classification else [*range(count)]
    inputs = {written[place].input for place in kept} if with_equal_inputs else set[str]()
    return kept + [place for place, each in enumerate(written) if each.input in inputs and place not in kept]


def objections_to(item: Item, least: float, *, choose: bool) -> dict[int, Objection]:
    """Return the objections to written instances, all of which have a score, by their places.

    An instance that scores below the least is rejected; if there is to `choose`, so is each output for an input that
    has a better one. Of equals the first one is the best.
    """
    worse = _worse(item) if choose else {}
    low = ((place, each) for place, each in enumerate(item.scores) if each.value < least)
    return worse | {place: Objection("low_score", each.in_words()) for place, each in low}


def _worse(item: Item) -> dict[int, Objection]:
    places, best = range(len(item.written)), dict[str, int]()
    for place in places:
        given = item.written[place].input
        if given not in best or item.scores[place].value > item.scores[best[given]].value:
            best[given] = place
    return {
        place: Objection(NOT_THE_BEST, f"the best has {item.scores[first].value:.2g}; {item.scores[place].in_words()}")
        for place in places
        if place != (first := best[item.written[place].input])
    }
