"""Tells Chinese, simplified or traditional, from other languages, by script and by the characters of each country."""

from functools import cache

from selfinstruct.text.function_words import ENGLISH, ENGLISH_ANSWERS, OTHER_ANSWERS, OTHERS
from selfinstruct.text.patterns import pattern_of
from selfinstruct.text.quotations import outside_quotations
from selfinstruct.text.scripts import HAN, HANGUL, KANA, NUMERALS, main_script, without_symbols

_HAN = pattern_of(f"[{HAN}]")
_OTHER_WORD = pattern_of(rf"[^\W\d_{HAN}{NUMERALS}]+")
_KANA_OR_HANGUL = pattern_of(f"[{KANA}]+|[{HANGUL}]+")
_CODE = pattern_of(r"[={}<>]|```")
# In characters: longer texts are told by their prose.
_SHORT = 40
_CLAUSE = pattern_of(r"[\n。！？!?：:；;，,、]")


def is_chinese(text: str) -> bool:
    """Return whether a text is written in Chinese, simplified or traditional.

    There are at least as many Han characters as half of the words in other scripts: a task about English or code holds
    Latin words, one written in English has no Han characters to speak of. Where there are kana, Hangul or characters
    of Japan's own, some clause must show that it is Chinese. What stands in quotation marks does not count.
    """
    frame = outside_quotations(text)
    han = len(_HAN.findall(frame))
    return han > 0 and 2 * han >= len(_OTHER_WORD.findall(frame)) and not _is_neighbour(frame)


def is_foreign(text: str) -> bool:
    """Return whether a text is surely written in another language: in another script, in Latin prose, or a Latin "yes".

    Names, code and formulas in Latin letters are none.
    """
    frame = outside_quotations(text)
    is_other = main_script(frame) not in ("", "HAN", "LATIN") or _is_neighbour(frame)
    return is_other or _is_prose(text) or _is_answer(text)


def _is_neighbour(text: str) -> bool:
    """Return whether a text is Japanese or Korean: kana, Hangul or Japan's own characters, and no Chinese clause."""
    clauses = [clause for clause in _CLAUSE.split(without_symbols(text)) if clause]
    strange = [len(_KANA_OR_HANGUL.findall(clause)) + sum(map(_is_japans_own, clause)) for clause in clauses]
    if not any(strange):
        return False
    return not any(sum(map(_chineseness, clause)) > number for clause, number in zip(clauses, strange, strict=True))


@cache
def _chineseness(char: str) -> int:
    """Return 2 for a Han character that is not in JIS X 0208, 1 for one of its rare ones (level 2), else 0."""
    if not _HAN.match(char):
        return 0
    code = char.encode("shift_jis", "ignore")
    return 2 if not code else int(code >= b"\x98\x9f")


@cache
def _is_japans_own(char: str) -> bool:
    """Return whether a Han character is in JIS X 0208, and neither in GB 2312 nor in Big5 nor printed in Hong Kong."""
    codes = [char.encode(codec, "ignore") for codec in ("shift_jis", "gb2312", "big5")]
    return bool(_HAN.match(char)) and codes[0] != b"" == codes[1] == codes[2] and char not in "説悦閲鋭戸"


def _is_prose(text: str) -> bool:
    """Return whether a text is a dozen Latin words or more, a quarter of them function words, with hardly any Han."""
    words = _OTHER_WORD.findall(text.lower())
    common = sum(word in ENGLISH or word in OTHERS for word in words)
    is_long = len(words) >= 12 and 4 * common >= len(words)
    return is_long and 10 * len(_HAN.findall(text)) <= len(words) and not _CODE.search(text)


def _is_answer(text: str) -> bool:
    """Return whether a text is no more than one to three common words of other languages ("Not true")."""
    words = _OTHER_WORD.findall(text.lower()) if len(text) < _SHORT else []
    known = ENGLISH_ANSWERS | OTHER_ANSWERS
    is_known = any(word in known for word in words) and all(word in known or word in ENGLISH for word in words)
    return is_known and len(words) <= 3 and not (_HAN.search(text) or _CODE.search(text))
