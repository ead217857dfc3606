"""Which completions look alike, so that those that could not be read are handled in groups."""

import re

_NUMBER = re.compile(r"[0-9]+")
# In characters of the first line: enough to tell kinds apart, too few to tell what each is about.
_BEGINNING = 24


def likeness(text: str) -> str:
    """Return how a text begins, all numbers and cases alike; texts of which that is the same look alike."""
    line = " ".join(text.lstrip()[: 20 * _BEGINNING].partition("\n")[0].casefold().split())
    return _NUMBER.sub("0", line)[:_BEGINNING].rstrip()
