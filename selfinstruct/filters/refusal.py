"""The model declines, or speaks of itself, instead of doing the task ("As an AI…", "作为一个人工智能语言模型")."""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, first_match, plain, uses_words_of_the_task
from selfinstruct.languages import Language
from selfinstruct.text.quotations import outside_quotations

# In characters: marks that may stand before the first word.
_BEGINNING = 3
# In characters: the first sentence.
_OPENING = 120
_OF_A_TEXT = re.compile(
    r"\b(?:text|input|article|content|passage|paragraph|document|image|transcript|letter|e-?mail|story|review)s?\b"
    r"|文本|文章|[内內]容|原文|[输輸]入|材料|[图圖]片|文字",
    re.IGNORECASE | re.ASCII,
)
_AFTER_SENTENCE = re.compile(r"[.!?。！？]\s*")


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words of a refusal that stands where an instruction should.

    A person may tell what they cannot do, and then ask: "I can't bake. Name a cake without an oven."
    """
    text = plain(instruction)
    if text.endswith(("?", "？")):
        return None
    patterns = [language.refusal]
    if not _goes_on_to_ask(text, language):
        patterns.append(language.declining)
    found = (pattern.search(text) for pattern in patterns)
    return next((each.group() for each in found if each and each.start() < _BEGINNING), None)


def _goes_on_to_ask(text: str, language: Language) -> bool:
    rest = _AFTER_SENTENCE.split(text, maxsplit=1)[1:]
    models = (language.refusal, language.declining, language.asks_for_input)
    return any(language.size(each) >= language.shortest and not any(m.search(each) for m in models) for each in rest)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words of the refusal.

    A long answer that declines one part and helps with the rest is a good answer to a harmful request, and stays, but
    not if it begins with what it is ("As an AI…"). People decline, too: where the task asks for someone's words, only
    those count that nobody but a model says; where it asks how an assistant declines, none do. What stands in quotation
    marks is not said by the model. An input that declines to give the text is none.
    """
    if found := _is_withheld(draft, language):
        return found
    found = _declines(outside_quotations(plain(draft.output)), draft, language)
    return None if found is None or uses_words_of_the_task(found, draft) else found


def _declines(text: str, draft: Draft, language: Language) -> str | None:
    may_decline = language.shows_refusals.search(draft.instruction) is not None
    if language.size(draft.output) > language.short_answer:
        return None if may_decline else first_match(language.of_itself, text[:_OPENING])
    found = None if may_decline else first_match(language.refusal, text)
    if found is None and not asks_for_words(draft, language):
        found = first_match(language.declining, text)
    return found


def _is_withheld(draft: Draft, language: Language) -> str | None:
    text = plain(draft.input)
    if language.size(text) > language.short_answer or not _OF_A_TEXT.search(text):
        return None
    found = (pattern.search(text) for pattern in (language.refusal, language.declining))
    words = next((each.group() for each in found if each and each.start() < _BEGINNING), None)
    return (
        None
        if language.reworks.search(draft.instruction) or language.shows_refusals.search(draft.instruction)
        else words
    )


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
