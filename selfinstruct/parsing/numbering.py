"""Tells which task of a request each heading of the answer is about."""

import re
from collections.abc import Sequence

from selfinstruct.core.tokens import estimated_tokens

# The number in a heading, and the text right under it.
Heading = tuple[int | None, str]

# Text of so few tokens names no instruction: "Example 1".
_LABEL = 6
_FOREIGN = -1
# Words that say something, in letters of an alphabet; each Han character says something.
_TELLING = re.compile(r"[^\W\d_\u3400-\u9fff]{4,}|[\u3400-\u9fff]")


def tasks_meant(headings: Sequence[Heading], instructions: Sequence[str]) -> list[int]:
    """Return for each heading the number of the task that it is about, counted from 1, 0 where that cannot be told.

    An instruction repeated under a heading tells it, whatever the number, and a title that has at least half of its
    words in common with the instruction of that number leaves it to the number; any other text tells that the number is
    of other tasks. From where such headings begin anew, all are of other tasks.
    """
    known = [*map(_letters, instructions)]
    about = [_about(number, text, instructions, known) for number, text in headings]
    end = _end_of_answer(headings, about)
    numbers = usable_numbers([number for number, _ in headings[:end]], len(instructions))
    meant = [number if said == 0 else max(said, 0) for said, number in zip(about, numbers, strict=False)]
    return meant + [0] * (len(headings) - end)


def usable_numbers(numbers: Sequence[int | None], count: int) -> list[int]:
    """Return the numbers that an answer about `count` things gives them, as if it counted from 1; 0 for unusable ones.

    Numbers from 0, and those that go on after the prompt's, count if there is exactly one for each thing. One that
    lacks is the next, if no other says so.
    """
    known = dict.fromkeys(number for number in numbers if number is not None)
    if not known:
        return [*range(1, count + 1)] if len(numbers) == count else [int(count == 1)] * len(numbers)
    first = next(iter(known))
    all_alike = len(numbers) == count > 1 == len(known)
    counts_otherwise = 0 in known or (1 not in known and max(known) > count)
    if all_alike or (counts_otherwise and [*known] != [*range(first, first + count)]):
        return [0] * len(numbers)
    before = first - 1 if counts_otherwise else 0
    found, last = list[int](), before
    for number in numbers:
        following = before if last + 1 in known else last + 1
        found.append((following if number is None else number) - before)
        last = max(last, following) if number is None else number
    return found


def _about(number: int | None, text: str, instructions: Sequence[str], known: Sequence[str]) -> int:
    """Return the number of the instruction that a text repeats, 0 if it leaves that to the number of its heading."""
    said = _letters(text)
    if said in known:
        return known.index(said) + 1 if said else 0
    if estimated_tokens(text) < _LABEL:
        return 0
    begun = [at for at, each in enumerate(known, 1) if each and (each.startswith(said) or said.startswith(each))]
    if len(begun) == 1:
        return begun[0]
    is_title = number is not None and 1 <= number <= len(known) and _is_title_of(text, instructions[number - 1])
    return 0 if is_title else _FOREIGN


def _is_title_of(text: str, instruction: str) -> bool:
    words, known = ({*_TELLING.findall(each.casefold())} for each in (text, instruction))
    return 2 * len(words & known) >= len(words) > 0


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _end_of_answer(headings: Sequence[Heading], about: Sequence[int]) -> int:
    last = 0
    for at, ((number, _), said) in enumerate(zip(headings, about, strict=True)):
        if said == _FOREIGN and number is not None and number <= last:
            return at
        last = last if said == _FOREIGN else max(last, number or 0)
    return len(headings)
