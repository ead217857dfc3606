"""The label that some models set before an output although they write it where only an output may stand."""

import re
from functools import cache

from selfinstruct.parsing.words import all_markers, any_of

_LABELLED_LINE = re.compile(r"^\W{0,3}[^\W_]{1,20}(?: [^\W_]{1,20})?[*_]{0,2}[ \t]?[:：]", re.MULTILINE)
# Beside it, "A:" is the name of a choice or of a speaker.
_NEXT_LETTER = re.compile(r"(?<!\w)B(?!\w)")


def without_label(output: str, task: str) -> str:
    """Return an output without a label such as "Answer:" or "**输出：**" before it.

    It stays where the task or the rest of the output has labels, too, as a quiz and a dialogue have, where the task
    speaks of it, and where nothing follows.
    """
    found = _label().match(output)
    if found is None:
        return output
    rest, word = output[found.end() :], re.escape(found["word"])
    if found["mark"] and found["mark"] not in (found["before"], found["after"]):
        if not rest.endswith(found["mark"]):
            return output
        rest = rest.removesuffix(found["mark"])
    is_shown = re.search(rf"{word}\W{{0,3}}[:：]|[\"“'‘「]{word}", task, re.IGNORECASE)
    is_choice = word == "A" and _NEXT_LETTER.search(task)
    # What follows on the line of the label may have a colon: "Answer: Neither: both are the same."
    is_one_of_several = _LABELLED_LINE.search(rest, len(rest.partition("\n")[0])) or _LABELLED_LINE.search(task)
    return output if not rest.strip() or is_shown or is_choice or is_one_of_several else rest


@cache
def _label() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.output, *each.other_outputs, *each.before_outputs))
    return re.compile(
        rf"\s{{0,9}}(?:#{{1,6}} )?(?P<mark>\*\*|__|)(?P<word>(?-i:A)|{words})(?P<before>\*\*|__|)[ \t]?[:：]"
        r"(?P<after>\*\*|__|)\s*+",
        re.IGNORECASE,
    )
