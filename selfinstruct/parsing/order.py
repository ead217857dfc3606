"""Finds the marker lines of an answer that holds whole tasks, among lines in its texts that only look like some.

An output may speak of "Input:" and list "Task 1: …": it ends where the next task begins.
"""

from collections.abc import Iterator, Sequence

from selfinstruct.parsing.marker_line import Head


def in_order(heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines, with None for those that belong to the text around them."""
    candidates = _alike([head for head in heads if head])
    kept = {head for part in _tasks(candidates) for head in _of_one(part)}
    return [head if head in kept else None for head in heads]


def _alike(heads: Sequence[Head]) -> list[Head]:
    """Leave out headings that lack a number though the first has one; the same for instructions."""
    firsts = {head.kind: head for head in reversed(heads) if head.opens_task}
    numbered = {kind for kind, head in firsts.items() if head.number is not None}
    return [head for head in heads if head.number is not None or head.kind not in numbered]


def _tasks(heads: Sequence[Head]) -> Iterator[list[Head]]:
    """Yield the lines of each task, and of what stands between tasks, each with the one that opens it first.

    If a heading comes first, headings open all tasks; if an instruction does, instructions. A heading opens one if it
    is as clear as any other or stands before a part. After an input that has no output yet, its number must be the
    next. A line as the prompts show it always opens one.
    """
    kinds = [head.kind for head in heads]
    headed = _are_headed(kinds)
    clearest = max(((head.as_shown, head.alone) for head in heads if head.kind == "task"), default=(False, False))
    part: list[Head] = []
    last = 0
    for head, after in zip(heads, [*kinds[1:], ""], strict=False):
        match head.kind:
            case "task":
                alike = (head.as_shown, head.alone) == clearest and (head.alone or after != "task")
                goes_on = not part or part[-1].kind != "input" or head.number in (None, last + 1)
                opens = head.as_shown or (headed and goes_on and (alike or after in ("instruction", "input")))
            case "instruction":
                opens = head.as_shown or not headed or (bool(part) and part[-1].kind == "task")
            case "end":
                opens = head.alone
            case _:
                part.append(head)
                continue
        if opens:
            yield part
            part = [head]
            last = head.number or last if head.kind == "task" else last
    yield part


def _are_headed(kinds: Sequence[str]) -> bool:
    """Return whether tasks have headings. A single one before several instructions is only the start of the answer."""
    first = next((kind for kind in kinds if kind in ("task", "instruction")), "")
    is_lead = kinds[:2] == ["task", "instruction"] and kinds.count("task") == 1 and kinds.count("instruction") > 1
    return first == "task" and not is_lead


def _of_one(part: Sequence[Head]) -> Iterator[Head]:
    """Yield the lines of one task that count: the one that opens it, one input, one output.

    Lines as the prompts show them come before others if the heading is one of them, and end the text before them.
    """
    output, given = (_first(part, kind) for kind in ("output", "input"))
    for head in part:
        if head is output:
            given = None  # An input that comes only now belongs to the text of the output.
        if head.kind not in ("input", "output") or head.as_shown or head in (output, given):
            yield head


def _first(part: Sequence[Head], kind: str) -> Head | None:
    found = (head for head in part if head.kind == kind)
    return min(found, key=lambda head: head.as_shown < part[0].as_shown, default=None)
