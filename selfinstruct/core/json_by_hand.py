"""JSON as people write it by hand: with comments (`//`, `/* */`, `#`), and commas after the last value."""

import re

_OPEN_COMMENT = r"/\*(?:[^*]|\*(?!/))*+"
# A comment with its end.
COMMENT = rf"(?://[^\n]*+\n|{_OPEN_COMMENT}\*/)"
# Strings are stepped over; one without an end goes to the end of its line, as no string goes on in the next one. So is
# all of the text after a comment without an end.
_STRING = r'"(?:[^"\\\n]|\\.)*+"?'
_COMMENTS = re.compile(rf"{_STRING}|(?P<extra>(?://|#)[^\n]*+|{_OPEN_COMMENT}\*/)|{_OPEN_COMMENT}")
_LAST_COMMAS = re.compile(rf"{_STRING}|(?P<extra>,)(?=\s*+[\]}}])")
_SEEN = re.compile(r"\S")


def in_plain_json(text: str) -> str:
    """Return a text that begins outside of strings with spaces in the place of what JSON does not know."""
    for by_hand in (_COMMENTS, _LAST_COMMAS):
        text = by_hand.sub(lambda found: _SEEN.sub(" ", found[0]) if found["extra"] else found[0], text)
    return text
