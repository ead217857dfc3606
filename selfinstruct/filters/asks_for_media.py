"""The instruction asks for what text alone cannot do: an image, audio, a file, the web.

Self-Instruct, Alpaca and BELLE reject on single words ("image", "file", "map", "draw"); these patterns look for the
act, so that "draw a conclusion" and "the plot of the novel" pass. So do pictures made by code ("plot it in Python") or
in words ("paint a picture in words", "用文字画一幅画"), and sentences in quotation marks, which are only to be
rewritten or translated.
"""

import re

from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language
from selfinstruct.text.quotations import QUOTED

_AS_CODE = re.compile(
    r"(?<!dress )(?<!zip )\bcode\b|python|java|matplotlib|html|svg|\bcss\b|\blatex\b|mermaid|ascii|"
    r"代[码碼]|程式|函[数數]|[编編]程|[脚腳]本",
    re.IGNORECASE | re.ASCII,
)
_IN_WORDS = re.compile(
    r"\b(?:in|with|using|through) (?:(?:only|just|simple|plain|vivid) )?(?:words|prose|text|writing|verse)\b"
    r"|\b(?:in|as) (?:an? )?(?:json|ya?ml|csv|markdown|table|(?:\w+ )?list|dictionary)\b"
    r"|\b(?:text|words?)[- ](?:based|only)\b|\bplain text\b|\b(?:bulleted|indented|nested|numbered)\b"
    r"|[用以][^，。！？\n]{0,4}(?:文字|文本|[语語]言|[词詞][语語]|大[纲綱]|列表)|(?:文字|文本|大[纲綱]|[缩縮][进進])(?:形式|描述|列表|版)",
    re.IGNORECASE | re.ASCII,
)
# What is there to be seen or heard is not made in words.
_SHOWN = re.compile(
    r"\b(?:this|the|given|attached|uploaded|provided|below|above)\b|[这這下附给給看听聽]", re.IGNORECASE
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that ask for media."""
    found = first_match(language.asks_for_media, QUOTED.sub("“”", instruction))
    if found is None or _AS_CODE.search(instruction):
        return None
    return None if _IN_WORDS.search(instruction) and not _SHOWN.search(found) else found


FILTER = Filter(check_instruction=check_instruction)
