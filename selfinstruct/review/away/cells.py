"""Texts in the cells of a spreadsheet: no program takes one for a formula, a number or a date; each can be read back.

An apostrophe goes before what a program might take for something else. It also goes before what would begin a cell if
the file were opened with another separator, or its quotes were not understood.
"""

import re
from functools import cache
from itertools import groupby

# Excel cuts what is longer, in units of UTF-16, and some programs put the rest into the next row.
LONGEST = 32_767
_MARK = "'"
_MOST_OF_A_DATE = 40
_FORMULA = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]")
_WORD = re.compile(r"\s*(?:true|false|n/?a|nan|none|null)\s*", re.IGNORECASE)
# Inside a text only what could do something: a formula, or a sum with a call in it.
_INSIDE = r"([;\t\n] *){mark}('*(?:[=＝]|[+\-@＋－＠](?=[^\n]*[(|])))"
_UNMARKED, _MARKED = (re.compile(_INSIDE.format(mark=mark)) for mark in ("", _MARK))
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def cell_of(text: str) -> str:
    """Return a text as it is written into a cell."""
    text = _UNMARKED.sub(rf"\1{_MARK}\2", plain(text))
    return _MARK + text if _is_taken_for_something(text) else text


def text_of(cell: str) -> str:
    """Return the text of a cell: what `cell_of` was given, but for characters that no cell can hold."""
    text = plain(cell)
    if text.startswith(_MARK) and _is_taken_for_something(text):
        text = text[1:]
    return _MARKED.sub(r"\1\2", text)


def plain(text: str) -> str:
    """Return a text as programs keep it: lines end in one way, and there are no control characters."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))


def fits(cell: str) -> bool:
    """Return whether a cell can hold it."""
    return len(cell) + sum(char > "\uffff" for char in cell) <= LONGEST


def _is_taken_for_something(text: str) -> bool:
    # Apostrophes count for nothing, so that those which are added change nothing.
    bare = text.replace(_MARK, "")
    if _FORMULA.match(bare) or _WORD.fullmatch(bare):
        return True
    # "March 3", "(5)", "1.50", "3-4" and "1e5" become dates and numbers.
    is_number = len(bare) <= _MOST_OF_A_DATE or not any(char.isalpha() for char in bare)
    return is_number and any(char.isdigit() for char in bare)


def is_unchanged(cell: str, text: str, charset: str = "") -> bool:
    """Return whether a cell still holds a text; `charset` is one in which some of its characters may have been lost."""
    known, found = plain(text), text_of(cell)
    return found == known or (bool(charset) and _is_what_is_left(found, known, charset))


def loses(text: str, charset: str) -> bool:
    """Return whether a text has characters that this charset lacks."""
    return bool(charset) and any(_is_lost(char, charset) for char in set(plain(text)))


def _is_what_is_left(found: str, text: str, charset: str) -> bool:
    """Return whether a text is another one with up to two characters, such as ??, for each that the charset lacks."""
    at, room = 0, 0
    for is_lost, chars in groupby(text, lambda char: _is_lost(char, charset)):
        stretch = "".join(chars)
        if is_lost:
            room = 2 * len(stretch)
        else:
            start = found.find(stretch, at, at + room + len(stretch))
            if start < 0:
                return False
            at, room = start + len(stretch), 0
    return len(found) - at <= room


@cache
def _is_lost(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return True
    return False
