"""Cuts answers into parts at marker lines, such as `[Task 1]`, `[Input]` or `**Output:**`."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from selfinstruct.languages import Markers, means_nothing
from selfinstruct.parsing.bare_headings import with_bare_headings
from selfinstruct.parsing.headings import completed, with_numbered_headings, with_other_parts, without_sections
from selfinstruct.parsing.marker_line import BLANK_OR_RULER, Head, find_head, marker_patterns
from selfinstruct.parsing.other_inputs import with_other_inputs
from selfinstruct.parsing.part_texts import unpadded
from selfinstruct.parsing.scalars import as_meant
from selfinstruct.parsing.words import all_markers, any_of, brackets

# Kind (task, instruction, input, output, end or other), number or None, text.
Part = tuple[str, int | None, str]

_CHAT_ENDS = (".", "!", ":", ">", "。", "！", "：")


def split_at_markers(text: str, markers: Markers, *, several: bool) -> list[Part]:
    """Return the parts of an answer to one task, or to `several`.

    If there are marker lines in brackets, only those count, first of all those in the words of `markers`: so an answer
    in the form asked for is not cut where its code prints "Output:". Otherwise `Output:`, `### Output` and the like
    count, in any language, and if there is no output, other words for it, too.
    """
    lines = _with_first_apart(text).split("\n")
    heads, in_brackets = _heads_with_output(lines, markers, whole=False)
    if in_brackets:
        if several:
            heads = _with_headings_spelt_otherwise(lines, heads, markers)
        heads = with_other_parts(lines, without_sections(lines, _with_plain_inputs(lines, heads, markers)))
    else:
        heads = _without_titled_tasks(lines, heads)
    if several:
        lines, heads = with_bare_headings(lines, with_numbered_headings(lines, heads))
        heads = with_other_inputs(lines, heads)
    return cut_at(lines, _without_false_ends(lines, heads))


def _with_headings_spelt_otherwise(
    lines: Sequence[str], heads: Sequence[Head | None], markers: Markers
) -> list[Head | None]:
    """Return the marker lines with the headings of tasks that are not in brackets, each right before its first part.

    They have numbers that those in brackets lack.
    """
    _, loose = marker_patterns(markers, lax=True)
    known = {head.number for head in heads if head and head.kind == "task"}
    known |= {None} if known - {None, 1} else set()
    found, following = [*heads], None
    for at in reversed(range(len(lines))):
        if not found[at] and following and (head := find_head(lines[at], loose)) and head.kind == "task":
            found[at] = head if head.number not in known else None
        following = found[at] if lines[at].strip() else following
    return found


def _with_plain_inputs(lines: Sequence[str], heads: Sequence[Head | None], markers: Markers) -> list[Head | None]:
    """Return the marker lines with each `Input:` that stands alone between the heading of a task and its output."""
    _, loose = marker_patterns(markers)
    found, plain = [*heads], dict[int, Head]()
    is_open = False
    for at, head in enumerate(heads):
        if head:
            if is_open and head.kind == "output" and len(plain) == 1:
                ((place, given),) = plain.items()
                found[place] = given
            is_open, plain = head.opens_task, {}
        elif is_open and (other := find_head(lines[at], loose)) and other.kind == "input":
            plain[at] = other
    return found


def _without_titled_tasks(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines; if the first heading stands alone, those like "Task 1: call Ann" open only a part."""
    first = next((head for head in heads if head and head.kind == "task"), None)
    kept, following = [*heads], None
    for at in reversed(range(len(lines))):
        head = heads[at]
        if first and first.alone and head and head.kind == "task" and not head.alone:
            kept[at] = head if following and not following.opens_task else None
        following = head if lines[at].strip() else following
    return kept


def find_heads(text: str, markers: Markers) -> tuple[list[str], list[Head | None]]:
    """Return the lines of an answer that holds whole tasks, and for each the marker line that it is, or None.

    Marker lines are chosen as in `split_at_markers`; if none in brackets begins a task or an instruction, those in
    other spellings do. All may have a number before them, as the ancestors' have ("3. Input:"). If there is no output,
    markers in brackets may also stand within a line.
    """
    text = _with_first_apart(text)
    lines = text.split("\n")
    heads = _heads_of_tasks(lines, markers)
    if not _has_output(heads):
        lines = _one_a_line(text).split("\n")
        heads = _heads_of_tasks(lines, markers)
    lines, heads = with_bare_headings(lines, with_numbered_headings(lines, heads))
    return lines, completed(lines, with_other_inputs(lines, heads), markers)


def _heads_of_tasks(lines: Sequence[str], markers: Markers) -> list[Head | None]:
    heads, in_brackets = _heads_with_output(lines, markers, whole=True)
    if in_brackets and not any(head and head.opens_task for head in heads):
        _, loose = marker_patterns(markers, whole=True)
        others = (find_head(line, loose) for line in lines)
        opening = [other if other and other.opens_task else None for other in others]
        heads = [head or other for head, other in zip(heads, opening, strict=True)]
    if in_brackets:
        heads = _with_plain_inputs(lines, heads, markers)
    return _without_false_ends(lines, heads)


def _heads_with_output(lines: Sequence[str], markers: Markers, *, whole: bool) -> tuple[list[Head | None], bool]:
    """Return the marker lines by the first patterns that find an output, and whether these are those in brackets."""
    for own in (False,) if whole else (True, False):
        strict, _ = marker_patterns(markers, whole=whole, own=own)
        heads = [find_head(line, strict) for line in lines]
        before_end = takewhile(lambda head: head.kind != "end" or not head.alone, filter(None, heads))
        if _has_output(before_end):
            return heads, True
    for lax in (False, True):
        _, loose = marker_patterns(markers, whole=whole, lax=lax)
        heads = [find_head(line, loose) for line in lines]
        if _has_output(heads):
            break
    return heads, False


def _has_output(heads: Iterable[Head | None]) -> bool:
    return any(head and head.kind == "output" for head in heads)


def _with_first_apart(text: str) -> str:
    """Return an answer whose first marker in brackets stands at the beginning of a line, not after a word of chat."""
    found = _first_marker().search(text)
    at = found.start() if found else 0
    is_chat = text[:at].rpartition("\n")[2].rstrip("*_ \t").endswith(_CHAT_ENDS)
    stands_alone = not text[found.end() : found.end() + 80].partition("\n")[0].strip() if found else False
    return f"{text[:at]}\n{text[at:]}" if is_chat and stands_alone else text


@cache
def _first_marker() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.task, each.input, each.output, each.label))
    opening, closing = brackets()
    return re.compile(rf"[{opening}](?:{words})\s{{0,2}}(?:\d{{1,4}})?[{closing}]", re.IGNORECASE)


def _one_a_line(text: str) -> str:
    words = any_of(word for each in all_markers() for word in (each.input, each.output, each.label))
    opening, closing = brackets()
    return re.sub(rf"(?<=\S)[ \t]*+(?=[{opening}](?:{words})[{closing}])", "\n", text, flags=re.IGNORECASE)


def cut_at(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Part]:
    """Return the parts that begin at the marker lines; what stands before the first one is left out."""
    parts: list[tuple[str, int | None, list[str]]] = []
    for line, head in zip(lines, heads, strict=True):
        if head:
            parts.append((head.kind, head.number, [head.rest]))
        elif parts:
            parts[-1][2].append(line)
    return _as_meant(_without_labels([(kind, number, _trimmed(body)) for kind, number, body in parts]))


def _as_meant(parts: Sequence[Part]) -> list[Part]:
    """Return the parts as YAML means them, whose marks some models write around their texts."""
    texts = iter(as_meant(["" if means_nothing(text) else text for _, _, text in parts]))
    return [(kind, number, next(texts) or ("" if text == '""' else text)) for kind, number, text in parts]


def _without_labels(parts: Sequence[Part]) -> list[Part]:
    """Return the parts without their word once more before the text, if all of a kind have it, or only "none" follows.

    A program may print "Output:".
    """
    left = [_after_label(kind, text) for kind, _, text in parts]
    labelled = Counter(kind for (kind, _, _), rest in zip(parts, left, strict=True) if rest)
    plain = {kind for (kind, _, text), rest in zip(parts, left, strict=True) if not rest and not means_nothing(text)}
    return [
        (kind, number, rest if rest and (means_nothing(rest) or (kind not in plain and labelled[kind] > 1)) else text)
        for (kind, number, text), rest in zip(parts, left, strict=True)
    ]


def _after_label(kind: str, text: str) -> str:
    """Return what follows a label such as `Output:` in the text of an output, "" if there is none."""
    if kind not in ("input", "output"):
        return ""
    first, _, below = text.partition("\n")
    labels = marker_patterns(all_markers()[0])[1][1:]
    head = find_head(first, labels)
    # An example of a problem has both.
    if head and any(find_head(line, labels) for line in below.split("\n")):
        return ""
    return unpadded(f"{head.rest}\n{below}") if head and head.kind == kind and head.number is None else ""


def _without_false_ends(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines without those that read like the end and have more of the same text after them.

    A story may have the heading "## End". Chat after a real end is set apart and asks, or it begins another task.
    """
    kept = [*heads]
    after: int | None = None
    for at in reversed(range(len(lines))):
        head = heads[at]
        if head and head.kind == "end" and not head.as_shown and after is not None:
            following = heads[after]
            begins = following and following.opens_task
            asks = after > at + 1 and lines[after].rstrip().endswith(("?", "？"))
            kept[at] = head if begins or asks else None
        after = at if lines[at].strip() else after
    return kept


def has_markers(text: str, markers: Markers, *, whole: bool = False) -> bool:
    """Return whether any line of a text is a marker line, however it is spelt."""
    _, loose = marker_patterns(markers, whole=whole)
    return any(find_head(line, loose) for line in text.split("\n"))


def _trimmed(lines: list[str]) -> str:
    """Join lines, without blank lines around them and rulers after them; the first line keeps its indentation."""
    while lines and (BLANK_OR_RULER.fullmatch(lines[-1]) or _closing_marker().fullmatch(lines[-1])):
        lines.pop()
    return unpadded("\n".join(lines))


@cache
def _closing_marker() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.task, each.input, each.output, each.label))
    opening, closing = brackets()
    ends = any_of(each.end for each in all_markers())
    numbered = rf"(?:{words})\s{{0,2}}(?:\d{{1,4}})?"
    return re.compile(
        rf"\s*+[{opening}](?:/{numbered}|(?:{ends})\s(?:of\s)?{numbered}|{numbered}\s?(?:{ends}))[{closing}]\s*",
        re.IGNORECASE,
    )
