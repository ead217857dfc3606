"""Comments that stand where more code should be: `# ... rest of the code`, `// existing code`, `# 其余代码不变`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

_MARK = r"(?:#{1,2}|//+|/\*{1,2}|--+|<!--|%|;+)"
_END = r"[ \t]*+(?:\*/\}?|-->)?[ \t]*$"
_DOTS = r"(?:\.{3,6}|…{1,2})"
_COMMENT = re.compile(
    rf"(?P<before>^[^\n]{{0,200}}?)(?<!\S)\{{?{_MARK}[ \t]*+(?P<dots>[(\[（]?{_DOTS}[ \t]*+)?"
    rf"(?P<words>[^\s.…*][^\n]{{0,120}}?)(?P<more>[ \t]*+{_DOTS}[)\]）]?)?{_END}",
    re.MULTILINE,
)
# Of a program; what is in a list or a text may be spoken of by comments that explain.
_PART = (
    r"(?:code|file|class(?:es)?|methods?|functions?|logic|implementations?|imports?|fields?|routes?|handlers?|tests?"
    r"|styles?"
    r"|script|program|components?|config(?:uration)?s?|definitions?|markup|module|queries|endpoints?|props|properties"
    r"|body)"
)
_WHICH = r"(?:existing|other|remaining|previous|original|additional|earlier|unchanged|rest of)"
_STAYS = (
    r"(?:(?:(?:is|are|stays?|remains?|kept|omitted|unchanged|the same|as(?: they were| it was| is)? before|as above"
    r"|elided"
    r"|not shown|left out|truncated|here|goes? here|as is|follows?|etc)\b[ ,]*)+(?:for (?:brevity|clarity"
    r"|simplicity))?)"
)
_CODE_LEFT_OUT = re.compile(
    rf"(?:the |your |all |keep |leave |with ){{0,3}}{_WHICH} (?:the |your |this |my |its )?(?:\w+ ){{0,2}}?{_PART} ?"
    rf"(?:here|{_STAYS})"
    rf"|(?:the )?(?:rest of (?:the|your|this|my)|(?:your |the )?existing) (?:\w+ )?{_PART}"
    rf"|(?:the |rest |other |all |your ){{0,2}}(?:\w+ )?{_PART} (?:(?:is|are|was|were) )?"
    r"(?:omitted|elided|left out|truncated|not shown|unchanged|(?:stays?|remains?) (?:the same|unchanged|as (?:is"
    r"|before)))\b"
    r"[^\n]{0,30}"
    r"|(?:\w+ ){0,3}omitted for (?:brevity|clarity|simplicity)"
    r"|[^，。\n]{0,8}(?:其[余餘他它]|剩[余餘]下?|剩下|原[有来來]?|[现現]有|已有|后[续續]|後續|之前"
    r"|前面)的?[^，。\s]{0,6}"
    r"(?:代[码碼]|程式[码碼]?|方法|函[数數]|[逻邏][辑輯]|部分|[实實][现現]|字段|[样樣]式|[测測][试試]|配置"
    r"|[内內]容)[，,]?"
    r"(?:(?:均|都)?保持|(?:均|都)?[与與]?(?:[这這]里|此[处處]|之前|原[来來])?)?(?:不[变變動动]|省略|同上|略|相同|一致"
    r"|一[样樣]|在[这這此]里?)"
    r"|(?:此[处處]|[这這]里|以下|中[间間])?(?:省略|略去)了?(?:其[余餘他它]|部分|具[体體])?[^，。\n]{0,6}"
    r"(?:代[码碼]|程式[码碼]?|方法|函[数數]|[逻邏][辑輯]|部分|[实實][现現]|[内內]容)?",
    re.IGNORECASE,
)
# What a comment with dots around it leaves out, in any words.
_LEFT_OUT = re.compile(
    r"\b(?:rest|remaining|existing|other|more|previous|same|similar(?:ly)?|omitted|unchanged|as before|your|etc"
    r"|continue|code"
    r"|implementation|and so on)\b|其[余餘他它]|剩[余餘下]|原有|[现現]有|已有|省略|不[变變]|同[上理样樣]|更多"
    r"|[类類]似|代[码碼]",
    re.IGNORECASE,
)
# What is yet to be written.
_YET_TO_COME = re.compile(
    r"(?:todo\W{1,3})?(?:implement|add|insert|write|put|place|fill in|complete)\b[^\n]{0,40}\b"
    r"(?:logic|code|implementation|functionality)\b(?:[^\n]{0,12}\bhere)?"
    r"|(?:your|the|actual) (?:\w+ ){0,2}?(?:code|logic|implementation)(?: goes)? here|implementation(?: goes)? here"
    r"|todo\W{1,3}(?:implement|complete|finish|write)\b[^\n]{0,60}"
    r"|(?:在?此[处處]?|在?[这這][里裡])(?:添加|加入|[编編][写寫]|[写寫][上入]?|[实實][现現]|[补補]充)[^，。\n]{0,8}"
    r"(?:代[码碼]|[逻邏][辑輯]|[实實][现現])|[你您]的代[码碼](?:[写寫]?在[这這此][里裡处處]?)?",
    re.IGNORECASE,
)
_IS_COMMENT = re.compile(rf"\s*{_MARK}")
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)


def elided_code(text: str) -> str:
    """Return the first comment by which a text leaves out code, "" if there is none."""
    return next((each["words"] for each in _comments(text) if _leaves_out(each)), "")


def code_to_come(text: str) -> str:
    """Return the first comment that says that code is yet to be written there, "" if there is none."""
    return next((each["words"] for each in _comments(text) if _YET_TO_COME.fullmatch(each["words"].rstrip(" .。"))), "")


def _leaves_out(comment: re.Match[str]) -> bool:
    words = comment["words"].rstrip(" .。)）]")
    if _CODE_LEFT_OUT.fullmatch(words.lstrip("([（")):
        return True
    # The second line of a remark may begin with dots, and the first end with them.
    return bool(comment["dots"] and _LEFT_OUT.search(words) and not _IS_COMMENT.match(_line_above(comment)))


def _line_above(comment: re.Match[str]) -> str:
    """Return the last line before a comment that is not empty, without a copy of all that is above."""
    text, end = comment.string, comment.start()
    while end and text[end - 1] == "\n":
        end -= 1
    return text[text.rfind("\n", 0, end) + 1 : end]


def _comments(text: str) -> Iterator[re.Match[str]]:
    """Yield the comments of a text; outside of fences, a line that begins with # is a heading."""
    fences = [found.start() for found in _FENCE.finditer(text)]
    for found in _COMMENT.finditer(text):
        inside = bisect_left(fences, found.start()) % 2 == 1
        if inside or not fences or not found.group().lstrip().startswith("#"):
            yield found
