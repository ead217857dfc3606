"""The instruction holds what is of the prompt or of the answer around it, such as a kind of task in brackets.

Prompts name what is rare in the list ("Rare kind: brainstorming"), and some models write it down again.
"""

from selfinstruct.filters import Filter, first_match, plain
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that are not of the instruction."""
    return first_match(language.scaffolding, plain(instruction))


FILTER = Filter(check_instruction=check_instruction)
