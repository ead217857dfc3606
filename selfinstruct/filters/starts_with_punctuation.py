"""The instruction starts with punctuation (Self-Instruct): a scrap of a list, not a sentence.

Opening quotation marks and brackets are sound starts.
"""

import unicodedata

from selfinstruct.languages import Language

_SOUND = ("Ps", "Pi")


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the character it starts with."""
    first = instruction[:1]
    category = unicodedata.category(first) if first else ""
    odd = category.startswith(("P", "S", "M")) and category not in _SOUND and first not in "\"'$#@¥￥"
    return first if odd else None
