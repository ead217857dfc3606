"""The model says that the task cannot be done, in the words that prompts tell it to use, and why."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, plain
from selfinstruct.languages import Language, all_languages

# In characters: more of what the model says is not shown.
_MOST = 200


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return why the task cannot be done, as the model says."""
    output = plain(draft.output).strip()
    found = next((found for each in all_languages() if (found := each.cannot_be_done.match(output))), None)
    return output[found.end() :].strip()[:_MOST] if found else None


FILTER = Filter(check_instance=check_instance)
