"""Tells text that shows something from text that shows nothing, however many characters it has."""

import unicodedata

# Letters and symbols by their category, and yet blank: Hangul fillers, the empty Braille cell, a note without a head,
# blank hieroglyphs, the place of an object that plain text cannot hold.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159\U00013441\U00013442\ufffc")
# Unicode keeps these for emoji and for Han characters, also those that this Python has not heard of.
_KEPT = (range(0x1F000, 0x1FB00), range(0x20000, 0x3FFFE))


def is_blank(text: str) -> bool:
    """Return whether a text holds no letter, digit, mark of punctuation or symbol that can be seen.

    White space, controls, zero-width characters, tags and combining marks alone are blank (Unicode's general category:
    only L, N, P and S leave ink).
    """
    return not any(map(_leaves_ink, text))


def _leaves_ink(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cn":
        return any(ord(char) in kept for kept in _KEPT)
    return category[0] in "LNPS" and char not in _BLANK
