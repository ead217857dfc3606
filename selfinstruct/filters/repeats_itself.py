"""The text goes round in circles, as weak models do that cannot stop: one piece again and again, a little changed.

What is so broken that it is one piece a dozen times over is `garbled`. Songs, tables, code and drills repeat a line or
a word in good order; where the task speaks of such a thing, nothing counts.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

# A phrase of two words or more four times in a row, a word five times; a phrase in Chinese has three characters.
_IN_A_ROW = re.compile(
    r"\b((?:[^\W\d_]{1,30}[ ,;.!?'’-]{1,2}){2,8}?)\1{3}|\b([^\W\d_]{2,30})(?:[ ,]{1,2}\2\b){4}"
    r"|([\u4e00-\u9fff，、]{3,20}?)\3{3}|([\u4e00-\u9fff])\4{7}",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[\u4e00-\u9fff]|[^\W\d_\u4e00-\u9fff]+")
_ROW, _LEAST = 4, 60
# More of a text is not looked at: one that goes round in circles does so soon.
_MOST = 10_000
_HALF, _FIFTH = 1 / 2, 1 / 5
# So many lines with so many letters are no chance where nothing speaks of such things.
_LINES, _FEWEST = 5, 6
_POINT = re.compile(r"[ \t]*(?:\d{1,4}[.)、．:]|[-*•])[ \t]*")
_SPEAKS_OF_LINES = re.compile(
    r"repeat|repetit|times\b|refrain|chorus|song|lyric|poem|chant|pattern|\bart\b|code|function|program|script|csv|table|template"
    r"|log|重复|重複|反复|反覆|遍|歌|诗|詩|[图圖]案|代[码碼]|程序|函[数數]|表格|模板",
    re.IGNORECASE,
)
# In letters: a text of so many is not said twice by chance.
_TWICE = 40
_SPEAKS_OF_REPEATING = re.compile(
    r"repeat|repetit|times|loop|refrain|chorus|song|lyric|poem|rhyme|chant|verse|rap\b|drill|table|csv|json|code|list|"
    r"function|program|script|pattern|tongue|laugh|onomatop|sound|重复|反复|遍|循环|副歌|歌|诗|儿歌|顺口溜|绕口令"
    r"|表格|代码|程序|列表|清单|拟声|叠词|笑",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return what the instruction says again and again."""
    return _circle(instruction, instruction)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what the input or the output says again and again."""
    task = f"{draft.instruction}\n{draft.input}"
    return _circle(draft.input, draft.instruction) or _circle(draft.output, task)


def _circle(text: str, task: str) -> str | None:
    """Return a piece that stands in a row, or the share of a text that is new."""
    if said := _same_lines(text, task):
        return f"“{said[:40]}” on line after line"
    may_repeat = _SPEAKS_OF_REPEATING.search(task) is not None
    if may_repeat and _SPEAKS_OF_LINES.search(task):
        return None
    if not may_repeat and _is_twice(text):
        return "all of it twice"
    text = text[:_MOST]
    if not may_repeat and (found := _IN_A_ROW.search(text)):
        piece = next(filter(None, found.groups()))
        return f"“{piece.strip()}” again and again"
    units = _UNIT.findall(text.casefold())
    rows = [tuple(units[at : at + _ROW]) for at in range(len(units) - _ROW + 1)]
    share = len(set(rows)) / len(rows) if len(units) >= _LEAST else 1.0
    return f"only {share:.0%} of it is new" if share < (_FIFTH if may_repeat else _HALF) else None


def _same_lines(text: str, task: str) -> str:
    """Return what so many lines in a row say, whatever their numbers: no list does."""
    before, count = "", 0
    for line in text[:_MOST].split("\n"):
        said = line[point.end() if (point := _POINT.match(line)) else 0 :].strip()
        if not said:
            continue
        count = count + 1 if said == before else 1
        before = said
        if count >= _LINES and sum(map(str.isalpha, said)) >= _FEWEST and not _SPEAKS_OF_LINES.search(task):
            return said
    return ""


def _is_twice(text: str) -> bool:
    letters = letters_of(text)
    half = len(letters) // 2
    fewest = _TWICE // 3 if letters[:1] >= "\u3400" else _TWICE
    return half >= fewest and len(letters) == 2 * half and letters[:half] == letters[half:]


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
