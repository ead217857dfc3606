"""Whether a Chinese text mixes simplified and traditional characters, as no writer does."""

from functools import cache

from selfinstruct.text.patterns import pattern_of
from selfinstruct.text.quotations import QUOTED

_SENTENCE = pattern_of(r"[。！？!?\n]+")
_HAN = pattern_of(r"[\u4e00-\u9fff]")
# Their simplified form is printed in Hong Kong or Taiwan, too.
_IN_BOTH = frozenset("着温户悦兑内册丢争决减冲凉凑净删吕吴呐录黄麦栖韵沪")
# The second half of each standard holds rare characters, which may be in names.
_FREQUENT_GB, _FREQUENT_BIG5 = b"\xd8\xa1", b"\xc9\x40"
# So many different characters of each form, in so many places: a name is one place. None of 25,806 published Chinese
# texts has as many.
_FEWEST = 2
# In characters: what is as near to the first character of a place is in it, if no mark stands between.
_NEAR = 4
_PAUSE = pattern_of(r"[，。！？；：,.!?;:\n]")
# One character of the rarer form for so many of the other.
_SHARE = 8
_SPEAKS_OF_FORMS = pattern_of(
    r"[繁简簡][体體]|[繁简簡]化|字[体體形]|[书書]法|[异異][体體]|古[字文诗詩籍]|[译譯]|[台臺][湾灣]|香港|[粤粵]"
    r"|日[语語文本]|[\u3040-\u30ff]"
)


def mixed_forms(text: str, task: str) -> str:
    """Return a sentence in which both forms stand, where the text clearly mixes them, else "".

    Quotations count for nothing, nor does anything where the task or the text speaks of forms.
    """
    frame = QUOTED.sub("“”", text)
    simplified, traditional = (_places(frame, form) for form in ("simplified", "traditional"))
    if min(_kinds(frame, simplified), _kinds(frame, traditional)) < _FEWEST:
        return ""
    if min(_apart(frame, simplified), _apart(frame, traditional)) < _FEWEST or _SPEAKS_OF_FORMS.search(
        f"{task}\n{frame}"
    ):
        return ""
    if _SHARE * min(len(simplified), len(traditional)) < max(len(simplified), len(traditional)):
        return ""
    return next((each.strip() for each in _SENTENCE.split(frame) if _holds_both(each)), "")


def _places(text: str, form: str) -> list[int]:
    return [found.start() for found in _HAN.finditer(text) if form_of(found.group()) == form]


def _kinds(text: str, places: list[int]) -> int:
    return len({text[place] for place in places})


def _apart(text: str, places: list[int]) -> int:
    """Return in how many places characters stand, of which those that are near to each other share one."""
    count, begun = 0, -_NEAR - 1
    for place in places:
        if place - begun > _NEAR or _PAUSE.search(text, begun, place):
            count, begun = count + 1, place
    return count


def _holds_both(sentence: str) -> bool:
    return {"simplified", "traditional"} <= {*map(form_of, sentence)}


@cache
def form_of(char: str) -> str:
    """Return the form that a frequent character is written in, "" for one of both, or of neither."""
    codes = [char.encode(codec, "ignore") for codec in ("gb2312", "big5")]
    if char.isascii() or all(codes) or char in _IN_BOTH:
        return ""
    if codes[0]:
        return "simplified" if codes[0] < _FREQUENT_GB else ""
    return "traditional" if b"" < codes[1] < _FREQUENT_BIG5 else ""
