"""Whether the last output of a completion stops short though nothing says so.

Some servers call every answer whole, and some programs close the brackets of JSON that was cut.
"""

import re
from collections.abc import Sequence

from selfinstruct.languages import Language
from selfinstruct.text.last_line import CLOSED, NEEDS_NO_MARK, without_point

# How many others must show how outputs end here, and how long all of them are: that many of the shortest instructions.
_OTHERS, _LONG = 2, 3
_IN_SENTENCE = re.compile(r"[，,、;；]")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


def stops_short(outputs: Sequence[str], instruction: str, language: Language) -> bool:
    """Return whether the last of some outputs ends in a sentence without a mark, though the others have one.

    `instruction` is that of the last one: letters, posts and the like may end as they please.
    """
    *others, last = (each.strip() for each in outputs)
    least = _LONG * language.shortest
    others = [each for each in others if language.size(each) >= least and (each[-1].isalpha() or CLOSED.search(each))]
    if len(others) < _OTHERS or not all(map(CLOSED.search, others)) or language.gives_voice.search(instruction):
        return False
    line = last.rpartition("\n")[2]
    word = _LAST_WORD.search(line)
    if not word or (word[0].isascii() and not word[0].islower()) or NEEDS_NO_MARK.search(without_point(line)):
        return False
    is_long = language.size(line) >= least
    return is_long or (language.size(last) >= least and _IN_SENTENCE.search(line) is not None)
