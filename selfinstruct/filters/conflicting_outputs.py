"""The answer gives the same input different outputs, so that none can be trusted (all are dropped: Self-Instruct)."""

from selfinstruct.languages import Language
from selfinstruct.types import Draft


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return how many different outputs the input has."""
    outputs = {sibling.output for sibling in draft.siblings if sibling.input == draft.input}
    return f"{len(outputs)} outputs for one input" if len(outputs) > 1 else None
