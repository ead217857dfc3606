"""The text holds replacement or control characters, escapes, or one piece over and over: broken or looping models."""

import re

from selfinstruct.core.escapes import left_escape
from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_BROKEN = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
# A word or a phrase 12 times; one character 30 times ("Nooooooooooooo" is fine) unless rulers are made of it.
_LOOPING = re.compile(
    r"(?!(\w)\1{11})([^\W\d_]\w{0,30}\W{0,3})\2{11}|\b(?!(\w)\3{11})([^\W\d_][^\n]{1,60}?)\4{11}"
    r"|([^\s\d_=*#.~·—…+|/%;<>^&─-▟－＝＿-])\5{29}"
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return what is broken in the instruction."""
    return _check(instruction, instruction)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what is broken in the input or the output."""
    return _check(draft.input, draft.instruction) or _check(draft.output, draft.instruction)


def _check(text: str, topic: str) -> str | None:
    if found := _BROKEN.search(text):
        return f"character U+{ord(found.group()):04X}"
    if found := _LOOPING.search(text):
        return f"repeats “{found[2] or found[4] or found[5]}”"
    if escape := left_escape(text, topic):
        return f"escape {escape}"
    return None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
