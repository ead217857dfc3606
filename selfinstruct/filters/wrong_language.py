"""The instruction is written in another script than its language's (Self-Instruct: starts with non-ASCII)."""

from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the language it is not written in."""
    return None if language.is_own_script(instruction) else f"not {language.name}"


FILTER = Filter(check_instruction=check_instruction)
