"""What stands around the tasks of an answer and belongs to none: fences and marks of quotations."""

import re
from collections.abc import Sequence
from itertools import pairwise

from selfinstruct.steps.markers import Head

_FENCE = re.compile(r"\s*+```\w*\s*")
_QUOTATION = re.compile(r"\s*+> ?")


def is_quoted(heads: Sequence[Head | None]) -> bool:
    """Tell whether there are marker lines and all of them stand in a quotation."""
    found = [head for head in heads if head]
    return bool(found) and all(_QUOTATION.match(head.string) for head in found)


def without_quotation_marks(lines: Sequence[str]) -> list[str]:
    """Return the lines of a quotation as they are outside."""
    return [_QUOTATION.sub("", line, count=1) for line in lines]


def without_fences(lines: Sequence[str], heads: Sequence[Head | None]) -> list[str]:
    """Return the lines blank where fences stand around all tasks, or around each, and where a remark follows them.

    Such fences begin right before the first marker line; those of code come in pairs in between.
    """
    inked = [at for at, line in enumerate(lines) if line.strip()]
    before, after = {at: other for other, at in pairwise(inked)}, dict(pairwise(inked))
    first = next((at for at, head in enumerate(heads) if head), 0)
    if first not in before or not _FENCE.fullmatch(lines[before[first]]):
        return [*lines]
    fences = [at for at in inked if at > first and _FENCE.fullmatch(lines[at])]
    end = fences[-1] if len(fences) % 2 else len(lines)
    pairs = [
        (before[at], at) for at in fences if at in after and heads[after[at]] and _FENCE.fullmatch(lines[before[at]])
    ]
    between = {at for pair in pairs for at in pair}
    return ["" if at >= end or at in between else line for at, line in enumerate(lines)]
