"""Marks out of five, as models write them: 4, 4.5, "4/5", "8/10", "four", 四分, 四分半, ★★★★☆."""

import re
from fractions import Fraction

from selfinstruct.core.scores import HIGHEST

_WORDS = {word: mark for mark, word in enumerate(("zero", "one", "two", "three", "four", "five"))}
_HAN = {char: mark for mark, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "十": 10, "满": 5}
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})?)"
_MARK = re.compile(
    rf"[\s*_`\"'“”(（\[]*+(?P<mark>[-−]?{_NUMBER})\s*(?:分|points?\b|stars?\b|星)?(?P<half>半)?"
    rf"(?:\s*(?:/|／|out of|of|\(满分)\s*(?P<most>{_NUMBER})(?:分|\))?)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_HAN_MARK = re.compile(
    r"[\s*_“(（]*+(?P<mark>[零〇一二两三四五六七八九十满])(?:点(?P<part>[零一二三四五六七八九]))?分?(?P<half>半)?"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_WORD = re.compile(r"[\s*_“(]*+(?P<mark>zero|one|two|three|four|five)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_STARS = re.compile(r"\s*+(?P<full>[★⭐]{1,5})(?P<none>☆{0,5})(?P<rest>.*)", re.DOTALL)
# After a mark: the end, or words about it; a second number would make it a range, or another mark.
_RANGE = re.compile(r"\s*(?:[-–—~～至到/]|to\b|or\b|或)\s*(?:\d|[零一二三四五])", re.IGNORECASE)


def mark_of(value: object) -> float | None:
    """Return a mark from 0 to 5; None for what is none, is out of range, or may be one of several.

    A mark of a scale that it names itself, such as 8/10, is brought to ours.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _in_range(value)
    return _in_text(value.translate(_PLAIN)) if isinstance(value, str) else None


_PLAIN = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): "."}


def _in_text(text: str) -> float | None:
    if found := _STARS.match(text):
        count = len(found["full"]) + len(found["none"])
        return _in_range(len(found["full"])) if count in (HIGHEST, len(found["full"])) else None
    if found := _MARK.match(text):
        mark = Fraction(found["mark"].replace("−", "-")) + (Fraction(1, 2) if found["half"] else 0)
        if found["most"]:
            most = Fraction(found["most"])
            mark = mark * HIGHEST / most if most else Fraction(-1)
    elif found := _HAN_MARK.match(text):
        mark = Fraction(_HAN[found["mark"]]) + Fraction(_HAN.get(found["part"] or "", 0), 10)
        mark += Fraction(1, 2) if found["half"] else 0
    elif found := _WORD.match(text):
        mark = Fraction(_WORDS[found["mark"].lower()])
    else:
        return None
    return None if _RANGE.match(found["rest"]) else _in_range(mark)


def _in_range(mark: float | Fraction) -> float | None:
    return float(mark) if 0 <= mark <= HIGHEST else None
