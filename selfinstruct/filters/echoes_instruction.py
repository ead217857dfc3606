"""The input or the output only repeats the instruction (found by those who cleaned Alpaca's data)."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part is the echo, compared without case, white space and punctuation."""
    instruction = _letters(draft.instruction)
    if _letters(draft.output) == instruction:
        return "output"
    return "input" if draft.input and _letters(draft.input) == instruction else None


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


FILTER = Filter(check_instance=check_instance)
