"""Words in brackets at the end of a text that say that there is more of it: "(continued)", "[rest of the letter]"."""

import re

_CUT = r"(?:omitted|truncated|cut off)"
_ENGLISH = (
    rf"(?:(?:(?!(?:be|been|is|are|was|were) )[a-z-]{{1,15}} ){{0,4}}{_CUT}"
    r"(?: (?:for|due|here|to|because)\b[^()\[\]\n]{0,40})?"
    r"|(?:the )?(?:rest|remainder) of (?:the|this|my|your)\b[^()\[\]\n]{0,40}"
    r"|continu(?:ed|es)(?: (?:in|on|below|next)\b[^()\[\]\n]{0,30})?)"
)
_CHINESE = (
    r"(?:(?:此[处處]|以下|其[余餘]|后[面续]|後[面續]|剩[余餘]|下文|[余餘]下|因?篇幅|答案|内容|內容)[^()（）\[\]【】\n]{0,20}?"
    r"(?:省略|从略|從略|略去|截断|截斷)[^()（）\[\]【】\n]{0,8}|未完|省略|略)"
)
_SIGNS = r"[ .…*]{0,5}"
_LEFT_OUT = re.compile(
    rf"[(（\[【]{_SIGNS}(?P<words>{_ENGLISH}|{_CHINESE}){_SIGNS}[)）\]】][\s.。*]{{0,4}}\Z", re.IGNORECASE
)
# In characters: nothing of this kind is longer.
_LONGEST = 160


def what_is_left_out(text: str) -> str:
    """Return the words at the end of a text that say that something was left out, "" if there are none."""
    found = _LEFT_OUT.search(text, max(0, len(text) - _LONGEST))
    return found["words"].strip() if found else ""
