"""Marks at the ends of a text that belong to nothing: of a piece that is missing, or of what stood around it."""

import re

_OPENS = re.compile(r"(?:\s|[.!?。！？])[\[({【（「『“《]\Z|[【（「『“《]\Z")
_PAIRS = tuple(map(tuple, ("“”", "{}", "[]", "（）", "【】", "「」", "『』", "《》")))
_SAME = ('"', "**", "`")
_OF_CODE = re.compile(r"[=;<>\\^$_|]|\d[\"”]|\w\(\)|\"\"|'\"|\A[^a-z\u3400-\u9fff]*\Z")
_BEGINS_WITHIN = re.compile(
    r"(?:[,;，；、] ?|\.{3} ?|…{1,2} ?|[(\[（【]?(?:continued|[接续續]上文?)[)\]）】]?[:：]\s?)[^\W\d_]", re.IGNORECASE
)
# In characters. A longer text is not looked at.
_LONGEST = 20_000


def stray_end(text: str) -> str:
    """Return the mark at the end of a prose text that opens what never comes, or closes what nothing opened."""
    text = text.rstrip()
    if len(text) > _LONGEST or _OF_CODE.search(text):
        return ""
    if opened := _OPENS.search(text):
        return opened.group().strip()
    for opening, closing in _PAIRS:
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            return closing
    # A mark that is missing further up says nothing of the end, and what is quoted may have several paragraphs.
    last = text.rpartition("\n")[2]
    mark = next((mark for mark in _SAME if text.endswith(mark) and last.count(mark) % 2 and text.count(mark) % 2), "")
    return mark if mark and re.search(r"[\s.!?。！？]\Z", text.removesuffix(mark)) else ""


def begins_within(text: str) -> bool:
    """Return whether a text begins with a mark that only goes on from something before it."""
    return _BEGINS_WITHIN.match(text) is not None
