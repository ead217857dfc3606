"""The model speaks of itself or declines instead of answering ("As an AI…", "作为一个人工智能语言模型")."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words of the refusal that stands where an instruction should."""
    found = language.refusal.search(instruction)
    return found.group() if found else None


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words of the refusal.

    A long answer that declines one part and helps with the rest is a good answer to a harmful request, and stays.
    """
    if language.size(draft.output) > language.short_answer:
        return None
    found = language.refusal.search(draft.output)
    return found.group() if found else None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
