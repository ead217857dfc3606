"""The output is not the answer alone: it chats around it ("Sure! Here's…", "Let me know if…"), or thinks aloud.

Where the task asks for someone's words, such as a letter, they may well read like chat.
"""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, plain, said_in_the_task
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words that are said to the user, or of the user."""
    found = language.chat.search(plain(draft.output))
    if found is None:
        return None
    words = found.group().strip()
    if said_in_the_task(words, draft):
        return None
    of_the_user = found["user"]
    is_sound = said_in_the_task(of_the_user, draft) if of_the_user else asks_for_words(draft, language)
    return None if is_sound else words[:60]


FILTER = Filter(check_instance=check_instance)
