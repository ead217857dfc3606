"""The instruction starts with punctuation (Self-Instruct): a scrap of a list, not a sentence.

Opening quotation marks and brackets are sound starts, and so are formulas and names: "-625", ".NET", "√2", "*args",
"/etc/hosts".
"""

import re
import unicodedata

from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_SOUND = ("Ps", "Pi")
_FORMULA_OR_NAME = re.compile(
    r"[-−+±]\d|\.[A-Za-z]|[△√∫∑∏∠∀∃∂∇⊙]|\*{1,2}[a-z]\w*\b(?![^\n]*\w\*)|=[A-Z]{2,}|/\w+/\w|<[a-z]\w*>|%[a-z]\b|\+\+[a-z]\b"
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the character it starts with."""
    first = instruction[:1]
    category = unicodedata.category(first) if first else ""
    odd = category.startswith(("P", "S", "M")) and category not in _SOUND and first not in "\"'$#@¥￥"
    return first if odd and not _FORMULA_OR_NAME.match(instruction) else None


FILTER = Filter(check_instruction=check_instruction)
