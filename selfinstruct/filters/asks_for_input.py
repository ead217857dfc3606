"""The output asks for a text or for details that the task did not give ("Please share the article").

Models do so where an instruction speaks of a text and there is none. People ask, too: what a letter or a dialogue says
is no question to the user, nor is a text that only comes back in other words.
"""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, first_match, plain, uses_words_of_the_task
from selfinstruct.languages import Language
from selfinstruct.text.quotations import outside_quotations


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words that ask, if the output is too short to be anything else."""
    if language.size(draft.output) > language.short_answer or asks_for_words(draft, language):
        return None
    found = first_match(language.asks_for_input, outside_quotations(plain(draft.output)))
    return None if found is None or uses_words_of_the_task(found, draft) else found


FILTER = Filter(check_instance=check_instance)
