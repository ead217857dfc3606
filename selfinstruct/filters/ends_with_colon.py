"""The input or the output ends with a colon: what it announces is missing (Self-Instruct), full-width colons too."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part ends so."""
    for name, text in (("input", draft.input), ("output", draft.output)):
        body = text.rstrip().rstrip("*_")
        # A colon alone can be the answer: "Which mark is missing?"
        if body.endswith((":", "：")) and len(body) > 1:
            return name
    return None


FILTER = Filter(check_instance=check_instance)
