"""The instruction is longer than its language's limit: 150 words (Self-Instruct) or 150 characters (BELLE)."""

from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return its size."""
    size = language.size(instruction)
    return f"{size} of at most {language.longest} {language.size_unit}" if size > language.longest else None


FILTER = Filter(check_instruction=check_instruction)
