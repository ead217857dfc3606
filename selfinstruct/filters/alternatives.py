"""The output offers several answers to choose from ("Option 1: … Option 2: …") where one was asked for.

What asks for several, by a number, a plural of its own or a word such as "options", gets them.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_WORD = (
    r"(?:option|version|alternative|variant|answer|response|方案|版本|[选選][项項]|[备備][选選]|回[答复復]|答案"
    r"|[写寫]法)"
)
_FIRST = re.compile(
    rf"\A[\s*#_\[【(（]{{0,8}}(?P<word>{_WORD})[ #]?(?:1|A|one|一|①)\b[^\n]{{0,80}}", re.IGNORECASE | re.ASCII
)
_FIRST_HAN = re.compile(rf"\A[\s*#_\[【(（]{{0,8}}(?P<word>{_WORD})[ #]?(?:1|A|一|①)(?=[^\w]|[:：])", re.IGNORECASE)
_SECOND = r"^[ \t*#_\[【(（]{{0,8}}{word}[ #]?(?:2|B|two|二|②)(?![0-9A-Za-z十])"
# The second answer alone has a mark, or each is in a manner of its own.
_OR = re.compile(
    r"\n[ \t]*\n\W{0,4}(?:or|alternatively|another (?:option|version|way|answer)|或者?|另一[种種个個]?(?:[说說]法"
    r"|版本|[写寫]法|回答))"
    r"\W{0,3}(?:[:：]|(?=\n))",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"^\W{0,4}(?P<name>casual|informal|formal|professional|friendly|concise|detailed|funny|serious|口[语語]|[书書]面"
    r"|正式|[随隨]意|[简簡]短|[详詳][细細]"
    r"|活[泼潑]|[严嚴][肃肅])(?: version|版本?)?\W{0,3}[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_ASKS_FOR_SEVERAL = re.compile(
    r"option|version|alternativ|question|answers|quiz|\bor\b|[问問题題]|variant|variation|choice|choos|\bdrafts\b"
    r"|scenario|compar|debat|differ|ideas|suggest"
    r"|recommend|\b(?:two|three|four|five|six|ten|several|multiple|some|few|various|both|each|pairs?|ways|[2-9]|\d\d)\b"
    r"|方案|版本|[选選]|[备備]|不同|[几幾多各每两兩二三四五六十些]|[2-9]|比[较較]|建[议議]|推[荐薦]|列|或",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return how the first of several answers begins."""
    task = f"{draft.instruction}\n{draft.input}"
    if found := _of_another(draft.output):
        return None if _ASKS_FOR_SEVERAL.search(draft.instruction) or found.strip() in task else found.strip()[:40]
    first = _FIRST.match(draft.output) or _FIRST_HAN.match(draft.output)
    if not first or _ASKS_FOR_SEVERAL.search(draft.instruction):
        return None
    second = re.compile(_SECOND.format(word=re.escape(first["word"])), re.IGNORECASE | re.MULTILINE)
    is_shown = first["word"].casefold() in draft.input.casefold()
    return first.group().strip()[:40] if second.search(draft.output) and not is_shown else None


def _of_another(output: str) -> str:
    """Return what stands before another answer, "" if there is none."""
    if found := _OR.search(output):
        return found.group()
    names = {each["name"].casefold(): each.group() for each in _MANNER.finditer(output)}
    return next(iter(names.values())) if len(names) > 1 and _MANNER.match(output) else ""


FILTER = Filter(check_instance=check_instance)
