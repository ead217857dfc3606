"""Text from outside on a terminal."""


def printable(text: str) -> str:
    """Return a text without the control characters that a server may have put in to play with the terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)
