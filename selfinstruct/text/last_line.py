"""Whether the last line of a text stops in the middle: in a bracket or quotation, or in one of its sentences."""

import re
from collections.abc import Callable

# The point behind a number that counts is no end: "1. eggs 2. Cheddar".
_COUNTS = r"(?<!\s\d\.)(?<!\s\d\d\.)(?<!\s\d\d\d\.)(?<!^\d\.)(?<!^\d\d\.)"
SENTENCES = re.compile(
    rf"\n+|(?<=[.!?]){_COUNTS}[\"”’)]?\s+(?=[^\W\d_a-z]|[\"“‘(])|(?<=[。！？])",
    re.MULTILINE,
)
CLOSED = re.compile(r"[.!?。！？…;；:：]\W{0,4}\Z")
# What stands at the end by itself needs no mark: a result, a tag, an address, a field, a row, a source, code.
NEEDS_NO_MARK = re.compile(r"[\d=@#|:：<>{}`~^\\/]|^\W{0,3}[-–—•*·]|^\s{2,}")
_PAIRS = tuple(map(tuple, ("“”", "「」", "『』", "《》", "（）", "【】", "()")))
_SAME = ('"', "**", "`")
# Where brackets and quotation marks may be other things: code, formulas, inches.
_OF_CODE = re.compile(r"[={};<>|\\^$_]|\d[\"”]|\w\(\)|(?<!\w)[:;]-?\(|\"\"")
_POINT = re.compile(r"\A[ \t]*(?:\d{1,3}[.)、．]|[-*•](?=[ \t]))[ \t]*")
_LAST_WORD = re.compile(r"([^\W\d_]+)\Z")
# In characters. A longer line is no prose.
_LONGEST = 4000


def without_point(line: str) -> str:
    """Return a line without the number or the mark of a list."""
    return _POINT.sub("", line, count=1)


def stops_in_pair(line: str) -> bool:
    """Return whether a line ends with a letter in a bracket, a quotation or bold type that it has opened."""
    if not line[-1:].isalpha() or len(line) > _LONGEST or _OF_CODE.search(line):
        return False
    text = without_point(line)
    is_open = any(text.rfind(opening) > text.rfind(closing) for opening, closing in _PAIRS)
    return is_open or any(text.count(mark) % 2 for mark in _SAME)


def stops_in_sentence(
    last_line: str, above: str, size: Callable[[str], int], shortest: int, *, may_be_post: bool = False
) -> bool:
    """Return whether a last line holds sentences with a mark at their ends and then goes on without one.

    The other lines with several sentences have their marks; so must one of them where the text `may_be_post`, since
    posts end as they like. With but one sentence before, the line is longer than a slogan. Names have capitals.
    """
    word = _LAST_WORD.search(last_line)
    if not word or (word[0].isascii() and not word[0].islower()) or len(last_line) > _LONGEST:
        return False
    *before, last = filter(str.strip, SENTENCES.split(without_point(last_line)))
    before = [each for each in before if size(each) >= shortest]
    if not before or NEEDS_NO_MARK.search(last):
        return False
    others = [each for each in above.split("\n") if len([*filter(str.strip, SENTENCES.split(each))]) > 1]
    if not all(map(CLOSED.search, (*before, *others))) or (may_be_post and not others):
        return False
    if others:
        return size(last) > 1
    return size(last) >= shortest and (len(before) > 1 or size(last_line) >= 5 * shortest)
