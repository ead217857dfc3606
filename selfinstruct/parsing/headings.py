"""Headings of tasks that are no marker lines ("5.", "### 5. Sorting", "Example 5"), told by their numbers.

From task to task the numbers go up by one; nothing else tells such a line from one of a list.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from selfinstruct.languages import Markers, find_language, language_codes
from selfinstruct.parsing.answer import read_number
from selfinstruct.parsing.marker_line import Head, as_marker, is_as_shown, is_blank_or_ruler, kind_of, number_of

_BOLD = re.compile(r"\A\*\*([^*]+)\*\*\Z")
# The places of headings, with their numbers and what stands after them.
_Headings = Mapping[int, tuple[int, str]]


def with_headings(
    lines: Sequence[str], heads: Sequence[Head | None], markers: Markers
) -> tuple[list[str], list[Head | None]]:
    """Return lines and marker lines with such headings put as marker lines, what stands after them in the next line."""
    headings = _above_instructions(lines, heads) or _before_parts(lines, heads)
    alike = next((head for head in heads if head and head["task"] and head["number"] and not head["rest"]), None)
    found: list[tuple[str, Head | None]] = []
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        if at in headings:
            number, rest = headings[at]
            heading = _renumbered(alike, number) if alike else markers.line(markers.task, number)
            found += [(heading, as_marker(heading, markers)), (rest, None)]
        else:
            found.append((line, head))
    return [line for line, _ in found], [head for _, head in found]


def _above_instructions(lines: Sequence[str], heads: Sequence[Head | None]) -> _Headings:
    """Return the lines right above the instructions if all of them have numbers that go up by one."""
    above, last = [], 0
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        if head and kind_of(head) == "instruction":
            above.append(last)
        if not is_blank_or_ruler(line):
            last = at
    numbers = [_number(lines[at], heads[at]) for at in above]
    first = numbers[0] if len(numbers) > 1 else None
    if first is None or numbers != [*range(first, first + len(numbers))]:
        return {}
    return {
        at: (number, "") for at, number in zip(above, range(first, first + len(above)), strict=True) if not heads[at]
    }


def _number(line: str, head: Head | None) -> int | None:
    if head:
        return number_of(head) if head["task"] else None
    found = re.search(r"\d{1,4}", line)
    return int(found[0]) if found else None


def _before_parts(lines: Sequence[str], heads: Sequence[Head | None]) -> _Headings:
    """Return the headings between an output and the next part, or before the first part, that have no marker line.

    Each has the next number; beside other headings it also names the task. Where headings look as the prompts show
    them, parts do, too.
    """
    named = any(head and kind_of(head) in ("task", "instruction") for head in heads[1:])
    shown = any(head and head["task"] and is_as_shown(head) for head in heads)
    headings: dict[int, tuple[int, str]] = {}
    last: int | None = None
    part: Head | None = None
    begun: tuple[int, tuple[int, str]] | None = None
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        if head and kind_of(head) in ("input", "output"):
            if shown and not is_as_shown(head):
                continue
            if begun and (part is None or is_as_shown(head) == is_as_shown(part)):
                headings[begun[0]] = begun[1]
                last = begun[1][0]
            part, begun = head, None
        elif head:
            last, begun = number_of(head) if head["task"] else last, None
            part = part if head["end"] else head
        elif (part is None or part["output"]) and (not named or (last and _names_a_task().search(line))):
            item = read_number(line)
            if item and (item[0] == last + 1 if last else not begun):
                begun = at, (item[0], _BOLD.sub(r"\1", item[1]))
    return headings


def _renumbered(head: Head, number: int) -> str:
    start, end = head.span("number")
    return f"{head.string[:start]}{number}{head.string[end:]}"


@cache
def _names_a_task() -> re.Pattern[str]:
    return re.compile("|".join(find_language(code).markers.task for code in language_codes()), re.IGNORECASE)
