"""A vocabulary for a language that has none here: the words of the prompt itself, thrown together anew."""

import re
from collections.abc import Sequence
from dataclasses import replace

from selfinstruct.backends.demo.words import Words, written_words
from selfinstruct.languages import Language

# What is neither white space, digit, punctuation of any script, nor a symbol; marks of vowels belong to words.
_WORD = re.compile(r"[^\s\d\x00-@\[-`{-¿\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u3000-\u303f\uff00-\uff65]+")
_ENOUGH = 60
_SHORTEST, _LONGEST, _TAIL = 8, 20, 5
# Where a script has no spaces, what stands between two marks is longer, and pieces of it take the place of words.
_LONGEST_WORD, _PIECE = 12, 3


def borrow_words(language: Language, texts: Sequence[str], prompt: str) -> Words:
    """Return a vocabulary of the words in texts and prompt; remarks are English, as with real models."""
    found = [word for text in (*texts, prompt) for word in _WORD.findall(text)]
    spaced = sorted(map(len, found or [""]))[len(found) // 2] <= _LONGEST_WORD and " " in "".join(texts or prompt)
    if not spaced:
        found = [word[at : at + _PIECE] for word in found for at in range(0, len(word), _PIECE)]
    # A prompt may speak of code, or show names, in another script.
    own = list(dict.fromkeys(word for word in found if language.is_own_script(word)))
    words = tuple(own if len(own) >= _ENOUGH else dict.fromkeys(found)) or (language.name,)
    joint, end = (" ", ".") if spaced else ("", "。")
    patterns = tuple(f"{_pattern(length, joint)}{end}" for length in range(_SHORTEST, _LONGEST + 1))
    labels = " / ".join(f"“{{{label}}}”" for label in ("one", "two", "three"))
    english = written_words("en")
    assert english
    return replace(
        english,
        open_patterns=patterns,
        labelled_patterns=tuple(f"{pattern} {labels}" for pattern in patterns),
        # In an instruction a word comes once.
        tails=(f"{_pattern(_TAIL, joint, first=_LONGEST)}{end}",),
        slots={"word": words, "label": words},
        sentences=patterns,
        joint=joint,
        nothing=(),
        classification_cues=(),
        labels_are_quoted=True,
    )


def _pattern(length: int, joint: str, first: int = 0) -> str:
    """Return a pattern of so many words, the first one with a capital letter where the script has any."""
    slots = (f"{{word{first + number}}}" for number in range(1, length))
    return joint.join((f"{{Word{first}}}", *slots))
