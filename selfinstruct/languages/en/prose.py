"""Tells English from other languages, by script and by the commonest words."""

import re

from selfinstruct.text.function_words import ENGLISH, OTHERS
from selfinstruct.text.quotations import outside_quotations
from selfinstruct.text.scripts import main_script, scripts_of

_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Return whether at least half of the letters are Latin, and the words do not tell of another language.

    A task about Chinese is fine, one in Chinese is not.
    """
    scripts = scripts_of(text)
    return 2 * scripts["LATIN"] >= scripts.total() and not _speaks_another(outside_quotations(text))


def is_foreign(text: str) -> bool:
    """Return whether most letters of a text are in another script, or its words are mostly those of another language.

    A list of French films is not French: one word in four must be of those without which there is no sentence. Nor is
    a text in English that quotes another one.
    """
    return all(
        main_script(each) not in ("", "LATIN") or _speaks_another(each, share=4)
        for each in (text, outside_quotations(text))
    )


def _speaks_another(text: str, share: int = 0) -> bool:
    """Return whether words of others are far more than those that any sentence in English has some of.

    One such word may be a name or a term ("Los Angeles", "déjà vu"); no English is full of accents. With a `share`,
    at least one word in so many must be told to be of another language.
    """
    words = _WORD.findall(text)
    known = [word for word in words if word.lower() in OTHERS and not word.isupper()]
    accented = [word for word in words if not word.isascii() and word.isalpha() and word[0].islower()]
    accented = [word for word in accented if word not in OTHERS]
    kinds, strange = (len({*map(str.lower, known)}), len({*accented})), len(known) + len(accented)
    is_told = kinds[0] >= 2 or min(kinds) >= 1 or (kinds[1] >= 3 and 2 * len(accented) >= len(words))
    is_enough = not share or share * strange >= len(words)
    return is_told and is_enough and strange > 3 * sum(word.lower() in ENGLISH for word in words)
