"""Made-up texts: instructions, sentences, refusals, spellings of no input."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from selfinstruct.backends.demo.words import Words
from selfinstruct.languages import Language

_SLOT = re.compile(r"\{([^\W\d]+?)(\d*)\}")
_LABELS = ("one", "two", "three")
_TRIES = 8


class Voice:
    """Makes up texts of a vocabulary; the same `random` gives the same texts."""

    def __init__(self, words: Words, language: Language, random: Random) -> None:
        self.words = words
        self.language = language
        self.random = random
        self.yes = language.yes[0] if language.yes else "yes"
        self.no = language.no[0] if language.no else "no"
        self._stop = "." if words.joint else "。"

    def slips(self, probability: float) -> bool:
        """Tell whether a slip of this probability happens now."""
        return self.random.random() < probability

    def approves(self) -> bool:
        """Answer a question about something with yes, mostly."""
        return not self.slips(0.15)

    def one_of(self, values: Sequence[Any]) -> Any:
        """Return one of several values; of numbers, which are marks, a high one more often than a low one."""
        are_marks = all(isinstance(each, int | float) for each in values)
        weights = [(at + 1) ** 2 for at in range(len(values))] if are_marks else None
        return self.random.choices(values, weights)[0]

    def instruction(self) -> str:
        """Return an instruction, one in five for a classification task."""
        patterns = self.words.labelled_patterns if self.slips(0.22) else self.words.open_patterns
        pattern = self.random.choice(patterns)
        if self.slips(0.9):
            pattern = self.words.joint.join((pattern, self.random.choice(self.words.tails)))
        return self._fill(pattern)

    def stump(self) -> str:
        """Return an instruction that is too short to be one."""
        return self._fill(self.random.choice(self.words.open_patterns)).split(" ")[0][:3]

    def text(self, least: int, most: int) -> str:
        """Return so many sentences."""
        sentences = self.random.choices(self.words.sentences, k=self.random.randint(least, most))
        return self.words.joint.join(self._fill(sentence) for sentence in sentences)

    def no_input(self) -> str:
        """Return one of the ways in which models write that there is no input."""
        word = self.language.markers.nothing
        return self.random.choice((word, f"{word.capitalize()}{self._stop}", f"({word})", "N/A", *self.words.nothing))

    def verdict(self, *, yes: bool) -> str:
        """Return one of the ways in which models write yes or no."""
        word = self.yes if yes else self.no
        ways = (word, word, "{0}", "{0}" + self._stop, "**{0}**", f"{word} - ")
        way = self.random.choice(ways).format(word.capitalize())
        return way + self.text(1, 1) if way.endswith(" ") else way

    def _fill(self, pattern: str) -> str:
        """Fill the slots of a pattern; `{noun2}` differs from `{noun}`, `{Person}` starts a sentence."""
        filled: dict[str, str] = {}
        if "{one}" in pattern:
            labels = self.words.slots["label"]
            filled = dict(zip(_LABELS, self.random.sample(labels * 3 if len(labels) < 3 else labels, 3), strict=True))

        def choose(found: re.Match[str]) -> str:
            slot = found[1].lower()
            key = slot + found[2]
            if key not in filled:
                filled[key] = self._other(self.words.slots[slot], filled)
            word = filled[key]
            return word[0].upper() + word[1:] if found[1][0].isupper() else word

        text = _SLOT.sub(choose, pattern)
        return text[0].upper() + text[1:]

    def _other(self, choices: tuple[str, ...], taken: dict[str, str]) -> str:
        drawn = (self.random.choice(choices) for _ in range(_TRIES))
        return next((word for word in drawn if word not in taken.values()), choices[0])
