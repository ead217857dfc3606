"""How long a text is in tokens, where no endpoint says so."""


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text has: one for 4 ASCII characters, two for 3 Chinese ones."""
    others = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return (len(text) - others) // 4 + others * 2 // 3 + 1
