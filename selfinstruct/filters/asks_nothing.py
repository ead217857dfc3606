"""The instruction asks for nothing, as weak models do: it only tells ("My grandma loves her dogs."), or offers help.

What might be meant as a question or a wish stays: none of 52,002 published English instructions is hit.
"""

from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return "" where nothing is asked for."""
    return None if language.asks(instruction) else ""


FILTER = Filter(check_instruction=check_instruction)
