"""Lines that read like marker lines but are of the text around them: comments of code, headings such as "## End"."""

import re
from collections.abc import Iterator, Sequence

from selfinstruct.parsing.marker_line import Head, is_as_shown, kind_of

_FENCE = "```"


def without_lookalikes(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines without those; one that looks as the prompts show it is none of them."""
    comments = set(_comments_of_code(lines, heads))
    return [
        None if head and not is_as_shown(head) and (at in comments or _ends_nothing(at, lines, heads)) else head
        for at, head in enumerate(heads)
    ]


def _comments_of_code(lines: Sequence[str], heads: Sequence[Head | None]) -> Iterator[int]:
    """Yield the marker lines between fences in an input or an output that are spelt otherwise than its own one.

    Where a task begins in between, the fences are none of code.
    """
    part: Head | None = None
    begun = False
    inside: list[int] = []
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        if line.lstrip().startswith(_FENCE):
            if begun and line.strip() == _FENCE:
                yield from inside
                begun = False
            else:
                begun = part is not None and kind_of(part) in ("input", "output")
            inside = []
        elif head and kind_of(head) in ("task", "instruction"):
            begun, part = False, head
        elif head and begun and part and _opening(head) != _opening(part):
            inside.append(at)
        elif head:
            begun, part, inside = head["rest"].lstrip().startswith(_FENCE), head, []


def _opening(head: Head) -> str:
    """Return what stands before the word of a marker line, but for numbers."""
    return re.sub(r"[\d\s]", "", head.string[: head.start(kind_of(head))])


def _ends_nothing(at: int, lines: Sequence[str], heads: Sequence[Head | None]) -> bool:
    """Tell whether what reads like the end has more of the same text after it: neither a task nor a question."""
    head = heads[at]
    if head is None or not head["end"]:
        return False
    after = next((later for later in range(at + 1, len(lines)) if lines[later].strip()), None)
    if after is None or ((following := heads[after]) and kind_of(following) in ("task", "instruction")):
        return False
    return after == at + 1 or not lines[after].rstrip().endswith(("?", "？"))
