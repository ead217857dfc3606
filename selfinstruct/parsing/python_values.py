"""An answer as Python prints lists and dictionaries, or with comments or slips of punctuation, as plain JSON."""

import ast
import json
import re
from contextlib import suppress

from selfinstruct.core.json_by_hand import in_plain_json
from selfinstruct.parsing.json_slips import without_slips

# In characters: what is longer is no answer, and takes a parser long.
_LONGEST = 300_000
_VALUE = re.compile(
    r"\A\s*+(?:[^\n{\[]{0,200}\n\s*+)?(?:```\w{0,10}\s*+)?(?:[a-z_]\w{0,30}[ ]?=[ ]?)?"
    r"(?P<value>[\[{].*[\]}])\s*+(?:```\s*+)?\Z",
    re.DOTALL | re.IGNORECASE,
)
# Where a string begins that JSON would have in other quotation marks.
_SINGLE_QUOTED = re.compile(r"[\[{,:]\s*'")


def in_json(text: str) -> str:
    """Return an answer that is a literal of Python, or JSON written by hand, as JSON; any other text as it is."""
    found = _VALUE.match(text) if len(text) <= _LONGEST else None
    if not found:
        return text
    with suppress(ValueError, RecursionError):
        json.loads(found["value"], strict=False)
        return text
    # Strict: with a raw line break in a string, nobody knows what is a comment.
    plain = in_plain_json(found["value"])
    for mended in (plain, in_plain_json(without_slips(plain))):
        with suppress(ValueError, RecursionError):
            json.loads(mended)
            return mended
    if _SINGLE_QUOTED.search(text, found.start("value")):
        with suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return json.dumps(ast.literal_eval(found["value"]), ensure_ascii=False)
    return text
