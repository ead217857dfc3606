"""Reads one marker line, such as `[Task 1]`, `[Input]` or `**Output:**`."""

import re
from dataclasses import dataclass
from functools import cache

from selfinstruct.languages import Markers
from selfinstruct.parsing.words import all_markers, any_of, brackets, number_value, numerals

Patterns = tuple[re.Pattern[str], ...]

# As the words for them are called in `Markers`.
_KINDS = ("task", "instruction", "input", "output", "end")
# A line that is blank or a ruler such as `---`.
BLANK_OR_RULER = re.compile(r"\s*+(?:(?:[-=*_~＝－＊]{3,}|[—─━═]{2,}|#{2,})\s*)?")


@dataclass(eq=False, slots=True)
class Head:
    """A marker line, with the number in it or before it, and the text after its word.

    `kind` is what it begins: `task`, `instruction`, `input`, `output`, `end` or `other`. It is `alone` if no text
    follows, and `as_shown` if it also stands in brackets, as in the prompts.
    """

    kind: str
    number: int | None
    rest: str
    alone: bool
    as_shown: bool

    @property
    def opens_task(self) -> bool:
        """Whether a task may begin here."""
        return self.kind in ("task", "instruction")


def find_head(line: str, patterns: Patterns) -> Head | None:
    """Return what the first pattern that matches the whole line reads, None if none does."""
    found = next((found for pattern in patterns if (found := pattern.fullmatch(line))), None)
    if found is None:
        return None
    words = found.groupdict()
    kind = next(kind for kind in _KINDS if words.get(kind))
    number = words["number"] or words.get("item")
    rest = found["rest"].strip()
    alone = not rest
    # The end of bold type that begins before the word.
    if rest.endswith("**") and rest.count("**") % 2 and "**" in line[: found.start("rest")]:
        rest = rest[:-2].rstrip()
    as_shown = alone and _as_shown().fullmatch(line) is not None
    return Head(kind, None if number is None else number_value(number), rest, alone, as_shown)


@cache
def _as_shown() -> re.Pattern[str]:
    opening, closing = brackets()
    return re.compile(rf"\s*+[{opening}][^{opening}{closing}]*[{closing}]\s*")


@cache
def marker_patterns(
    markers: Markers, *, whole: bool = False, own: bool = False, lax: bool = False
) -> tuple[Patterns, Patterns]:
    """Return how a marker line looks in brackets, as the prompts ask for it, and all ways in which models spell it.

    A word is in the group of what it begins: task, input, output or end; in answers that hold whole tasks also
    instruction. With `own` only the words of `markers` count, without it those of all languages; those for the end
    always do. With `lax` other words for an output count, too, and words alone on a line.
    """
    everyone = [markers, *all_markers()]
    known = [markers] if own else everyone
    words = {kind: {getattr(each, kind) for each in known} for kind in _KINDS if whole or kind != "instruction"}
    words["output"] |= {each.label for each in known}
    words["end"] = {each.end for each in everyone}
    if lax:
        words["output"] |= {word for each in known for word in each.other_outputs}
    kinds = "|".join(f"(?P<{kind}>{any_of(spelt)})" for kind, spelt in words.items())
    opening, closing = brackets()
    # Possessive where white space could match two quantifiers, which would take more than linear time.
    number = rf"[#＃]?(?P<number>\d{{1,4}}|{numerals()})"
    remark = r"(?:[(（][^)）]{1,12}[)）]\s*+)?"
    word = rf"(?:{kinds})\s*+(?:{number}\s*+)?"
    title = rf"(?:[:：][^{closing}］〗]*+)?" if whole else rf"(?:\.|(?(task)[:：][^{closing}］〗]*+))?"
    numbers = r"(?:[(（]?(?P<item>\d{1,4})[)）.．、:：][\s*_]*+){0,2}" if whole else ""
    bullets = "•·-" if whole else ""
    rest = r"[*_]*\s*(?P<rest>.*)"
    bracketed = rf"[\s#>*_]*+{numbers}[{opening}［〖]\s*{word}{title}[{closing}］〗][*_]*\s*[:：]?{rest}"
    with_colon = rf"[\s#>*_{bullets}]*+{numbers}[(（<]?{word}{remark}[)）>]?[*_]*\s*+[:：]{rest}"
    heading = rf"[\s{bullets}]*+{numbers}(?:#{{1,6}}\s*+(?:\*\*|__)?|\*\*|__)\s*{word}{remark}[:：]?[*_]*\s*(?P<rest>)"
    alone = rf"\s*+{word}(?P<rest>)"
    strict, *others = (re.compile(each, re.IGNORECASE) for each in (bracketed, with_colon, heading, alone))
    return (strict,), (strict, *(others if lax else others[:-1]))
