"""The answer repeats an instance that it has given before."""

from collections.abc import Sequence

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import Filter, once_an_answer
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the number of the instance that this one repeats, counted from 1."""
    place = _first_places(draft.siblings, language).get(Instance(draft.input, draft.output), draft.position)
    return f"same as instance {place + 1}" if place < draft.position else None


@once_an_answer
def _first_places(siblings: Sequence[Instance], language: Language) -> dict[Instance, int]:
    places: dict[Instance, int] = {}
    for place, each in enumerate(siblings):
        places.setdefault(each, place)
    return places


FILTER = Filter(check_instance=check_instance)
