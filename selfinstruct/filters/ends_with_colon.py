"""The input or the output ends with a colon: what it announces is missing (Self-Instruct), full-width colons too."""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

# One line that ends so by itself: it opens a block of Python, or a letter.
_WHOLE = re.compile(
    r"(?:for|while|if|elif|with|def|class) \w.*:|(?:Dear|To whom) [^\n:]{1,60}:"
    r"|(?:尊敬|亲爱|敬爱|親愛|敬愛)的[^\n，。：]{1,20}[:：]"
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part ends so."""
    for name, text in (("input", draft.input), ("output", draft.output)):
        body = text.rstrip().rstrip("*_")
        # A colon alone can be the answer: "Which mark is missing?"
        is_quoted = name == "output" and body in draft.input
        if body.endswith((":", "：")) and len(body) > 1 and not (is_quoted or _WHOLE.fullmatch(body)):
            return name
    return None


FILTER = Filter(check_instance=check_instance)
