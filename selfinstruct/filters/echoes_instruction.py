"""The input or the output only repeats the instruction (found by those who cleaned Alpaca's data)."""

from functools import lru_cache

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part is the echo, compared without case, white space and punctuation."""
    instruction = _letters_of_instruction(draft.instruction)
    if letters_of(draft.output) == instruction:
        return "output"
    return "input" if draft.input and letters_of(draft.input) == instruction else None


# An instruction may be long and have instances without number.
_letters_of_instruction = lru_cache(maxsize=1)(letters_of)

FILTER = Filter(check_instance=check_instance)
