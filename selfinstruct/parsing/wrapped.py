"""A draft before the answer, in a wrapper of any name: `<ponder>…</ponder>`, `＜think＞…＜/think＞`, `{muse}…{/muse}`.

What tells it is what is good: the wrapper begins the completion, and what stands after it is an answer in a form that
we ask for. A wrapper around the answer has nothing after it.
"""

import re
from collections import deque
from functools import cache

from selfinstruct.parsing.words import all_markers

# The brackets of a mark, and what stands before the name in one that closes.
_OPENS = re.compile(
    r"\s*+(?:(?P<left>&lt;|<\|?|＜|\[|\{|«|《|【|\(\()[ ]?(?P<name>[^\W\d][\w.:-]{0,39}?)(?P<number>_?\d{1,4})?[ ]?"
    r"(?P<right>&gt;|\|?>|＞|\]|\}|»|》|】|\)\)))"
)
_PAIRS = {"begin": "end", "start": "end", "open": "close", "bos": "eos"}
_IN_FORM = re.compile(
    r"\s{0,20}(?:[^\W\d_][^\n]{0,120}[:：.。!！]\n\s{0,20})?(?:```\w{0,10}\n\s{0,20})?"
    r"(?:[*#]{0,4}[ ]?[\[【][^\W\d_]{1,20}[ ]?\d{1,4}[\]】]|[*#]{0,4}[ ]?\d{1,3}[.)、]"
    r'|\{\s{0,20}"|\{\d|\[\s{0,20}["{])'
)


def without_wrapped_draft(text: str) -> str:
    """Return a text without what it begins with, if that stands in a wrapper and an answer in our form follows."""
    opening = _OPENS.match(text)
    if not opening or _is_of_answer(opening["name"]):
        return text
    closing = _last(_closing(opening), text, opening.end())
    if not closing or not _IN_FORM.match(text, closing.end()) or text.find(opening[0].strip(), closing.end()) >= 0:
        return text
    return text[closing.end() :]


def _closing(opening: re.Match[str]) -> re.Pattern[str]:
    """Return how the mark looks that closes another one: a slash, the other word of a pair, or another number."""
    left, right, name, number = map(
        re.escape, (opening["left"], opening["right"], opening["name"], opening["number"] or "")
    )
    others = [re.sub(rf"(?i)(?<![a-z]){word}", end, name) for word, end in _PAIRS.items()]
    names = [f"/{name}{number}", *(f"{each}{number}" for each in others if each != name)]
    if number and opening["left"] in ("<", "<|", "["):
        names.append(rf"{name}(?!{number}\b)_?\d{{1,4}}")
    return re.compile(f"{left}[ ]?(?:{'|'.join(names)})[ ]?{right}", re.IGNORECASE)


def _last(mark: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    return next(iter(deque(mark.finditer(text, at), maxlen=1)), None)


@cache
def _names_of_answers() -> frozenset[str]:
    known = all_markers()
    words = {
        word for each in known for word in (each.task, each.instruction, each.input, each.output, each.label, each.end)
    }
    return frozenset(
        map(str.casefold, words | {"answer", "response", "item", "list", "li", "ol", "html", "table", "unused"})
    )


def _is_of_answer(name: str) -> bool:
    """Return whether a name is that of a part of an answer, or of several: such elements are the answer."""
    return name.casefold().removesuffix("s") in _names_of_answers()
