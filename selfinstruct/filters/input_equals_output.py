"""The output is the input (Self-Instruct), and the instruction does not say that it may stay as it is."""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_MAY_STAY = re.compile(
    r"\b(?:unchanged|untouched|as (?:it|they) (?:is|are|stands?)|no changes?|(?:return|repeat) the (?:same|original))\b"
    r"|\bif (?:it|they|there|the)\b[^.\n]{0,40}?\b(?:no|correct|needed|necessary|already)\b"
    r"|原[样樣]|(?:如果?|若)(?:已[经經])?(?:没有?|沒有?|[无無]|正[确確])",
    re.IGNORECASE | re.ASCII,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return "" when input and output are the same but for white space at the ends."""
    is_same = draft.input and draft.input.strip() == draft.output.strip()
    return "" if is_same and not _MAY_STAY.search(draft.instruction) else None


FILTER = Filter(check_instance=check_instance)
