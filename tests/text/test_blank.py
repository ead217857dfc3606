"""Text that shows nothing is blank, whatever it is made of; one visible character is enough."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.text.blank import is_blank

INVISIBLE = (
    " \t\r\n\v\f\x00\x1c\x85\xa0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000"  # white space and controls
    "\u200b\u200c\u200d\u200e\u202a\u202e\u2060\u2061\u2064\u2066\u206f\ufeff\u00ad\u061c\u180e"  # format characters
    "\u034f\u17b4\u180b\ufe00\ufe0f\U000e0100\u0301"  # marks with nothing below them
    "\u115f\u1160\u3164\uffa0\u2800\ufffc\U0001d159\U000e0001\U000e0041\U000e007f\ufff0\u2065"  # fillers, tags
)


@pytest.mark.parametrize("char", INVISIBLE)
def test_what_cannot_be_seen_is_blank(char: str) -> None:
    assert is_blank(char)
    assert is_blank(char * 3)
    assert not is_blank(f"{char}x{char}")


@given(st.text(alphabet=INVISIBLE))
def test_no_mixture_of_them_can_be_seen(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("char", 'a1無ñ𠮷가のم一.。-…?！"“$+=→😀★½Ω\U0001faeb\U0003134b�')
def test_one_visible_character_is_enough(char: str) -> None:
    assert not is_blank(char)
    assert not is_blank(f"\u200b{char}\ufe0f")


def test_white_space_of_python_is_blank_without_exception() -> None:
    spaces = [char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()]
    assert "\u3000" in spaces
    assert [unicodedata.name(char, hex(ord(char))) for char in spaces if not is_blank(char)] == []
