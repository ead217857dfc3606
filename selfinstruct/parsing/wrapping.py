"""Removes what stands around the tasks of an answer: a fence, a closing remark, chat after the end."""

import re
from collections.abc import Sequence
from functools import cache

from selfinstruct.languages import all_languages
from selfinstruct.parsing.marker_line import BLANK_OR_RULER, Head
from selfinstruct.parsing.words import all_markers, any_of, brackets

_FENCE = re.compile(r"\s*+```\w*\s*")


def without_fences(lines: Sequence[str], heads: Sequence[Head | None]) -> list[str]:
    """Return the lines; if a fence opens right before the first marker line, those from the last fence on are blank.

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
    is_apart = before and BLANK_OR_RULER.fullmatch(before.rpartition("\n")[2])
    is_remark = is_apart and any(each.closing_remark.fullmatch(last.strip()) for each in all_languages())
    return before if is_remark else text


def _with_end_apart(text: str) -> str:
    before, _, last = text.rpartition("\n")
    found = _end().search(last)
    if not found:
        return text
    markers = all_markers()[0]  # Those of any language will do: all of them are read.
    return f"{before}\n{last[: found.start()]}\n{markers.line(markers.end)}"


@cache
def _end() -> re.Pattern[str]:
    """Return how the last line marks the end: in brackets at its beginning or end, or with nothing else on the line."""
    words = any_of(word for each in all_markers() for word in (each.end, *each.other_ends))
    opening, closing = brackets()
    in_brackets = rf"(?i:[{opening}]\s*+(?:{words})\s*+[{closing}])"
    return re.compile(rf"^{in_brackets}|{in_brackets}\s*+[.。!！]?\s*\Z|^[(（]?(?:{words})[)）]?\s*\Z")
