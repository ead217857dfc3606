"""Records shared out among several reviewers, of which some go to all of them."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import TypeVar

from selfinstruct.core.errors import InputError

_Item = TypeVar("_Item")
_PART = re.compile(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*")


def part_named(name: str, overlap: int) -> tuple[int, int]:
    """Return which part is meant, and of how many, by a name such as `1/2`; "" is all in one; else `InputError`."""
    found = _PART.fullmatch(name or "1/1")
    part, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part <= of:
        raise InputError(f"‹part› {name}: write 1/2 for the first of two reviewers, 2/2 for the second")
    if overlap < 0 or (overlap and of == 1):
        raise InputError(f"‹overlap› {overlap}: a number of records that go to all, beside ‹part›")
    return part, of


def shared_out(records: Sequence[_Item], part: int, of: int, overlap: int) -> list[_Item]:
    """Return one of so many parts of the records; `overlap` of them, from all over, are in every part.

    The parts together hold all records. They are the same as long as the records are.
    """
    count = min(overlap, len(records))
    for_all = {number * len(records) // count for number in range(count)}
    others = (at for at in range(len(records)) if at not in for_all)
    mine = (at for number, at in enumerate(others) if number % of == part - 1)
    return [records[at] for at in sorted(chain(for_all, mine))]
