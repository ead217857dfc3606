"""Answers to a question of yes or no."""

import re
from operator import eq

from selfinstruct.languages import Language

_SEPARATOR = re.compile(r"[:：?？→]|。(?=\w)|(?<=[^\W\d])\.\s(?=\w)")


def yes_or_no(text: str, language: Language) -> bool | None:
    """Read an answer by a last part that is a yes or no ("Is it one? no"), else by how it or its last part begins."""
    whole, last = _word(text), _word(_SEPARATOR.split(text)[-1])
    for word, fits in ((last, eq), (whole, _begins), (last, _begins)):
        for verdict, spellings in ((False, language.no), (True, language.yes)):
            if any(fits(word, spelling) for spelling in spellings):
                return verdict
    return None


def _word(text: str) -> str:
    return text.strip(" \t\n*_`\"'“”‘’「」()（）[]【】-–—>=.。!！").casefold()


def _begins(text: str, word: str) -> bool:
    following = text[len(word) : len(word) + 1]
    return text.startswith(word) and not (word.isascii() and following.isalpha() and following.isascii())
