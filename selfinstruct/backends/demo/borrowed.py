"""A vocabulary for a language that has none here: the words of the prompt itself, thrown together anew."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from selfinstruct.backends.demo.words import Words, written_words
from selfinstruct.languages import Language

# What is neither white space, digit, punctuation of any script, nor a symbol; marks of vowels belong to words.
_WORD = re.compile(r"[^\s\d\x00-@\[-`{-¿\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u3000-\u303f\uff00-\uff65]+")
_ENOUGH = 60
_SHORTEST, _LONGEST, _TAIL = 8, 20, 5
_PIECE = 3


def borrow_words(language: Language, texts: Sequence[str], prompt: str) -> Words:
    """Return a vocabulary of the words in texts and prompt; remarks around an answer are English, as with real models.

    Where texts have no spaces between words, pieces of a few characters take the place of words.
    """
    spaced = _has_spaces(texts or [prompt])
    words = _words(language, [*texts, prompt], spaced=spaced)
    joint, end = (" " if spaced else ""), _end(texts)
    patterns = tuple(_pattern(length, joint) for length in range(_SHORTEST, _LONGEST + 1))
    labels = " / ".join(f"“{{{label}}}”" for label in ("one", "two", "three"))
    english = written_words("en")
    assert english
    return replace(
        english,
        open_patterns=tuple(f"{pattern}{end}" for pattern in patterns),
        labelled_patterns=tuple(f"{pattern}: {labels}" for pattern in patterns),
        # In an instruction a word comes once.
        tails=(f"{_pattern(_TAIL, joint, first=_LONGEST)}{end}",),
        slots={"word": words, "label": words},
        sentences=tuple(f"{pattern}{end}" for pattern in patterns),
        joint=joint,
        nothing=(),
        classification_cues=(),
        labels_are_quoted=True,
    )


def _pattern(length: int, joint: str, first: int = 0) -> str:
    """Return a pattern of so many words, the first one with a capital letter where the script has any."""
    slots = (f"{{word{first + number}}}" for number in range(1, length))
    return joint.join((f"{{Word{first}}}", *slots))


def _has_spaces(texts: Sequence[str]) -> bool:
    """Tell whether texts have spaces between words: half of what stands between spaces is short."""
    runs = sorted(len(run) for text in texts for run in text.split())
    return not runs or runs[len(runs) // 2] <= 12


def _words(language: Language, texts: Sequence[str], *, spaced: bool) -> tuple[str, ...]:
    found = [word for text in texts for word in _WORD.findall(text)]
    if not spaced:
        found = [word[at : at + _PIECE] for word in found for at in range(0, len(word), _PIECE)]
    # A prompt may speak of code, or show names, in another script.
    own = list(dict.fromkeys(word for word in found if language.is_own_script(word)))
    words = own if len(own) >= _ENOUGH else list(dict.fromkeys(found))
    return tuple(words) or (language.name,)


def _end(texts: Sequence[str]) -> str:
    """Return how most of the texts end, if that is a full stop of some kind."""
    ends = Counter(text[-1] for text in texts if text and not text[-1].isalnum() and text[-1] not in ":：)）”\"'?？")
    return ends.most_common(1)[0][0] if ends else "."
