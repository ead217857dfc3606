"""Tells the marker lines of an answer that holds whole tasks from lines in its texts that only look like some.

An output may speak of "Input:" and list "Task 1: …": it ends where the next task begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfinstruct.parsing.marker_line import Head, is_as_shown, kind_of, number_of


@dataclass(frozen=True)
class _Mark:
    """A line that may be a marker line, and what it would begin.

    `alone`: nothing else stands on the line. `shown`: and it looks as the prompts show it.
    """

    line: int
    kind: str
    number: int | None
    alone: bool
    shown: bool


def in_order(heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines, with None for those that belong to the text around them."""
    marks = _alike([_mark(line, head) for line, head in enumerate(heads) if head])
    kept = {line for part in _tasks(marks) for line in _lines_of_one(part)}
    return [head if line in kept else None for line, head in enumerate(heads)]


def _mark(line: int, head: Head) -> _Mark:
    alone = not head["rest"].strip()
    return _Mark(line, kind_of(head), number_of(head), alone, alone and is_as_shown(head))


def _alike(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the marks without headings that lack a number though the first has one; the same for instructions."""
    firsts = {mark.kind: mark for mark in reversed(marks)}
    numbered = {kind for kind in ("task", "instruction") if kind in firsts and firsts[kind].number is not None}
    return [mark for mark in marks if mark.number is not None or mark.kind not in numbered]


def _tasks(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """Yield the marks of each task, and of what stands between tasks; the first mark of each is the one that opens it.

    If a heading comes first, headings open all tasks; if an instruction does, instructions. A heading opens one if it
    is as clear as any other or stands before a part. After an input that has no output yet, its number must be the
    next. A line as the prompts show it always opens one.
    """
    headed = _are_headed([mark.kind for mark in marks])
    clearest = max(((mark.shown, mark.alone) for mark in marks if mark.kind == "task"), default=(False, False))
    part: list[_Mark] = []
    last = 0
    for mark, after in zip(marks, [*(mark.kind for mark in marks[1:]), ""], strict=False):
        match mark.kind:
            case "task":
                alike = (mark.shown, mark.alone) == clearest and (mark.alone or after != "task")
                goes_on = not part or part[-1].kind != "input" or mark.number in (None, last + 1)
                opens = mark.shown or (headed and goes_on and (alike or after in ("instruction", "input")))
            case "instruction":
                opens = mark.shown or not headed or (bool(part) and part[-1].kind == "task")
            case "end":
                opens = mark.alone
            case _:
                part.append(mark)
                continue
        if opens:
            yield part
            part = [mark]
            last = mark.number or last if mark.kind == "task" else last
    yield part


def _are_headed(kinds: Sequence[str]) -> bool:
    """Tell whether tasks have headings. A single one before several instructions is only the start of the answer."""
    first = next((kind for kind in kinds if kind in ("task", "instruction")), "")
    is_lead = kinds[:2] == ["task", "instruction"] and kinds.count("task") == 1 and kinds.count("instruction") > 1
    return first == "task" and not is_lead


def _lines_of_one(marks: Sequence[_Mark]) -> Iterator[int]:
    """Yield the lines of the marks of one task that count: the one that opens it, one input, one output.

    Lines as the prompts show them come before others if the heading is one of them, and end the text before them.
    """
    output, given = (_first(marks, kind) for kind in ("output", "input"))
    for mark in marks:
        opens = mark.kind not in ("input", "output")
        before_output = mark is given and (output is None or mark.line < output.line)
        if opens or mark.shown or mark is output or before_output:
            yield mark.line


def _first(marks: Sequence[_Mark], kind: str) -> _Mark | None:
    found = (mark for mark in marks if mark.kind == kind)
    return min(found, key=lambda mark: (mark.shown < marks[0].shown, mark.line), default=None)
