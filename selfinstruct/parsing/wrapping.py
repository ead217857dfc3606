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
    """Return an answer without last lines of chat about the tasks, and with the end marker on a line of its own."""
    return _with_end_apart(without_closing_remarks(_without_begun_marker(text)))


def _without_begun_marker(text: str) -> str:
    """Return an answer without a last line that is the beginning of a marker line, such as `[Tas`."""
    before, _, last = text.rpartition("\n")
    begun = last.strip().rstrip("0123456789")
    shown = (
        each.line(word)[:-1] + each.gap
        for each in all_markers()
        for word in (each.task, each.input, each.output, each.label, each.end)
    )
    is_begun = len(begun) > 1 and any(line.startswith(begun) for line in shown)
    return before if is_begun and before.strip() else text


def without_closing_remarks(text: str) -> str:
    """Return an answer without the last lines that speak of the tasks, say that it is done or close no fence."""
    lines = text.rstrip().split("\n")
    while _is_remark(lines):
        lines.pop()
        while len(lines) > 1 and BLANK_OR_RULER.fullmatch(lines[-1]):
            lines.pop()
    is_stray = lines[-1].strip() == "```" and text.count("```") == 1
    if (is_stray or _closing_line().fullmatch(lines[-1])) and not _stands_alone(lines):
        lines.pop()
    return "\n".join(lines).rstrip()


def _stands_alone(lines: Sequence[str]) -> bool:
    """Return whether the last line is all there is, or the whole of a part: it is right below a marker line."""
    before = next((each for each in map(lines.__getitem__, range(len(lines) - 2, -1, -1)) if each.strip()), None)
    return before is None or _marker_line().fullmatch(before) is not None


def _is_remark(lines: Sequence[str]) -> bool:
    """Return whether the last line is a remark about the tasks: it names them, or is set apart."""
    last = lines[-1]
    if _stands_alone(lines) or not any(each.closing_remark.fullmatch(last.strip()) for each in all_languages()):
        return False
    return bool(BLANK_OR_RULER.fullmatch(lines[-2]) or _names_tasks().search(last))


@cache
def _marker_line() -> re.Pattern[str]:
    opening, closing = brackets()
    return re.compile(rf"\s*[{opening}][^{opening}{closing}\n]+[{closing}]\s*")


@cache
def _closing_line() -> re.Pattern[str]:
    """Return how a line says that the answer is done: in brackets, in bold type, between rulers, after a tick."""
    words = any_of(word for each in all_markers() for word in (each.end, *each.other_ends, *each.closing_words))
    opening, closing = brackets()
    done = rf"(?i:{words})"
    return re.compile(
        rf"\s*+(?:[*_]*[{opening}「『<(（]\s*/?{done}[.。!！]?\s*[{closing}」』>)）][*_]*[.。!！]?|\*\*{done}[.。!！]?\*\*"
        rf"|[-—–=*]{{2,}}\s*{done}\s*[-—–=*]{{2,}}|✅\s*{done}[.。!！]?)\s*"
    )


@cache
def _names_tasks() -> re.Pattern[str]:
    return re.compile(any_of(word for each in all_markers() for word in (each.task, each.instruction)), re.IGNORECASE)


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
    return re.compile(rf"^{in_brackets}|{in_brackets}\s*+[.。!！]?\s*\Z|^[(（]?(?:{words})[)）]?[.。]?\s*\Z")
