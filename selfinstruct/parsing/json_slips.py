"""Slips of punctuation between the strings of JSON: marks of another alphabet, a comma that lacks, a bare name.

Only what is valid JSON afterwards was mended rightly, so that whoever asks has to try.
"""

import re

_STRING = r'"(?:[^"\\\n]|\\.)*+"'
_MEANT = {"，": ",", "、": ",", ";": ",", "；": ",", "：": ":"}
_MARKS = re.compile(
    rf"{_STRING}|(?P<mark>[{''.join(_MEANT)}])|(?P<before>[{{,，]\s*+)(?P<name>[^\W\d]\w{{0,40}}+)(?=\s*+[:：])"
)
# Two values with a line break and nothing else between them: on one line, the quotation marks may be those of a text.
_NO_COMMA = re.compile(
    rf"(?:{_STRING}|[\d}}\]]|(?<!\w)(?:true|false|null)(?!\w))(?P<gap>[ \t\r]*+\n\s*+(?=[\"{{\[]))?+"
)
_ROUND_MARKS = str.maketrans("“”＂", '"""')


def without_slips(text: str) -> str:
    """Return a text that is JSON but for the marks between its strings as JSON."""
    straight = text if '"' in text else text.translate(_ROUND_MARKS)
    marked = _MARKS.sub(_as_meant, straight)
    return _NO_COMMA.sub(lambda found: found[0] if found["gap"] is None else f"{found[0].rstrip()},", marked)


def _as_meant(found: re.Match[str]) -> str:
    if found["mark"]:
        return _MEANT[found["mark"]]
    return f'{found["before"].replace("，", ",")}"{found["name"]}"' if found["name"] else found[0]
