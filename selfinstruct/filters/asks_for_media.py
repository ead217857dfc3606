"""The instruction asks for what text alone cannot do: an image, audio, a file, the web.

Self-Instruct, Alpaca and BELLE reject on single words ("image", "file", "map", "draw"); these patterns look for the
act, so that "draw a conclusion" and "the plot of the novel" pass. So do pictures made by code ("plot it in Python"),
and sentences in quotation marks, which are only to be rewritten or translated.
"""

import re

from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language
from selfinstruct.text.quotations import QUOTED

_AS_CODE = re.compile(
    r"(?<!dress )(?<!zip )\bcode\b|python|java|matplotlib|html|svg|\bcss\b|\blatex\b|mermaid|ascii|代码|函数|编程|脚本",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that ask for media."""
    found = first_match(language.asks_for_media, QUOTED.sub("“”", instruction))
    return None if _AS_CODE.search(instruction) else found


FILTER = Filter(check_instruction=check_instruction)
