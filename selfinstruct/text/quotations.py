"""What stands in quotation marks: someone's words, or words that are spoken of."""

import re

from selfinstruct.text.scripts import LETTER

QUOTED = re.compile(
    r"“[^“”\n]*”|\"[^\"\n]*\"|«[^«»\n]*»|‘[^‘’\n]*’|(?<!\w)'[^'\n]*'(?!\w)|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》"
)
_LETTER = re.compile(LETTER)


def outside_quotations(text: str) -> str:
    """Return what stands outside of quotation marks, the whole text if no letter does."""
    outside = QUOTED.sub("“”", text)
    return outside if _LETTER.search(outside) else text
