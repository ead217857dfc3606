"""An answer as Python prints lists and dictionaries: `[{'instruction': 'Sing.'}]`, said anew in JSON."""

import ast
import json
import re
from contextlib import suppress

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
    """Return an answer that is a literal of Python as JSON; any other text as it is."""
    found = _VALUE.match(text) if len(text) <= _LONGEST and "'" in text else None
    if not found or not _SINGLE_QUOTED.search(text, found.start("value")):
        return text
    with suppress(ValueError, RecursionError):
        json.loads(found["value"], strict=False)
        return text
    with suppress(ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return json.dumps(ast.literal_eval(found["value"]), ensure_ascii=False)
    return text
