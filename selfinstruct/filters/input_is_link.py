"""The input is nothing but a link, which text alone cannot follow (found by those who cleaned Alpaca's data)."""

import re

from selfinstruct.languages import Language
from selfinstruct.types import Draft

_LINK = re.compile(r"<?(?:https?://|www\.)\S+>?")


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the link."""
    return draft.input if _LINK.fullmatch(draft.input) else None
