"""The input or the output ends with a colon: what it announces is missing (Self-Instruct), full-width colons too."""

from selfinstruct.languages import Language
from selfinstruct.types import Draft


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part ends so."""
    for name, text in (("input", draft.input), ("output", draft.output)):
        if text.rstrip("*_ \n").endswith((":", "：")):
            return name
    return None
