"""Completes the marker lines of an answer whose parts stand under those of the prompts.

Headings may be lost or spelt otherwise, a part may be one that nobody asked for, such as `[Explanation]`, and a file in
an output may have sections called `[input]`.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TypeGuard

from selfinstruct.languages import Markers
from selfinstruct.parsing.marker_line import Head, Patterns, find_head, marker_patterns
from selfinstruct.parsing.words import all_markers, any_of, brackets, number_value, numerals

Lines = Sequence[str]
Heads = Sequence[Head | None]

_PARTS = ("input", "output")
_WORD = re.compile(r"[^\W\d_]+")
_ASKS_WHY = re.compile(
    r"\b(?:why|because|how|reason|justif|explain|argu|show)|为什么|為什麼|原因|理由|说明|說明|解释|解釋|怎么|怎麼|如何|过程|過程",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[ \t]{0,4}[*#]{0,4} ?(?P<number>\d{1,4})[.)、．] ?(?P<rest>\S.*)")
# What a model says of the task that it has just written; it stands apart, or in brackets.
_ON_THE_TASK = re.compile(
    r"\n[ \t]*(?:\n[ \t]*|(?=[(（*_]))[(（*_]{0,3}(?:(?:note|explanation|说明|备注)[*_]{0,2} ?[:：] ?)?"
    r"(?:(?:this|the above) (?:task|instruction|example) "
    r"(?:tests|requires|assesses|checks|evaluates|is (?:designed|meant|a))\b"
    r"|(?:该|此|本|这[个道条项]?)(?:任务|指令|示例)(?:主要)?(?:考[查察验]|测试|旨在|要求|属于))[^\n]{0,300}\s*\Z",
    re.IGNORECASE,
)
_ASKS_OF_TASKS = re.compile(
    r"\b(?:tasks?|instructions?|exercises?|explain)\b|任[务務]|指令|[练練][习習]|[说說]明|解[释釋]", re.IGNORECASE
)
# In characters: "explanation" is asked for by "explain".
_STEM = 5


def completed(lines: Lines, heads: Heads, markers: Markers) -> list[Head | None]:
    """Return the marker lines with the headings that are not spelt like the others, and with parts nobody asked for.

    Lines of other parts are of the kind `other`, and their text begins with the line itself. Where no part is as the
    prompts show it, nothing changes.
    """
    found = without_sections(lines, heads)
    if not any(_is_part(head) for head in found):
        return found
    if not any(head and head.opens_task for head in found):
        return _with_counted_headings(lines, found)
    return with_other_parts(lines, _with_lost_headings(lines, found, markers))


def with_numbered_headings(lines: Lines, heads: Heads) -> list[Head | None]:
    """Return the marker lines with lines such as `4. Name a fruit.` as headings, if nothing else opens a task.

    Each stands right before the first part of a task, and their numbers go on by one.
    """
    if any(head and head.opens_task for head in heads):
        return [*heads]
    found, opened = [*heads], list[int]()
    above, at_line = "", -1
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        numbered = _NUMBERED.fullmatch(lines[at_line]) if head and at_line >= 0 else None
        if head and numbered and (head.kind == "input" or (head.kind == "output" and above != "input")):
            found[at_line] = Head("task", int(numbered["number"]), numbered["rest"], False, False)
            opened.append(int(numbered["number"]))
        above = head.kind if head else above
        at_line = -1 if head else at if line.strip() else at_line
    is_series = opened == [*range(opened[0], opened[0] + len(opened))] if opened else False
    return found if is_series else [*heads]


def start_of_answer(heads: Heads) -> int:
    """Return where the answer begins among the lines: a series of headings that comes again in full was a draft."""
    numbered = [(at, head.number) for at, head in enumerate(heads) if head and head.kind == "task" and head.number]
    numbers = [number for _, number in numbered]
    starts = [place for place in range(len(numbers)) if numbers[place : place + 2] == numbers[:2]]
    # Some models give all tasks the same number.
    if len(starts) < 2 or numbers[0] == numbers[1]:
        return 0
    sizes = [end - start for start, end in pairwise([*starts, len(numbers)])]
    last = max(at for at, size in enumerate(sizes) if size >= sizes[0])
    return numbered[starts[last]][0] if last else 0


def _is_part(head: Head | None) -> TypeGuard[Head]:
    return head is not None and head.as_shown and head.kind in _PARTS


def _is_heading(head: Head | None) -> TypeGuard[Head]:
    return head is not None and head.as_shown and head.kind == "task" and head.number is not None


def without_sections(lines: Lines, heads: Heads) -> list[Head | None]:
    """Return the marker lines without parts in another case than the headings, or the first line, if others are in it.

    An output may hold the sections `[input]` and `[output]` of a file.
    """
    shown = [(head.kind, _case(line)) for line, head in zip(lines, heads, strict=True) if head and head.as_shown]
    cases = {case for kind, case in shown if kind == "task" and case} or {case for _, case in shown[:1] if case}
    if len(cases) != 1:
        return [*heads]
    known = {"", *cases}
    twice = {kind for kind, case in shown if case in cases} & {kind for kind, case in shown if case not in known}
    sections = {*_PARTS} if "output" in twice else twice
    return [
        None if _is_part(head) and head.kind in sections and _case(line) not in known else head
        for line, head in zip(lines, heads, strict=True)
    ]


def _case(line: str) -> str:
    if not line.isascii():
        return ""
    return "upper" if line.isupper() else "lower" if line.islower() else "title" if line.istitle() else ""


def _with_counted_headings(lines: Lines, heads: Heads) -> list[Head | None]:
    """Return the marker lines with lines such as `[Exercise 1]` as headings, if one stands before the first part."""
    first = next(at for at, head in enumerate(heads) if _is_part(head))
    if not any(map(_counted, lines[:first])):
        return [*heads]
    return [head or _counted(line) for line, head in zip(lines, heads, strict=True)]


def _counted(line: str) -> Head | None:
    found = _counted_line().fullmatch(line)
    return Head("task", number_value(found["number"]), "", True, True) if found else None


@cache
def _counted_line() -> re.Pattern[str]:
    opening, closing = brackets()
    number = rf"[#＃]?(?P<number>\d{{1,4}}|{numerals()})"
    return re.compile(
        rf"[\s#>*_]{{0,8}}[{opening}]\s?[^\W\d_]{{1,20}}?\s?{number}[^\W\d_]?\s?[{closing}][*_:：]{{0,4}}\s*",
        re.IGNORECASE,
    )


def _with_lost_headings(lines: Lines, heads: Heads, markers: Markers) -> list[Head | None]:
    """Return the marker lines with the headings that the others lack: before parts that a task has twice, or in a gap.

    Such a heading counts if it stands after an output and has the next number, or none.
    """
    _, loose = marker_patterns(markers, whole=True)
    found, last = [*heads], 0
    # Where the output stands that may hold one; looked through only where one lacks.
    output: int | None = None
    for at, head in enumerate(heads):
        if _is_heading(head):
            number = head.number or 0
            if output is not None and number > last + 1:
                _restore(found, _lost(lines[output + 1 : at], output + 1, last + 1, loose), lines, loose)
            last, output = number, None
        elif _is_part(head):
            lost = [] if output is None else _lost(lines[output + 1 : at], output + 1, last + 1, loose)
            if lost:
                _restore(found, lost[-1:], lines, loose)
                last, output = last + 1, None
            output = at if output is not None or head.kind == "output" else None
    return found


def _lost(lines: Lines, start: int, number: int, loose: Patterns) -> list[tuple[int, Head]]:
    """Return what may be headings from this number on, with their places; of two with one number, the later one."""
    lost = list[tuple[int, Head]]()
    for at, line in enumerate(lines, start):
        if other := _heading(line, loose):
            expected = number + len(lost)
            if other.number in (None, expected):
                lost.append((at, Head("task", expected, other.rest, True, True)))
            elif lost and other.number == expected - 1:
                lost[-1] = (at, Head("task", expected - 1, other.rest, True, True))
    return lost


def _heading(line: str, loose: Patterns) -> Head | None:
    head = find_head(line, loose) or _counted(line)
    return head if head and head.kind == "task" and (head.alone or head.number is not None) else None


def _restore(found: list[Head | None], lost: Sequence[tuple[int, Head]], lines: Lines, loose: Patterns) -> None:
    """Put headings back, with the parts below them in whatever spelling, if none is as the prompts show it."""
    for place, heading in lost:
        found[place] = heading
    for place, _ in lost:
        end = next((at for at in range(place + 1, len(found)) if found[at]), len(found))
        if end == len(found) or _is_part(found[end]):
            continue
        for at in range(place + 1, end):
            other = find_head(lines[at], loose)
            found[at] = other if other and other.kind in _PARTS else None


def with_other_parts(lines: Lines, heads: Heads) -> list[Head | None]:
    """Return the marker lines with those of other parts: each is the one line in brackets below the text of a part."""
    found, inner, has_text = [*heads], list[int](), False
    for at, (line, head) in enumerate((*zip(lines, heads, strict=True), ("", Head("end", None, "", True, True)))):
        if head:
            if len(inner) == 1 and _other_part().fullmatch(lines[inner[0]]):
                found[inner[0]] = Head("other", None, lines[inner[0]].strip(), False, False)
            inner, has_text = [], bool(head.rest)
        elif _in_brackets().fullmatch(line):
            # One that begins a part is of its text, and so are those after it.
            inner += [at] if has_text else [at, at]
        has_text = has_text or (not head and bool(line.strip()))
    return found


def is_asked_for(part: str, instruction: str) -> bool:
    """Return whether an instruction speaks of what another part, which begins with its line, is called."""
    words = _WORD.findall(part.partition("\n")[0].casefold())
    return any(word[:_STEM] in instruction.casefold() for word in words)


def without_explanation(text: str, instruction: str) -> str:
    """Return a text without an explanation below it, such as `Explanation: …`, if it is the only part with a name.

    It stays where the instruction asks for it, or asks why. A last line that says what the task is for goes, too.
    """
    if (remark := _ON_THE_TASK.search(text)) and not _ASKS_OF_TASKS.search(instruction):
        text = text[: remark.start()].rstrip()
    names = [*_named_line().finditer(text)]
    if len(names) != 1 or not names[0]["explains"] or not names[0].start():
        return text
    asked = is_asked_for(names[0].group(), instruction) or _ASKS_WHY.search(instruction)
    return text if asked else text[: names[0].start()].rstrip()


@cache
def _named_line() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in each.explanations)
    return re.compile(
        rf"^[ \t>*_#]{{0,8}}(?:(?P<explains>{words})|[^\W\d_][\w \t]{{0,24}})[*_]{{0,3}}[:：]",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _other_part() -> re.Pattern[str]:
    opening, closing = brackets()
    words = any_of(word for each in all_markers() for word in (*each.other_parts, *each.explanations))
    return re.compile(rf"[\s#>*_]*+[{opening}]\s?(?:{words})\s?[{closing}][*_:：]*+\s*", re.IGNORECASE)


@cache
def _in_brackets() -> re.Pattern[str]:
    opening, closing = brackets()
    return re.compile(rf"[\s#>*_]*+[{opening}][^{opening}{closing}\n]{{1,40}}[{closing}][*_:：]*+\s*")
