"""The input is nothing but a link, which text alone cannot follow (found by those who cleaned Alpaca's data).

An output that quotes the link's host is about the link itself ("which domain?", "encode this URL").
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_LINK = re.compile(r"<?(?:https?://)?(?P<host>(?<=//)[^\s/<>]++|www\.[^\s/<>]++)[^\s，。！？；]*", re.IGNORECASE)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the link."""
    found = _LINK.fullmatch(draft.input.strip())
    if not found or found["host"] in draft.output or (draft.output and draft.output in draft.input):
        return None
    return draft.input


FILTER = Filter(check_instance=check_instance)
