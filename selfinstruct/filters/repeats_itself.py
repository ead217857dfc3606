"""The text goes round in circles, as weak models do that cannot stop: one piece again and again, a little changed.

What is so broken that it is one piece a dozen times over is `garbled`. Songs, tables, code and drills repeat a line or
a word in good order; where the task speaks of such a thing, nothing counts.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

# A phrase of two words or more four times in a row, a word five times; a phrase in Chinese has three characters.
_IN_A_ROW = re.compile(
    r"\b((?:[^\W\d_]{1,30}[ ,;'’-]{1,2}){2,8}?)\1{3}|\b([^\W\d_]{2,30})(?:[ ,]{1,2}\2\b){4}"
    r"|([\u4e00-\u9fff，、]{3,20}?)\3{3}|([\u4e00-\u9fff])\4{7}",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[\u4e00-\u9fff]|[^\W\d_\u4e00-\u9fff]+")
_ROW, _LEAST = 4, 60
# More of a text is not looked at: one that goes round in circles does so soon.
_MOST = 10_000
_HALF = 1 / 2
_SPEAKS_OF_REPEATING = re.compile(
    r"repeat|repetit|times|loop|refrain|chorus|song|lyric|poem|rhyme|chant|verse|rap\b|drill|table|csv|json|code|list|"
    r"function|program|script|pattern|tongue|laugh|onomatop|sound|重复|反复|遍|循环|副歌|歌|诗|儿歌|顺口溜|绕口令|表格|代码|程序|列表|清单|拟声|叠词|笑",
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
    if _SPEAKS_OF_REPEATING.search(task):
        return None
    text = text[:_MOST]
    if found := _IN_A_ROW.search(text):
        piece = next(filter(None, found.groups()))
        return f"“{piece.strip()}” again and again"
    units = _UNIT.findall(text.casefold())
    rows = [tuple(units[at : at + _ROW]) for at in range(len(units) - _ROW + 1)]
    share = len(set(rows)) / len(rows) if len(units) >= _LEAST else 1.0
    return f"only {share:.0%} of it is new" if share < _HALF else None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
