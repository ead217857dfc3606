"""Removes what stands around the tasks of an answer: a fence, a closing remark, chat after the end."""

import re
from collections.abc import Sequence
from functools import cache

from selfinstruct.languages import all_languages
from selfinstruct.parsing.marker_line import Head, is_blank_or_ruler
from selfinstruct.parsing.words import any_of, brackets

_FENCE = re.compile(r"\s*+```\w*\s*")


def without_fences(lines: Sequence[str], heads: Sequence[Head | None]) -> list[str]:
    """Return the lines, those from the last fence on blank if a fence opens right before the first marker line.

    Code in the tasks has its fences in pairs.
    """
    first = next((at for at, head in enumerate(heads) if head), 0)
    above = next((line for line in reversed(lines[:first]) if line.strip()), "")
    fences = [at for at in range(first, len(lines)) if _FENCE.fullmatch(lines[at])]
    if not _FENCE.fullmatch(above) or len(fences) % 2 == 0:
        return [*lines]
    return ["" if at >= fences[-1] else line for at, line in enumerate(lines)]


def with_clear_end(text: str) -> str:
    """Return an answer without a last line of chat about the tasks, and with the end marker on a line of its own."""
    return _with_end_apart(_without_closing_remark(text))


def _without_closing_remark(text: str) -> str:
    text = text.rstrip()
    before, _, last = text.rpartition("\n")
    is_apart = before and is_blank_or_ruler(before.rpartition("\n")[2])
    is_remark = is_apart and any(each.closing_remark.fullmatch(last.strip()) for each in all_languages())
    return before if is_remark else text


def _with_end_apart(text: str) -> str:
    before, _, last = text.rpartition("\n")
    in_brackets, alone = _ends()
    opening = max(last.rfind(each.markers.brackets[0]) for each in all_languages())
    # Any language's will do: all of them are read.
    markers = all_languages()[0].markers
    end = markers.line(markers.end)
    if opening >= 0 and in_brackets.fullmatch(last, opening):
        return f"{before}\n{last[:opening]}\n{end}"
    if in_brackets.match(last) or alone.fullmatch(last):
        return f"{before}\n{end}"
    return text


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how the end is marked in brackets, and without."""
    words = any_of(word for each in all_languages() for word in (each.markers.end, *each.markers.other_ends))
    opening, closing = brackets()
    in_brackets = rf"[{opening}]\s*+(?:{words})\s*[{closing}]\s*[.。!！]?\s*"
    return re.compile(in_brackets, re.IGNORECASE), re.compile(rf"[(（]?(?:{words})[)）]?\s*")
