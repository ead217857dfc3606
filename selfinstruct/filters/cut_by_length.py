"""The completion reached its length limit inside this instance.

Self-Instruct throws the whole completion away; only its last item is spoilt.
"""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return where the output breaks off."""
    return f"ends with “{draft.output[-20:]}”" if draft.cut == "length" else None


FILTER = Filter(
    about={
        "en": "The output breaks off here, because the completion reached its length limit.",
        "zh": "回答写到长度上限就断了，这一条没有写完。",
    },
    check_instance=check_instance,
)
