"""The instruction asks for what text alone cannot do: an image, audio, a file, the web.

Self-Instruct, Alpaca and BELLE reject on single words ("image", "file", "map", "draw"); these patterns look for the
act, so that "draw a conclusion" and "the plot of the novel" pass.
"""

from selfinstruct.languages import Language


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that ask for media."""
    found = language.asks_for_media.search(instruction)
    return found.group() if found else None
