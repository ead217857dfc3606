"""Headings that only count tasks, such as `### 5`, `**5.**`, `第五条` or a bare `5.`, in an answer of whole tasks.

One such line may belong to the text above it, whose last line may be a number; a series of them, each right before
another task, does not.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from selfinstruct.parsing.marker_line import BLANK_OR_RULER, Head
from selfinstruct.parsing.words import number_value, numerals

Lines = Sequence[str]
Heads = Sequence[Head | None]

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")
# Marks without which a number may be the last line of an output.
_DRESSED = re.compile(r"\s*+(?:[#>=—─━═~]|-{2}|\*{3}|第|[^\W\d_]{2})")


class _Counting(NamedTuple):
    """A line that only counts: where it stands, how it looks without its number, and the number."""

    at: int
    look: str
    number: int


def with_bare_headings(lines: Lines, heads: Heads) -> tuple[list[str], list[Head | None]]:
    """Return the lines and marker lines of an answer, whose headings that only count tasks are not in any text.

    Where nothing else opens a task they do; where something else does, they are left out.
    """
    if not any(head and head.kind == "output" for head in heads):
        return [*lines], [*heads]
    opens = any(head and head.opens_task for head in heads)
    series = _series(heads, [*(_before_tasks(lines, heads) if opens else _before_parts(lines, heads))])
    if opens:
        places = {each.at for each in series}
        return ["" if at in places else line for at, line in enumerate(lines)], [*heads]
    found = {each.at: Head("task", each.number, "", True, False) for each in series}
    return [*lines], [found.get(at, head) for at, head in enumerate(heads)]


def _before_tasks(lines: Lines, heads: Heads) -> Iterator[_Counting]:
    """Yield the counting lines right before what opens a task, or at the very end; one is not all of an output."""
    last: _Counting | None = None
    written = 1
    for at, (line, head) in enumerate((*zip(lines, heads, strict=True), ("", Head("task", None, "", True, False)))):
        if head:
            if head.opens_task and last and written > 1:
                yield last
            last, written = None, int(bool(head.rest))
        elif not BLANK_OR_RULER.fullmatch(line):
            last, written = _counting(line, at), written + 1


def _before_parts(lines: Lines, heads: Heads) -> Iterator[_Counting]:
    """Yield the counting lines, and the rulers, after which a part of a task begins; one is not all of an output."""
    # By look: of two that look alike, the one above may be the last line of an output.
    waiting, has_text, written, rulers = dict[str, _Counting](), False, 1, 0
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        found = _counting(line, at)
        if line.strip() and BLANK_OR_RULER.fullmatch(line):
            rulers += 1
            found = _Counting(at, line.strip(), rulers)
        if head:
            yield from waiting.values() if has_text or written > 1 else ()
            waiting, has_text, written = {}, False, int(bool(head.rest))
        elif found:
            waiting, has_text, written = ({} if has_text else waiting) | {found.look: found}, False, written + 1
        elif line.strip():
            has_text, written = True, written + 1


def _series(heads: Heads, counting: Sequence[_Counting]) -> list[_Counting]:
    """Return the lines that look alike and count up, if there are at least two, and one for half of the tasks."""
    by_look = defaultdict[str, list[_Counting]](list)
    for each in counting:
        by_look[each.look].append(each)
    tasks = sum(head is not None and head.kind == "output" for head in heads)
    longest = max(by_look.values(), key=len, default=[])
    steps = [after.number - before.number for before, after in pairwise(longest)]
    is_dressed = bool(longest) and _DRESSED.match(longest[0].look)
    # Models miscount: a number may come twice, or be left out.
    counted = sum(step in (0, 1) if is_dressed else step == 1 for step in steps)
    goes_on = counted >= len(steps) * (0.5 if is_dressed else 0.75)
    return longest if len(longest) > 1 and goes_on and 2 * len(longest) >= tasks else []


def _counting(line: str, at: int) -> _Counting | None:
    line = line.translate(_KEYCAP)
    found = _counting_line().fullmatch(line) if len(line) < 60 else None
    if not found:
        return None
    number = found["number"] or found["spelt"]
    value = number_value(number.casefold()) if number else _roman(found["roman"])
    look = line[: found.start("counted")] + "{}" + line[found.end("counted") :]
    return _Counting(at, " ".join(look.split()), value)


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.upper()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


@cache
def _counting_line() -> re.Pattern[str]:
    digits = r"(?P<number>\d{1,4}|[①-⑳])(?:\s?(?:/|of|／)\s?\d{1,4})?"
    number = rf"{digits}|(?P<spelt>{numerals()})|(?P<roman>[IVXL]{{1,6}})"
    opening, closing = r"[\s#>*_`~=—\-•\[【(（〔<《「]", r"[\s\])】）〕>》」.:：、．*_`~=—\-]"
    word = r"(?:第|[^\W\d_]{1,12}?[.]?)??[\s#＃№.:：]*+"
    return re.compile(rf"{opening}*+{word}(?P<counted>{number})\s?[条條个個题題项項则則组組道篇]?{closing}*+")
