"""Reads one marker line, such as `[Task 1]`, `[Input]` or `**Output:**`."""

import re
from functools import cache

from selfinstruct.languages import Markers, all_languages
from selfinstruct.parsing.words import any_of, brackets, number_value, numerals

# A marker line, as a regex has read it.
Head = re.Match[str]
Patterns = tuple[re.Pattern[str], ...]

_KINDS = ("task", "instruction", "input", "output", "end")
_BLANK_OR_RULER = re.compile(r"\s*+(?:(?:[-=*_~]{3,}|#{2,})\s*)?")


def find_label(line: str, markers: Markers) -> Head | None:
    """Return the marker line if a line begins with the word for a task or an instruction, None if not."""
    head = match(line, marker_patterns(markers, whole=True)[1])
    return head if head and kind_of(head) in ("task", "instruction") else None


def kind_of(head: Head) -> str:
    """Return what a marker line begins: a task, an instruction, an input, an output or the end."""
    words = head.groupdict()
    return next(kind for kind in _KINDS if words.get(kind))


def number_of(head: Head) -> int | None:
    """Return the number in a marker line or before it."""
    words = head.groupdict()
    number = words["number"] or words.get("item")
    return None if number is None else number_value(number)


def is_as_shown(head: Head) -> bool:
    """Tell whether a marker line stands in brackets and alone, as the prompts show it."""
    return _as_shown().fullmatch(head.string) is not None


@cache
def _as_shown() -> re.Pattern[str]:
    opening, closing = brackets()
    return re.compile(rf"\s*+[{opening}][^{opening}{closing}]*[{closing}]\s*")


def is_blank_or_ruler(line: str) -> bool:
    """Tell whether a line is blank or a ruler such as `---`."""
    return _BLANK_OR_RULER.fullmatch(line) is not None


def rest_of(head: Head) -> str:
    """Return the text after the word of a marker line, without the end of bold type that begins before the word."""
    rest = head["rest"].strip()
    half_open = rest.endswith("**") and rest.count("**") % 2 and "**" in head.string[: head.start("rest")]
    return rest[:-2].rstrip() if half_open else rest


def match(line: str, patterns: Patterns) -> Head | None:
    """Return the match of the first pattern that matches the whole line, None if none does."""
    return next((found for pattern in patterns if (found := pattern.fullmatch(line))), None)


@cache
def marker_patterns(
    markers: Markers, *, whole: bool = False, own: bool = False, lax: bool = False
) -> tuple[Patterns, Patterns]:
    """Return how a marker line looks in brackets, as the prompts ask for it, and all ways in which models spell it.

    A word is in the group of what it begins: task, input, output or end; in answers that hold whole tasks also
    instruction. With `own` only the words of `markers` count, without it those of all languages; those for the end
    always do. With `lax` other words for an output count, too, and words alone on a line.
    """
    everyone = [markers, *(each.markers for each in all_languages())]
    known = [markers] if own else everyone
    words = {
        "task": {each.task for each in known},
        "input": {each.input for each in known},
        "output": {word for each in known for word in (each.output, each.label)},
        "end": {each.end for each in everyone},
    }
    if whole:
        words["instruction"] = {each.instruction for each in known}
    if lax:
        words["output"] |= {word for each in known for word in each.other_outputs}
    kinds = "|".join(f"(?P<{kind}>{any_of(spelt)})" for kind, spelt in words.items())
    opening, closing = brackets()
    # Possessive where white space could match two quantifiers, which would take more than linear time.
    number = rf"[#＃]?(?P<number>\d{{1,4}}|{numerals()})" if whole else r"(?P<number>\d{1,4})"
    remark = r"(?:[(（][^)）]{1,12}[)）]\s*+)?"
    word = rf"(?:{kinds})\s*+(?:{number}\s*+)?"
    title = rf"(?:[:：][^{closing}］〗]*+)?" if whole else ""
    numbers = r"(?:[(（]?(?P<item>\d{1,4})[)）.．、:：][\s*_]*+){0,2}" if whole else ""
    bullets = "•·-" if whole else ""
    rest = r"[*_]*\s*(?P<rest>.*)"
    bracketed = rf"[\s#>*_]*+{numbers}[{opening}［〖]\s*{word}{title}[{closing}］〗][*_]*\s*[:：]?{rest}"
    with_colon = rf"[\s#>*_{bullets}]*+{numbers}[(（<]?{word}{remark}[)）>]?[*_]*\s*+[:：]{rest}"
    heading = rf"[\s{bullets}]*+{numbers}(?:#{{1,6}}\s*+(?:\*\*|__)?|\*\*|__)\s*{word}{remark}[:：]?[*_]*\s*(?P<rest>)"
    alone = rf"\s*+{word}(?P<rest>)"
    strict, *others = (re.compile(each, re.IGNORECASE) for each in (bracketed, with_colon, heading, alone))
    return (strict,), (strict, *(others if lax else others[:-1]))
