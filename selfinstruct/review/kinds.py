"""What the kinds of tasks that prompts lean towards are called in the language of the page: as in the report."""

from selfinstruct.survey.words import words_in


def kind_named(key: str, language: str) -> str:
    """Return the name of a kind in a language; the key if it has none, as the kinds of others do."""
    return words_in(language).get(f"kind_{key}", key)
