"""Cuts answers into parts at marker lines, such as `[Task 1]`, `[Input]` or `**Output:**`."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from selfinstruct.languages import Markers, all_languages
from selfinstruct.parsing.marker_line import (
    Head,
    Patterns,
    is_as_shown,
    is_blank_or_ruler,
    kind_of,
    marker_patterns,
    match,
    number_of,
    rest_of,
)
from selfinstruct.parsing.words import any_of, brackets

# Kind (task, instruction, input, output or end), number or None, text.
Part = tuple[str, int | None, str]

_NOTHING = ("-", "–", "—", "——", "/", "...", "…", '""', "''", "“”")
_BLANK_LINES = re.compile(r"\A\s*\n")


def split_at_markers(text: str, markers: Markers, *, several: bool) -> list[Part]:
    """Return the parts of an answer to one task, or to `several`.

    If there are marker lines in brackets, only those count, first of all those in the words of `markers`: so an answer
    in the form asked for is not cut where its code prints "Output:". Otherwise `Output:`, `### Output` and the like
    count, in any language, and if there is no output, other words for it, too.
    """
    lines = text.split("\n")
    own, _ = marker_patterns(markers, own=True)
    strict, loose = marker_patterns(markers)
    heads, bracketed = _heads(lines, (own, strict), loose)
    if not has_output(heads):
        _, lax = marker_patterns(markers, lax=True)
        heads = [match(line, lax) for line in lines]
    if bracketed and several and not any(head and head["task"] and int(head["number"] or 0) > 1 for head in heads):
        # Perhaps only the headings of the tasks are spelt otherwise, each right before its first part.
        following = None
        for at in reversed(range(len(lines))):
            if not heads[at] and following and (head := match(lines[at], loose)) and head["task"]:
                heads[at] = head
            following = heads[at] if lines[at].strip() else following
    return cut_at(lines, _without_false_ends(lines, heads))


def find_heads(lines: list[str], markers: Markers) -> list[Head | None]:
    """Return for each line of an answer that holds whole tasks the marker line that it is, None if it is none.

    Marker lines are chosen as in `split_at_markers`; if none in brackets begins a task or an instruction, those in
    other spellings do. All may have a number before them, as the ancestors' have ("3. Input:").
    """
    strict, loose = marker_patterns(markers, whole=True)
    heads, bracketed = _heads(lines, (strict,), loose)
    if bracketed and not any(head and kind_of(head) in ("task", "instruction") for head in heads):
        others = (match(line, loose) for line in lines)
        opening = [other if other and kind_of(other) in ("task", "instruction") else None for other in others]
        heads = [head or other for head, other in zip(heads, opening, strict=True)]
    if not has_output(heads):
        _, lax = marker_patterns(markers, whole=True, lax=True)
        heads = [match(line, lax) for line in lines]
    return _without_false_ends(lines, heads)


def has_output(heads: list[Head | None]) -> bool:
    """Tell whether one of the marker lines is that of an output."""
    return any(head and head["output"] for head in heads)


def one_a_line(text: str) -> str:
    """Return a text with a line break before each marker in brackets."""
    return _inner_markers().sub("\n", text)


def cut_at(lines: list[str], heads: list[Head | None]) -> list[Part]:
    """Return the parts that begin at the marker lines; what stands before the first one is left out."""
    parts: list[tuple[str, int | None, list[str]]] = []
    for line, head in zip(lines, heads, strict=True):
        if head:
            parts.append((kind_of(head), number_of(head), [rest_of(head)]))
        elif parts:
            parts[-1][2].append(line)
    return [(kind, number, trim(body)) for kind, number, body in parts]


def without_no_input(text: str) -> str:
    """Return "" if a text only says, in any language, that there is no input, perhaps with a remark; else the text."""
    remark = "[(（]" if text.endswith((")", "）")) else r"\s[-–—]+\s|——"
    stem = re.split(remark, text, maxsplit=1)[0]
    letters = "".join(char for char in (stem or text).casefold() if char.isalnum())
    known = any(
        letters == each.markers.nothing.casefold()
        or each.no_input.fullmatch(letters)
        or (letters in each.no_input_in_brackets and text[0] in "(（<＜[【")
        for each in all_languages()
    )
    return "" if text in _NOTHING or known else text


def _heads(lines: list[str], bracketed: Sequence[Patterns], loose: Patterns) -> tuple[list[Head | None], bool]:
    """Return the marker lines by the first patterns that find an output before the end, and whether in brackets."""
    for patterns in bracketed:
        heads = [match(line, patterns) for line in lines]
        before_end = takewhile(lambda head: not head["end"] or head["rest"], filter(None, heads))
        if any(head["output"] for head in before_end):
            return heads, True
    return [match(line, loose) for line in lines], False


def _without_false_ends(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines without those that read like the end and have more of the same text after them.

    A story may have the heading "## End". Chat after a real end is set apart and asks, or it begins another task.
    """
    kept = [*heads]
    after: int | None = None
    for at in reversed(range(len(lines))):
        head = heads[at]
        if head and head["end"] and not is_as_shown(head) and after is not None:
            following = heads[after]
            begins = following and kind_of(following) in ("task", "instruction")
            asks = after > at + 1 and lines[after].rstrip().endswith(("?", "？"))
            kept[at] = head if begins or asks else None
        after = at if lines[at].strip() else after
    return kept


def has_markers(text: str, markers: Markers, *, whole: bool = False) -> bool:
    """Tell whether any line of a text is a marker line, however it is spelt."""
    _, loose = marker_patterns(markers, whole=whole)
    return any(match(line, loose) for line in text.split("\n"))


def trim(lines: list[str]) -> str:
    """Join lines, without blank lines around them and rulers after them; the first line keeps its indentation."""
    end = len(lines)
    while end > 0 and (is_blank_or_ruler(lines[end - 1]) or _closing_marker().fullmatch(lines[end - 1])):
        end -= 1
    return unpadded("\n".join(lines[:end]))


def unpadded(text: str) -> str:
    """Remove white space around a text; the first of several lines keeps its indentation."""
    text = _BLANK_LINES.sub("", text.rstrip())
    return text if "\n" in text else text.strip()


@cache
def _inner_markers() -> re.Pattern[str]:
    known = [language.markers for language in all_languages()]
    words = any_of(word for each in known for word in (each.input, each.output, each.label))
    opening, closing = brackets()
    return re.compile(rf"(?<=\S)[ \t]*+(?=[{opening}](?:{words})[{closing}])", re.IGNORECASE)


@cache
def _closing_marker() -> re.Pattern[str]:
    known = [language.markers for language in all_languages()]
    words = any_of(word for each in known for word in (each.task, each.input, each.output))
    opening, closing = brackets()
    return re.compile(rf"\s*+[{opening}]/(?:{words})[{closing}]\s*", re.IGNORECASE)
