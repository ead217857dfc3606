"""The completion reached its length limit inside this instance.

Self-Instruct throws the whole completion away; only its last item is spoilt.
"""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return where the output breaks off."""
    return f"ends with “{draft.output[-20:]}”" if draft.cut == "length" else None


FILTER = Filter(check_instance=check_instance)
