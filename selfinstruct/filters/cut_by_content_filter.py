"""The endpoint's content filter stopped the completion inside this instance."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return where the output breaks off."""
    return f"ends with “{draft.output[-20:]}”" if draft.cut == "content_filter" else None


FILTER = Filter(check_instance=check_instance)
