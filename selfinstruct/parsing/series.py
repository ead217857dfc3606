"""Reads lists whose items are marked in a way that nobody has named: by what all marks have in common.

`Step 1:`, `No. 1`, `A.`, `(iv)`, `甲、`, `1 | …`: lines that begin alike, but for a counter that goes on by one, are
the items of a list. A single one tells nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from selfinstruct.parsing.words import number_value, numerals

Item = tuple[int, str]

_STEMS = "甲乙丙丁戊己庚辛壬癸"
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


def _counters() -> tuple[tuple[str, Callable[[str], int]], ...]:
    """Return what may count, each with the value of one; letters come last, since i and v are numerals, too."""
    roman = r"x{0,3}(?:ix|iv|vi{0,3}|i{1,3})|x{1,3}"
    return (
        (r"\d{1,4}", int),
        (numerals(), number_value),
        (f"[{_STEMS}]", lambda text: _STEMS.index(text) + 1),
        (roman, _roman),
        ("[a-z]", _letter),
    )


def series(lines: Sequence[str]) -> dict[str, Item]:
    """Return number and text of the lines that begin alike, but for a counter that goes on by one; by their lines."""
    for counter, value in _counters():
        head = re.compile(
            r"[#>*_\-•·+\s|]*+(?P<label>(?:[^\W\d_]{1,12}?\.?[ ]?[#＃]?)??)(?P<before>[(（\[【<{]?)"
            rf"(?P<counter>{counter})(?P<after>(?:/\d{{1,4}})?[条个项题号道]?[)）\]】>}}]?[*_]*\s?[.．、:：)|/,，\-–—]?[*_]*)"
            r"(?!\d)(?P<rest>\s.*|[^\x00-\x7f].*|(?<=[^\w\s]).*)",
            re.IGNORECASE,
        )
        frames: defaultdict[tuple[str, ...], list[tuple[str, Item]]] = defaultdict(list)
        for line in lines:
            found = head.fullmatch(line)
            after = re.sub(r"[\d\s*_]", "", found["after"]) if found else ""
            if found and after and found["rest"].strip(" |*_") and not _has_more_cells(line):
                frame = (found["label"].strip().casefold(), found["before"], after)
                frames[frame].append((line, (value(found["counter"]), _cell(found["rest"]))))
        longest = max(frames.values(), key=len, default=[])
        numbers = [number for _, (number, _) in longest]
        if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return dict(longest)
    return {}


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
