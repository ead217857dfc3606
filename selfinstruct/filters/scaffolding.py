"""The text holds what is of the prompt or of the answer around it, such as a kind of task in brackets.

Prompts name what is rare in the list ("Rare kind: brainstorming"), and some models write it down again. They also point
at an output with an arrow ("→ chien"), as notes do, or write a label twice ("Output: Output: chien").
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match, plain
from selfinstruct.languages import Language

_ARROW = r"(?:→|⇒|➜|➔|=>|-{1,2}>)"
_BEGINS_WITH_ARROW = re.compile(rf"\A\W{{0,3}}?(?P<arrow>{_ARROW})\s?\w")
# "H2 + O2 → H2O" is one formula, "Is ice cold? → yes" an instruction and its output.
_ARROW_TO_OUTPUT = re.compile(rf"[.!?。！？][\"”'’」]?\s?{_ARROW}\s?\w[^\n]{{0,40}}")
_LABEL_TWICE = re.compile(r"\A\W{0,3}([^\W\d_]{2,20})[^\w\n]{0,2}[:：][^\w\n]{0,3}\1[^\w\n]{0,2}[:：]", re.IGNORECASE)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that are not of the instruction."""
    text = plain(instruction)
    found = (first_match(pattern, text) for pattern in (language.scaffolding, _ARROW_TO_OUTPUT, _LABEL_TWICE))
    return next((each for each in found if each is not None), None)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the label that the input or the output repeats, or an arrow before the output that no task shows."""
    for text in (draft.input, draft.output):
        if twice := first_match(_LABEL_TWICE, plain(text)):
            return twice
    found = _BEGINS_WITH_ARROW.match(draft.output)
    is_given = found is None or found["arrow"] in f"{draft.instruction}\n{draft.input}"
    return None if is_given or found is None else found.group()


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
