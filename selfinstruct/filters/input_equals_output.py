"""The output is the input (Self-Instruct)."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return "" when input and output are the same but for white space at the ends."""
    return "" if draft.input and draft.input.strip() == draft.output.strip() else None


FILTER = Filter(check_instance=check_instance)
