"""The input or the output only repeats the instruction (found by those who cleaned Alpaca's data).

All of it, once or several times over, as weak models do; or nearly all of it from its beginning.
"""

from functools import lru_cache

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_NEARLY_ALL = 2 / 3


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part is the echo, compared without case, white space and punctuation."""
    instruction = _letters_of_instruction(draft.instruction)
    if _is_echo(letters_of(draft.output), instruction):
        return "output"
    return "input" if draft.input and letters_of(draft.input) == instruction else None


def _is_echo(output: str, instruction: str) -> bool:
    if output == instruction:
        return True
    if not output or not instruction:
        return False
    is_beginning = len(output) > _NEARLY_ALL * len(instruction) and instruction.startswith(output)
    return is_beginning or not output.replace(instruction, "")


# An instruction may be long and have instances without number.
_letters_of_instruction = lru_cache(maxsize=1)(letters_of)

FILTER = Filter(check_instance=check_instance)
