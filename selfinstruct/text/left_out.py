"""Words at the end of a text that say that there is more of it: "(continued)", "[rest of the letter]", 未完待续."""

import re

_CUT = r"(?:omitted|truncated|cut off)"
_TEXT = (
    r"(?:story|tale|adventure|saga|journey|list|letter|poem|song|article|essay|chapter|text|response|answer"
    r"|output|code)"
)
_ENGLISH = (
    rf"(?:(?:(?!(?:be|been|is|are|was|were) )[a-z-]{{1,15}} ){{0,4}}{_CUT}"
    r"(?: (?:for|due|here|to|because)\b[^()\[\]\n]{0,40})?"
    r"|(?:the )?(?:rest|remainder) of (?:the|this|my|your)\b[^()\[\]\n]{0,40}"
    r"|(?:(?:max(?:imum)? )?(?:character|word|token|length|output) limit(?: (?:was |has been )?(?:reached|exceeded"
    r"|hit))?"
    r"|max_tokens|end|stop)"
    r"|continu(?:ed|es)(?: (?:in|on|below|next)\b[^()\[\]\n]{0,30})?"
    rf"|(?:(?:the|this|our|my|her|his|their) )?{_TEXT} (?:continues|goes on|will continue)\b[^()\[\]\n]{{0,60}})"
)
_AFTER = r"此[处處]|以下|其[余餘]|后[面续文]|後[面續文]|剩[余餘]|下文|[余餘]下|因?篇幅|答案|内容|內容"
_CHINESE = (
    rf"(?:(?:{_AFTER})[^()（）\[\]【】\n]{{0,20}}?"
    r"(?:省略|从略|從略|略去|截断|截斷|略)[^()（）\[\]【】\n]{0,8}|未完|省略|略|待[续續]|已[达達到]*(?:字[数數]"
    r"|[长長]度)?上限|待[补補]充[^()（）\[\]【】\n]{0,12}|[后後下余餘]略"
    r"|故事[还還]在?[继繼][续續])"
)
_SIGNS = r"[ .…*_]{0,5}"
_GOES_ON = r"(?:(?:the story (?:is )?)?to be continued(?: (?:in|on|next)\b[^()\[\]\n]{0,30})?|未完待[续續])"
_IN_BRACKETS = re.compile(
    rf"[(（\[【]{_SIGNS}(?P<words>{_ENGLISH}|{_CHINESE}){_SIGNS}[)）\]】][\s.。*_]{{0,4}}\Z", re.IGNORECASE
)
# A sentence of its own.
_BARE = re.compile(
    rf"(?:\A|\n|[.!?。！？…”’\"]\s?)[\s*_~—-]{{0,6}}(?P<words>(?:{_AFTER})(?:[内內]容|部分|[情][节節])?(?:均|已)?"
    r"(?:省略|从略|從略|略去))[\s.。…*_]{0,8}\Z",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    rf"(?:\A|\n"
    rf"|[.!?。！？…”’\"(（\[【]\s?)[\s*_~—(（\[【-]{{0,8}}(?P<words>{_GOES_ON})[\s.。…!！*_~—)）\]】-]{{0,10}}\Z",
    re.IGNORECASE,
)
# In characters: nothing of this kind is longer.
_LONGEST = 160


def what_is_left_out(text: str) -> str:
    """Return the words at the end of a text that say that something was left out, "" if there are none."""
    return _last(text, _IN_BRACKETS) or _last(text, _BARE)


def what_is_to_follow(text: str) -> str:
    """Return the words at the end of a text that say that it is to be continued, "" if there are none."""
    return _last(text, _CONTINUED)


def _last(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text, max(0, len(text) - _LONGEST))
    return found["words"].strip() if found else ""
