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


# In words or characters: a label that the output goes on from, and what is enough to go on with.
_LABEL, _ENOUGH = 6, 20


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part ends so."""
    for name, text in (("input", draft.input), ("output", draft.output)):
        body = text.rstrip().rstrip("*_")
        is_sound = _is_cue(body, language) if name == "input" else body in draft.input
        # A colon alone can be the answer: "Which mark is missing?"
        if body.endswith((":", "：")) and len(body) > 1 and not (is_sound or _WHOLE.fullmatch(body)):
            return name
    return None


def _is_cue(body: str, language: Language) -> bool:
    """Return whether an input ends with a label that the output goes on from: below a text, or others like it."""
    above, _, last = body.rpartition("\n")
    is_below = ":" in above or "：" in above or language.size(above) >= _ENOUGH
    return "::" in last or "：：" in last or (is_below and language.size(last) <= _LABEL)


FILTER = Filter(check_instance=check_instance)
