"""Which language instructions are in, as far as their script tells."""

from collections import Counter
from dataclasses import dataclass, field

from selfinstruct.core.errors import InputError
from selfinstruct.languages import Language, all_languages, find_language

# In characters; the beginning tells.
_ENOUGH = 500
# Of Chinese instructions, a fifth may be mostly English: about words, or code. So a language is clear if this share of
# the instructions is in it, and so many times as many as in any other; a small share is clearly not.
_CLEARLY, _TIMES, _HARDLY = 0.6, 2, 0.25


@dataclass
class Scripts:
    """How many instructions there are, and how many are written in the script of each language."""

    total: int = 0
    own: Counter[str] = field(default_factory=Counter)

    def add(self, instruction: str) -> None:
        """Count an instruction; one without letters says nothing."""
        text = instruction[:_ENOUGH]
        if any(char.isalpha() for char in text):
            self.total += 1
            self.own.update(each.code for each in all_languages() if each.is_own_script(text))

    def told(self) -> Language | None:
        """Return the language that the instructions are clearly in, None if there is none or more than one."""
        (code, most), (_, next_most) = [*self.own.most_common(2), ("", 0), ("", 0)][:2]
        is_clear = most and most >= _CLEARLY * self.total and most >= _TIMES * next_most
        return find_language(code) if is_clear else None

    def require_told(self) -> Language:
        """Return the language that the instructions are clearly in; `InputError` if that is not sure."""
        if found := self.told():
            return found
        shares = ", ".join(f"{find_language(code).name} {count}" for code, count in self.own.most_common())
        counted = f"of {self.total:,} instructions, by their script: {shares or 'none in a known language'}"
        raise InputError(f"the language of the tasks is not clear ({counted}); name it with ‹language›")

    def compare(self, language: Language) -> str:
        """Return what is to be told if few instructions are in a language, "" if most are.

        `InputError` if they are clearly in another one.
        """
        own, told = self.own[language.code], self.told()
        only = f"only {own:,} of {self.total:,} instructions are in {language.name}"
        if told and own <= _HARDLY * self.total:
            raise InputError(f"{only}, and {self.own[told.code]:,} in {told.name}; choose the ‹language› they are in")
        return only if 2 * own < self.total else ""
