"""The output is, or ends with, a note of the service that carried it: of an error, or an advertisement.

Gateways and chat pages write them into the text of an answer ("[Error: upstream timeout]", "请求超时，请稍后重试。"),
in any language, and the text then counts as whole. A task about failures, or one that asks for what is to be
published, may have such an output.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, plain
from selfinstruct.languages import Language, all_languages

# In characters: a longer paragraph is no note.
_LONGEST = 400
_MARKS = re.compile(r"[^\w'\"]*+")
_LINK = re.compile(r"https?://\S|\bwww\.\w|\bdiscord\.gg/|\bt\.me/", re.IGNORECASE)
# An advertisement is set apart by a ruler or a blank line.
_APART = re.compile(r"\n[ \t]*+(?:[-—=]{3,80}[ \t]*+)?\n")


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the note."""
    text = plain(draft.output).strip()
    task = f"{draft.instruction}\n{draft.input}"
    end = text[-_LONGEST - 1 :]
    last = end.rpartition("\n")[2]
    # One in brackets may follow the last words of a sentence.
    notes = (text, last, last[last.rfind("[") :] if last.endswith("]") else "")
    note = next((each for each in notes if len(each) <= _LONGEST and _is_error(each)), "")
    if note and not any(each.shows_notes.search(task) for each in all_languages()):
        return note[:80]
    *above, below = _APART.split(end)
    is_advertisement = above and _LINK.search(below) and any(each.advertises.search(below) for each in all_languages())
    if is_advertisement and not any(each.publishes.search(task) for each in all_languages()):
        return below[:80]
    return None


def _is_error(text: str) -> bool:
    found = _MARKS.match(text)
    begins = found.end() if found else 0
    return any(each.service_note.match(text, begins) for each in all_languages())


FILTER = Filter(check_instance=check_instance)
