"""The words that parsers look for: those of all languages, since models now and then answer in another one."""

import re
from collections.abc import Iterable
from functools import cache

from selfinstruct.languages import Markers, all_languages


def all_markers() -> list[Markers]:
    """Return the words of all languages for the parts of an answer."""
    return [language.markers for language in all_languages()]


def any_of(words: Iterable[str]) -> str:
    """Return a regex for any of the words, each character in any of its forms; it matches nothing if there are none."""
    # The longest first: regexes take the first word that fits.
    return "|".join(map(_in_all_forms, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


def _in_all_forms(word: str) -> str:
    forms = {char: each.other_forms[char] for each in all_languages() for char in word if char in each.other_forms}
    return "".join(f"[{re.escape(char + forms[char])}]" if char in forms else re.escape(char) for char in word)


def numerals() -> str:
    """Return a regex for a number written as a word."""
    return any_of(word for each in all_markers() for word in each.numerals)


def number_value(text: str) -> int:
    """Return the value of a number written in digits, in a circle or as a word."""
    return int(text) if text.isdecimal() else _values()[text.casefold()]


@cache
def _values() -> dict[str, int]:
    known = ["①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", *(each.numerals for each in all_markers())]
    return {word.casefold(): value for words in known for value, word in enumerate(words, 1)}


def brackets() -> tuple[str, str]:
    """Return the brackets that open a marker line, and those that close it, each as the inside of a regex class."""
    opening, closing = zip(*sorted({each.brackets for each in all_markers()}), strict=True)
    return re.escape("".join(opening)), re.escape("".join(closing))


@cache
def labels() -> re.Pattern[str]:
    """Return how a label before an instruction looks, such as `Task:` or `指令：`."""
    words = any_of(word for each in all_markers() for word in (each.instruction, each.task))
    return re.compile(rf"(?:{words})(?: ?(?:description|text|描述|内容|说明))?\s*[:：]\s*", re.IGNORECASE)


@cache
def task_heading() -> re.Pattern[str]:
    """Return how the heading of a task looks, alone on a line, with its `number`: `[Task 1]`, `**Task 1:**`."""
    words = any_of(each.task for each in all_markers())
    return re.compile(
        rf"[*#]{{0,6}}[ ]?[\[【]?(?:{words})[ ]?(?P<number>\d{{1,4}})[\]】]?[:：]?[*]{{0,3}}", re.IGNORECASE
    )
