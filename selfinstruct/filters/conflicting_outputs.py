"""The answer gives the same input different outputs, so that none can be trusted (Self-Instruct drops all).

Where the task needs no input, two labels contradict each other; two poems do not, nor a short answer and a long one.
"""

from collections.abc import Sequence

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import Filter, once_an_answer
from selfinstruct.languages import Language

_LABEL_SIZE = 5


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return how many different outputs the input has."""
    number = _conflicts(draft.siblings, language).get(draft.input)
    return f"{Count(number):output} for one input" if number else None


@once_an_answer
def _conflicts(siblings: Sequence[Instance], language: Language) -> dict[str, int]:
    outputs: dict[str, set[str]] = {}
    for each in siblings:
        outputs.setdefault(each.input, set()).add(each.output)
    return {
        given: len(found)
        for given, found in outputs.items()
        if len(found) > 1 and (given or sum(language.size(output) <= _LABEL_SIZE for output in found) > 1)
    }


FILTER = Filter(check_instance=check_instance)
