"""Which language instructions are in, as far as their script tells."""

import re
from collections import Counter
from dataclasses import dataclass, field

from selfinstruct.core.counts import Count, listed
from selfinstruct.core.errors import InputError
from selfinstruct.languages import Language, all_languages, find_language
from selfinstruct.text.function_words import ENGLISH

# In characters; the beginning tells.
_ENOUGH = 500
# Of Chinese instructions, a fifth may be mostly English: about words, or code. So a language is clear if this share of
# the instructions is in it, and so many times as many as in any other; a small share is clearly not.
_CLEARLY, _TIMES, _HARDLY = 0.6, 2, 0.25
# Of English instructions 99 in 100 have one of the commonest words; so have few in another language. Two may be chance.
_SOME, _WORDED = 3, 0.25
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Scripts:
    """How many instructions there are, how many in the script of each language, and how many with English words."""

    total: int = 0
    own: Counter[str] = field(default_factory=Counter)
    with_english_words: int = 0

    def add(self, instruction: str) -> None:
        """Count an instruction; one without letters says nothing."""
        text = instruction[:_ENOUGH]
        if any(char.isalpha() for char in text):
            self.total += 1
            self.own.update(each.code for each in all_languages() if each.is_own_script(text))
            self.with_english_words += any(word in ENGLISH for word in _WORD.findall(text.lower()))

    def told(self) -> Language | None:
        """Return the language that the instructions are clearly in, None if there is none or more than one."""
        (code, most), (_, next_most) = [*self.own.most_common(2), ("", 0), ("", 0)][:2]
        is_clear = most and most >= _CLEARLY * self.total and most >= _TIMES * next_most
        return find_language(code) if is_clear and not (code == "en" and self._lacks_english_words()) else None

    def require_told(self) -> Language:
        """Return the language that the instructions are clearly in; `InputError` if that is not sure."""
        if found := self.told():
            return found
        shares = listed({find_language(code).name: count for code, count in self.own.items() if count})
        counted = f"of {Count(self.total):instruction}, by their script: {shares or 'none in a known language'}"
        if self._lacks_english_words():
            counted += ", with hardly an English word"
        raise InputError(f"the language of the tasks is not clear ({counted}); name it with ‹language›")

    def _lacks_english_words(self) -> bool:
        """Return whether texts in Latin letters are hardly in English: there are many languages of these letters."""
        return self.own["en"] >= _SOME and self.with_english_words < _WORDED * self.own["en"]

    def compare(self, language: Language) -> str:
        """Return what is to be told if few instructions are in a language, "" if most are.

        `InputError` if they are clearly in another one.
        """
        own, told = self.own[language.code], self.told()
        only = f"only {own:,} of {Count(self.total):instruction is/instructions are} in {language.name}"
        if told and own <= _HARDLY * self.total:
            raise InputError(f"{only}, and {self.own[told.code]:,} in {told.name}; choose the ‹language› they are in")
        return only if 2 * own < self.total else ""
