r"""Strings of JSON as models write them: with quotation marks and backslashes that nobody escaped.

Such a string ends at a quotation mark that is followed by what may follow a string in its place, and a backslash before
a character that makes no escape with it is a backslash.
"""

import json
import re
from typing import NamedTuple

# Stands at the end of a text of which nobody can say where it ends: `garbled` rejects it.
UNSURE = "\ufffd"
_QUOTE = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_CLOSED = r"(?:[ \t]*+(?:\n|\Z)|\s*+[,，\]}{`])"
# What may follow a string among the items of an array, and a value of an object.
AFTER_ITEM = re.compile(rf'\s*+(?:\Z|\]{_CLOSED}|,\s*+(?:["{{\[\],\d-]|true|false|null|\Z))')
AFTER_VALUE = re.compile(rf'\s*+(?:\Z|\}}{_CLOSED}|,\s*+(?:"[^"\\\n]{{1,60}}"\s*+(?::|\Z)|"[^"\\\n]{{0,60}}\Z|\}}|\Z))')
# A string that holds as many of the places where it could end is too far from JSON.
_MOST_ENDS = 20
# How long what stands in quotation marks may be.
_QUOTATION = 60
_BACKSLASH = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])|[\\"]')
_NO_ESCAPE = re.compile(r"\\[^\"\\/bfnrtu]")
_PATH = re.compile(r"(?<![^\W_])[A-Za-z]:(?:\\[^\\\s\"/]{1,80}){2,20}")

# A quotation that begins with the mark of Chinese and ends with that of JSON.
_HALF_PAIR = re.compile(r'(“[^“”"\\\n]{0,59}[^“”"\\\s])"(?![A-Za-z0-9]|[^“”]{0,60}”)')


class Read(NamedTuple):
    """A string that was read, where its last quotation mark is, and whether that is sure."""

    text: str
    end: int
    is_sure: bool


def read_string(text: str, at: int, after: re.Pattern[str]) -> Read | None:
    """Return the string at a place, None if nothing ends it; `after` is what may follow it.

    It is sure if it ends at the first place where it could, and its quotation marks stand in pairs. Where they do not,
    it is read as far as they do, if that is near, since it holds what looked like its end.
    """
    first, ends, opened, paired = -1, 0, False, True
    place = at + 1
    while found := _QUOTE.match(text, place):
        quote, place = found.end() - 1, found.end()
        if after.match(text, place):
            if paired and not opened:
                return Read(content(text[at + 1 : quote]), quote, first < 0)
            first, ends = first if ends else quote, ends + 1
        if first >= 0 and (not paired or ends > _MOST_ENDS):
            break
        if paired and not (not opened and _stands_alone(text, quote)):
            paired, opened = (_closes if opened else _opens)(text, quote, at), not opened
            if first >= 0 and not paired:
                break
    return None if first < 0 else Read(content(text[at + 1 : first]), first, False)


def content(raw: str) -> str:
    """Return what stands between the quotation marks of a string, read as far as it is JSON."""
    raw = _PATH.sub(_with_backslashes, _HALF_PAIR.sub(r"\1”", raw))
    return str(json.loads(f'"{_BACKSLASH.sub(_escaped, raw)}"', strict=False))


def _with_backslashes(path: re.Match[str]) -> str:
    return path[0].replace("\\", r"\\") if _NO_ESCAPE.search(path[0]) else path[0]


def _escaped(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else f"\\{found[0]}"


def _stands_alone(text: str, quote: int) -> bool:
    """Return whether a quotation mark says inches, or ends what another one began."""
    before = max(0, quote - _QUOTATION)
    return text[quote - 1].isdecimal() or text.rfind("“", before, quote) > text.rfind("”", before, quote)


def _opens(text: str, quote: int, start: int) -> bool:
    """Return whether a quotation mark may open a quotation; Han characters have no spaces around them."""
    before, following = text[quote - 1], text[quote + 1 : quote + 2]
    return not following.isspace() and (quote == start + 1 or not (before.isascii() and before.isalnum()))


def _closes(text: str, quote: int, start: int) -> bool:
    before, following = text[quote - 1], text[quote + 1 : quote + 2]
    return not before.isspace() and not (following.isascii() and following.isalnum())
