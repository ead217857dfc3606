"""The instruction is too short to say what is wanted.

Self-Instruct rejects up to 3 words, BELLE up to 3 characters. Here 3 English words pass ("Prove Euclid's lemma."),
as do 4 Chinese characters.
"""

from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return its size."""
    size = language.size(instruction)
    return f"{size} of at least {language.shortest} {language.size_unit}" if size < language.shortest else None


FILTER = Filter(check_instruction=check_instruction)
