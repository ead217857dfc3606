"""There is no output, or only a word for none (28 of Alpaca's 52,002 tasks have none; "N/A" came through too)."""

from selfinstruct.languages import Language
from selfinstruct.types import Draft

_NOTHING = frozenset({"na", "nooutput", "无输出", "没有输出"})


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what stands in place of the output. "None" and "无" stay: they can be a right answer."""
    letters = "".join(char for char in draft.output.casefold() if char.isalnum())
    return draft.output if not draft.output.strip() or letters in _NOTHING else None
