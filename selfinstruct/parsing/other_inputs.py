"""Inputs under a name that nobody asked for: `Context: none`, `材料：…`, where an answer calls nothing an input."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from selfinstruct.languages import means_nothing
from selfinstruct.parsing.marker_line import Head
from selfinstruct.parsing.words import all_markers

_NAMED = re.compile(r"[\s>*_#•-]*+(?P<name>[^\W\d_][\w ]{0,20})(?:[*_]{1,3}[:：]|[:：][*_]{0,3})\s*(?P<rest>.*)")


def with_other_inputs(lines: Sequence[str], heads: Sequence[Head | None]) -> list[Head | None]:
    """Return the marker lines with those of inputs under another name, if none are called so.

    Half of the outputs, and two at least, have a line with that name above them; it is one of the words for what is
    given, or some of the lines say that there is nothing.
    """
    if any(head and head.kind == "input" for head in heads):
        return [*heads]
    outputs = sum(head is not None and head.kind == "output" for head in heads)
    by_name = defaultdict[str, list[tuple[int, str]]](list)
    for at, name, rest in _named_above_outputs(lines, heads):
        by_name[name].append((at, rest))
    for name, found in by_name.items():
        is_given = name in _words() or any(means_nothing(rest) for _, rest in found)
        if is_given and len(found) > 1 and 2 * len(found) >= outputs:
            given = {at: Head("input", None, rest, not rest, False) for at, rest in found}
            return [given.get(at, head) for at, head in enumerate(heads)]
    return [*heads]


def _named_above_outputs(lines: Sequence[str], heads: Sequence[Head | None]) -> Iterator[tuple[int, str, str]]:
    """Yield place, name and text of the lines between what opens a task and its output, each name once."""
    waiting: dict[str, tuple[int, str]] = {}
    is_open = False
    for at, head in enumerate(heads):
        if head and head.kind == "output":
            yield from ((place, name, rest) for name, (place, rest) in waiting.items())
        if head:
            waiting, is_open = {}, head.opens_task
        elif is_open and (found := _NAMED.fullmatch(lines[at])):
            waiting.setdefault(found["name"].strip().casefold(), (at, found["rest"].strip()))


@cache
def _words() -> frozenset[str]:
    return frozenset(word.casefold() for each in all_markers() for word in each.other_inputs)
