"""The words that parsers look for: those of all languages, since models now and then answer in another one."""

import re
from collections.abc import Iterable
from functools import cache

from selfinstruct.languages import all_languages


def any_of(words: Iterable[str]) -> str:
    """Return a regex for any of the words, which matches nothing if there are none."""
    # The longest first: regexes take the first word that fits.
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


@cache
def numerals() -> str:
    """Return a regex for a number written as a word."""
    return any_of(word for language in all_languages() for word in language.markers.numerals)


def number_value(text: str) -> int:
    """Return the value of a number written in digits or as a word."""
    return int(text) if text.isdecimal() else _values()[text.casefold()]


@cache
def _values() -> dict[str, int]:
    known = [language.markers.numerals for language in all_languages()]
    return {word.casefold(): value for words in known for value, word in enumerate(words, 1)}


@cache
def brackets() -> tuple[str, str]:
    """Return the brackets that open a marker line, and those that close it, each as the inside of a regex class."""
    pairs = sorted({language.markers.brackets for language in all_languages()})
    return re.escape("".join(pair[0] for pair in pairs)), re.escape("".join(pair[1] for pair in pairs))


@cache
def labels() -> re.Pattern[str]:
    """Return how a label before an instruction looks, such as `Task:` or `指令：`."""
    known = [language.markers for language in all_languages()]
    words = any_of(word for each in known for word in (each.instruction, each.task))
    return re.compile(rf"(?:{words})\s*[:：]\s*", re.IGNORECASE)


@cache
def quotes() -> frozenset[str]:
    """Return the pairs of quotation marks."""
    return frozenset(pair for language in all_languages() for pair in language.markers.quotes)
