"""Which script a text is written in, by the names that Unicode gives to letters."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Inside a regex class: the Han characters of Unicode, planes 2 and 3 whole, since they are kept for them.
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# Hiragana, Katakana with its extensions and half-width forms; Hangul syllables and jamo.
KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d\U0001b000-\U0001b16f"
HANGUL = r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa1-\uffdc"

# Inside a regex class: numerals that `\w` holds and `\d` does not, such as ², ₂, ½, Ⅳ and ③.
NUMERALS = "".join(
    char
    for char in map(chr, (*range(0x80, 0x3400), *range(0x1F100, 0x1F110)))
    if unicodedata.category(char) in ("No", "Nl")
)
LETTER = rf"[^\W\d_{NUMERALS}]"

_SYMBOL = re.compile(
    r"(?<![\u0370-\u03ff])[\u0370-\u03ff]{1,2}(?![\u0370-\u03ff])"
    rf"|(?<!{LETTER})[^\W\d_\u0000-\u024f{HAN}{NUMERALS}](?!{LETTER})"
)
_ONE = {"HIRAGANA": "KANA", "KATAKANA": "KANA", "CJK": "HAN", "IDEOGRAPHIC": "HAN"}
# They stand beside letters of any script: stress marks, length marks, primes and accents by themselves.
_OF_NO_SCRIPT = ("MODIFIER", "CARON", "SPACE")


def scripts_of(text: str) -> Counter[str]:
    """Return how many letters of a text are in each script, such as `LATIN`, `HAN`, `KANA` or `CYRILLIC`."""
    scripts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        if char.isalpha() and (script := script_of(char)):
            scripts[script] += number
    return scripts


def without_symbols(text: str) -> str:
    """Return a text without symbols borrowed from an alphabet.

    These are a Greek letter or two ("μ", "Δx"), and a single letter of any other script, as faces have ("ツ").
    """
    return _SYMBOL.sub("", text)


def main_script(text: str) -> str:
    """Return the script of most letters of a text, "" if it has none. Symbols borrowed from an alphabet are none."""
    scripts = scripts_of(without_symbols(text))
    return max(scripts, key=lambda script: (scripts[script], script), default="")


@lru_cache(maxsize=10_000)
def script_of(letter: str) -> str:
    """Return the script of a letter, "" for one of no script, such as ℵ and the stress mark of a pronunciation.

    Mathematical, full-width and half-width forms belong to that of the plain one.
    """
    if "\u2100" <= letter <= "\u214f":
        return ""
    plain = unicodedata.normalize("NFKC", letter)[0]
    first = unicodedata.name(plain, "").replace("-", " ").partition(" ")[0]
    return "" if first in _OF_NO_SCRIPT else _ONE.get(first, first)
