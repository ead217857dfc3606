"""The text has a gap to be filled in ("[insert article]", "某某公司") where real content should stand."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the gap in the instruction."""
    return first_match(language.placeholder, instruction)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the gap in the input. An output may leave one, as a letter's template does."""
    return first_match(language.placeholder, draft.input)


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
