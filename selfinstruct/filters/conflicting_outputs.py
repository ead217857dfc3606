"""The answer gives the same input different outputs, so that none can be trusted (all are dropped: Self-Instruct).

Where the task needs no input, two labels contradict each other, but two poems do not.
"""

from selfinstruct.languages import Language
from selfinstruct.types import Draft

_LABEL_SIZE = 5


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return how many different outputs the input has."""
    outputs = {sibling.output for sibling in draft.siblings if sibling.input == draft.input}
    if not draft.input and all(language.size(output) > _LABEL_SIZE for output in outputs):
        return None
    return f"{len(outputs)} outputs for one input" if len(outputs) > 1 else None
