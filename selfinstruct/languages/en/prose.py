"""Tells English from other languages, by script and by the commonest words."""

from selfinstruct.text.function_words import ENGLISH, OTHER_ANSWERS, OTHERS
from selfinstruct.text.patterns import pattern_of
from selfinstruct.text.quotations import outside_quotations
from selfinstruct.text.scripts import LETTER, main_script, scripts_of, without_symbols

# Words that no list has, since other languages have some of them; a text in English of a few words has one.
_SHORT = frozenset("a an as at be do for go he if in is it me my no of on or so to up us we".split())
_IN_NAMES = frozenset("de van von".split())
_ET_AL = pattern_of(r"\bet al\b")
# In words.
_FEWEST, _SHARE = 6, 8
# In characters.
_LONGEST_ANSWER = 40
_WORD = pattern_of(f"{LETTER}+")
# Formulas have other letters than those of ASCII, too, and so has a pronunciation: "αx", "aᵢ", "wɔːtə".
_ACCENTED = pattern_of("(?![a-z]+$)[a-zß-öø-ɏḁ-ỿ]+")


def is_english(text: str) -> bool:
    """Return whether at least half of the letters are Latin, and the words do not tell of another language.

    A task about Chinese is fine, one in Chinese is not.
    """
    scripts = scripts_of(without_symbols(text))
    return 2 * scripts["LATIN"] >= scripts.total() and not _speaks_another(outside_quotations(text))


def is_foreign(text: str) -> bool:
    """Return whether most letters of a text are in another script, or its words are mostly those of another language.

    A list of French films is not French: one word in four must be of those without which there is no sentence, or the
    text no more than a "oui". Nor is a text in English that quotes another one.
    """
    return _is_answer(text) or all(
        main_script(each) not in ("", "LATIN") or _speaks_another(each, share=4) or _lacks_english(each)
        for each in (text, outside_quotations(text))
    )


def _is_answer(text: str) -> bool:
    """Return whether a text is no more than one to three common words of other languages ("Sí, gracias")."""
    words = [word.lower() for word in _WORD.findall(text[:_LONGEST_ANSWER])] if len(text) < _LONGEST_ANSWER else []
    is_known = any(word in OTHER_ANSWERS for word in words)
    return is_known and len(words) <= 3 and all(word in OTHER_ANSWERS or word in OTHERS for word in words)


def _lacks_english(text: str) -> bool:
    """Return whether a text of some sentences has small words of another language, and none of English at all.

    Names and terms have capitals, or stand among words of English.
    """
    words = _WORD.findall(_ET_AL.sub(" ", text))
    small = [word for word in words if word.islower() and word not in _IN_NAMES]
    told = [word for word in small if word in OTHERS]
    foreign = [word for word in small if word in OTHERS or (word not in _SHORT and not word.isascii())]
    return (
        len(words) >= _FEWEST
        and bool(told)
        and len({*foreign}) > 1
        and _SHARE * len(foreign) >= len(words)
        and not any(word.lower() in ENGLISH or word in _SHORT for word in words)
    )


def _speaks_another(text: str, share: int = 0) -> bool:
    """Return whether words of others are far more than those that any sentence in English has some of.

    One such word may be a name or a term ("Los Angeles", "déjà vu"); no English is full of accents. With a `share`,
    at least one word in so many must be told to be of another language.
    """
    words = _WORD.findall(_ET_AL.sub(" ", text))
    known = [word for word in words if word.lower() in OTHERS and not word.isupper()]
    accented = [word for word in words if _ACCENTED.fullmatch(word) and word not in OTHERS]
    kinds, strange = (len({*map(str.lower, known)}), len({*accented})), len(known) + len(accented)
    is_told = kinds[0] >= 2 or min(kinds) >= 1 or (kinds[1] >= 3 and 2 * len(accented) >= len(words))
    # Names alone, such as "Los Angeles, El Paso", are no sentence.
    is_enough = not share or (share * strange >= len(words) and any(map(str.islower, known + accented)))
    return is_told and is_enough and strange > 3 * sum(word.lower() in ENGLISH for word in words)
