"""Reads lists whose items are marked in a way that nobody has named: by what all marks have in common.

`Step 1:`, `№ 1`, `1º`, `2nd:`, `A.`, `Ⓐ`, `(iv)`, `甲、`, `1 | …`: lines that begin alike, but for a counter that goes
on by one, are the items of a list. A single one tells nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from selfinstruct.parsing.words import number_value, numerals

Item = tuple[int, str]
Frame = tuple[str, ...]

_STEMS = "甲乙丙丁戊己庚辛壬癸"
# As on cheques, in both forms.
_CHEQUE = ("壹", "贰貳", "叁參", "肆", "伍", "陆陸", "柒", "捌", "玖", "拾")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
# Letters and numbers that stand in circles or squares, or raised.
_DRESSED = re.compile(r"(?P<opening>[#>*_\-•+\s]*+)(?P<sign>[Ⓐ-ⓩ🄐-🄩🄰-🅉🅐-🅩🅰-🆉]|[¹²³⁰⁴-⁹]{1,3})[.．、:：)）]?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A word or sign after which a number alone tells that it counts.
_COUNTS = re.compile(
    r"(?:n[or]?|num(?:ber)?|item|task|prompt|question|q|exercise|instruction|request|message|example"
    r"|编号|編號|序号|序號|任务|任務|指令|题目?|題目?|问题|問題)?[\s.º°]*[№#＃]?\s*",
    re.IGNORECASE,
)
# So many lines show that numbers without any mark count them.
_BARE = 3
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ELEMENTS = "instruction|task|item|li|prompt|question|指令|任务"
_ELEMENT = re.compile(
    rf"<(?P<name>{_ELEMENTS})(?:[ \t][^<>\n]{{0,80}})?>(?P<text>(?:(?!</?(?:{_ELEMENTS})\b)[\s\S])*+)</(?P=name)>",
    re.IGNORECASE,
)
# In one paragraph an item begins after the end of a sentence.
_IN_PARAGRAPH = re.compile(
    r"(?:^|(?<=[.!?:。！？：；;)”\"])) ?(?P<before>[(（]?)(?P<counter>\d{1,3}|[①-⑳])(?P<after>[.)）、．]?) ?"
    r"(?=[^\W\d]|[“\"‘「《])"
)


def _letter(text: str) -> int:
    return ord(text.casefold()) - ord("a") + 1


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text.casefold()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _undressed(line: str) -> str:
    """Return a line with a plain mark for one in a circle, a square or raised."""
    found = _DRESSED.match(line)
    if found is None:
        return line
    sign = found["sign"].translate(_RAISED)
    if not sign.isdecimal():
        code = ord(sign)
        first = next(each for each in (0x1F170, 0x1F150, 0x1F130, 0x1F110, 0x24D0, 0x24B6) if code >= each)
        sign = chr(ord("A") + code - first)
    return f"{found['opening']}{sign}) {line[found.end() :]}"


def _counters() -> tuple[tuple[str, Callable[[str], int]], ...]:
    """Return what may count, each with the value of one; letters come last, since i and v are numerals, too."""
    roman = r"x{0,3}(?:ix|iv|vi{0,3}|i{1,3})|x{1,3}"
    return (
        (r"\d{1,4}", int),
        (numerals(), number_value),
        (f"[{_STEMS}]", lambda text: _STEMS.index(text) + 1),
        (f"[{''.join(_CHEQUE)}]", lambda text: next(at for at, forms in enumerate(_CHEQUE, 1) if text in forms)),
        ("|".join(_ORDINALS), lambda text: _ORDINALS.index(text.casefold()) + 1),
        (roman, _roman),
        ("[a-z]", _letter),
    )


def series(lines: Sequence[str]) -> dict[str, Item]:
    """Return number and text of the lines that begin alike, but for a counter that goes on by one; by their lines."""
    for counter, value in _counters():
        frames: defaultdict[Frame, list[tuple[str, Item]]] = defaultdict(list)
        head = _head(counter)
        for line in lines:
            found = head.fullmatch(_undressed(line))
            if found and not _has_more_cells(line) and (frame := _frame(found)):
                frames[frame].append((line, (value(found["counter"]), _cell(found["rest"]))))
        longest = max(frames.items(), key=lambda each: len(each[1]), default=None)
        if longest and _counts_on(*longest, lines):
            return dict(longest[1])
    return {}


def _head(counter: str) -> re.Pattern[str]:
    return re.compile(
        r"[#>*_\-•·+\s|]*+(?P<label>(?:(?:[^\W\d_]{1,12}?[.º°]?[ ]?)?[#＃№]?[ ]?)??)(?P<before>[(（\[【<{《〈]?)"
        rf"(?P<counter>{counter})(?P<after>(?:/\d{{1,4}})?(?:st|nd|rd|th|\.?[ºª°]"
        rf"|[条条條个個项項题題号號道])?[)）\]】>}}》〉]?[*_]*"
        r"\s?[.．、:：)|/,，;；~～→»›>·•\-–—]{0,2}[*_]*)(?!\d)(?P<rest>\s.*|[^\x00-\x7f].*|(?<=[^\w\s]).*|)",
        re.IGNORECASE,
    )


def _frame(found: re.Match[str]) -> Frame | None:
    """Return what is the same in all lines that are marked like this one, None if it is no mark."""
    after = re.sub(r"[\d\s*_]|st|nd|rd|th", "", found["after"])
    label, rest = found["label"].strip().casefold(), found["rest"].strip(" |*_")
    # A heading alone on its line needs a word that counts.
    if not (rest or _COUNTS.fullmatch(label)) or not (rest or label):
        return None
    if not (after or label or found["before"] or found["counter"].isdecimal()):
        return None
    is_ordinal = found["counter"].isalpha() and found["counter"].isascii() and len(found["counter"]) > 4
    if is_ordinal and after not in (":", "."):
        return None
    return label, found["before"], after


def _counts_on(frame: Frame, items: Sequence[tuple[str, Item]], lines: Sequence[str]) -> bool:
    """Return whether the numbers of lines go on by one; without any mark, there is nothing but such lines."""
    label, before, after = frame
    numbers = [number for _, (number, _) in items]
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    if after or before or (label and _COUNTS.fullmatch(label)):
        return True
    texts = [text for _, (_, text) in items]
    is_all = len(items) == sum(bool(line.strip()) for line in lines)
    return (
        not label
        and is_all
        and len(items) >= _BARE
        and all(text[:1].isalpha() and not text[0].islower() for text in texts)
    )


def elements(text: str) -> list[Item]:
    """Return the texts of elements such as `<instruction>…</instruction>`, if there are several."""
    found = [each["text"].strip() for each in _ELEMENT.finditer(text)]
    return list(enumerate(found, 1)) if len(found) > 1 else []


def in_paragraph(text: str) -> list[Item]:
    """Return the items of a list in one paragraph, `1. … 2. …`, if its numbers go on by one and nothing else does."""
    found = list(_IN_PARAGRAPH.finditer(text))
    numbers = [number_value(each["counter"]) for each in found]
    alike = {(each["before"], each["after"]) for each in found}
    sound = len(found) > 1 and len(alike) == 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not sound or not (found[0]["after"] or found[0]["counter"] > "9"):
        return []
    ends = [*(each.start() for each in found[1:]), len(text)]
    return [(number, text[each.end() : end].strip()) for number, each, end in zip(numbers, found, ends, strict=True)]


def _has_more_cells(line: str) -> bool:
    """Return whether a line is the row of a table with a cell beside the counter and the text."""
    return line.lstrip().startswith("|") and line.rstrip().strip("|").count("|") > 1


def _cell(text: str) -> str:
    """Return a text without the ruler that closes the cell of a table."""
    text = text.strip()
    return text.removesuffix("|").rstrip() if text.endswith("|") and text.count("|") == 1 else text
