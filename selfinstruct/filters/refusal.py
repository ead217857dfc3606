"""The model speaks of itself or declines instead of answering ("As an AI…", "作为一个人工智能语言模型")."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words of the refusal that stands where an instruction should."""
    return first_match(language.refusal, instruction)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words of the refusal.

    A long answer that declines one part and helps with the rest is a good answer to a harmful request, and stays.
    """
    is_short = language.size(draft.output) <= language.short_answer
    return first_match(language.refusal, draft.output) if is_short else None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
