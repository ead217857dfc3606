"""What stands around the tasks of an answer and belongs to none: fences, marks of quotations, remarks, the end."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from selfinstruct.languages import all_languages, find_language
from selfinstruct.parsing.marker_line import Head, is_blank_or_ruler

_FENCE = re.compile(r"\s*+```\w*\s*")
# Each costs time for the whole of the text.
_MOST_REMARKS = 3
_QUOTATION = re.compile(r"\s*+> ?")


def is_quoted(heads: Sequence[Head | None]) -> bool:
    """Tell whether there are marker lines and all of them stand in a quotation."""
    found = [head for head in heads if head]
    return bool(found) and all(_QUOTATION.match(head.string) for head in found)


def without_quotation_marks(lines: Sequence[str]) -> list[str]:
    """Return the lines of a quotation as they are outside."""
    return [_QUOTATION.sub("", line, count=1) for line in lines]


def without_fences(lines: Sequence[str], heads: Sequence[Head | None]) -> list[str]:
    """Return the lines blank where fences stand around all tasks, or around each, and where a remark follows them.

    Such fences begin right before the first marker line; those of code come in pairs in between.
    """
    inked = [at for at, line in enumerate(lines) if line.strip()]
    before, after = {at: other for other, at in pairwise(inked)}, dict(pairwise(inked))
    first = next((at for at, head in enumerate(heads) if head), 0)
    if first not in before or not _FENCE.fullmatch(lines[before[first]]):
        return [*lines]
    fences = [at for at in inked if at > first and _FENCE.fullmatch(lines[at])]
    end = fences[-1] if len(fences) % 2 else len(lines)
    pairs = [
        (before[at], at) for at in fences if at in after and heads[after[at]] and _FENCE.fullmatch(lines[before[at]])
    ]
    between = {at for pair in pairs for at in pair}
    return ["" if at >= end or at in between else line for at, line in enumerate(lines)]


def with_clear_end(text: str) -> str:
    """Return an answer that ends with its last task, or with the marker of its end on a line of its own.

    Last lines in which the model speaks of the tasks that it has written are left out.
    """
    return _with_end_apart(_without_closing_remarks(text))


def _without_closing_remarks(text: str) -> str:
    remarks = [language.closing_remark for language in all_languages()]
    text = text.rstrip()
    for _ in range(_MOST_REMARKS):
        before, _, last = text.rpartition("\n")
        above = before.rpartition("\n")[2]
        if not before or not is_blank_or_ruler(above) or not any(each.fullmatch(last.strip()) for each in remarks):
            break
        text = before.rstrip()
    return text


def _with_end_apart(text: str) -> str:
    before, _, last = text.rpartition("\n")
    in_brackets, alone = _ends()
    opening = max(last.rfind("["), last.rfind("【"))
    english = find_language("en").markers
    end = english.line(english.end)
    if opening >= 0 and in_brackets.fullmatch(last, opening):
        return f"{before}\n{last[:opening]}\n{end}"
    if in_brackets.match(last) or alone.fullmatch(last):
        return f"{before}\n{end}"
    return text


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how the end is marked in brackets, and without."""
    words = "|".join(word for each in all_languages() for word in (each.markers.end, *each.markers.other_ends))
    in_brackets = rf"[\[【]\s*+(?:{words})\s*[\]】]\s*[.。!！]?\s*"
    return re.compile(in_brackets, re.IGNORECASE), re.compile(rf"[(（]?(?:{words})[)）]?\s*")
