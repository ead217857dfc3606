"""The input or the output only repeats the instruction (found by those who cleaned Alpaca's data).

All of it, once or several times over, as weak models do; or nearly all of it from its beginning. Before the answer, it
stands under a label ("Q: … A: …"), or on the same line.
"""

import re
from functools import lru_cache

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_NEARLY_ALL = 2 / 3
_LABEL = re.compile(
    r"\W{0,4}(?:Q|Question|Input|Instruction|User|Prompt|Task|Message|问|問|[问問][题題]|[题題]目|[输輸]入|指令|任[务務]|用[户戶])"
    r"[*_ ]{0,3}[:：]",
    re.IGNORECASE,
)
# In letters: a shorter one may be said again by chance, and so may what is no sentence.
_FEWEST, _HAN_FEWEST = 12, 6
_SENTENCE = re.compile(r"[.?!。？！]\Z")


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part is the echo, compared without case, white space and punctuation."""
    instruction = _letters_of_instruction(draft.instruction)
    if _is_echo(letters_of(draft.output), instruction) or _is_said_before(draft, instruction):
        return "output"
    return "input" if draft.input and letters_of(draft.input) == instruction else None


def _is_echo(output: str, instruction: str) -> bool:
    if output == instruction:
        return True
    if not output or not instruction:
        return False
    is_beginning = len(output) > _NEARLY_ALL * len(instruction) and instruction.startswith(output)
    return is_beginning or not output.replace(instruction, "")


def _is_said_before(draft: Draft, instruction: str) -> bool:
    """Return whether the output begins with the instruction, or the input, as a label tells or on the same line."""
    output, asked = draft.output.strip(), draft.instruction.strip()
    if label := _LABEL.match(output):
        shown = any(_LABEL.match(line) for line in f"{asked}\n{draft.input}".split("\n"))
        rest = letters_of(output[label.end() : label.end() + 2 * len(asked) + 2 * len(draft.input)])
        said = [each for each in (instruction, letters_of(draft.input)) if _is_long(each)]
        return not shown and any(rest.startswith(each) for each in said)
    is_again = output.casefold().startswith(asked.casefold()) and _SENTENCE.search(asked) and _is_long(instruction)
    return bool(is_again) and re.match(r"[ \t]*[^\s]", output[len(asked) :]) is not None


def _is_long(letters: str) -> bool:
    return len(letters) >= (_HAN_FEWEST if letters[:1] >= "\u3400" else _FEWEST)


# An instruction may be long and have instances without number.
_letters_of_instruction = lru_cache(maxsize=1)(letters_of)

FILTER = Filter(check_instance=check_instance)
