"""Takes from the text of a part of an answer what stands around it and belongs to no field."""

import re
from functools import cache

from selfinstruct.languages import all_languages, is_given_word, means_nothing
from selfinstruct.parsing.words import all_markers, any_of

# In characters: a longer label that ends with a full stop is a sentence.
_LONGEST_LABEL = 40
_BLANK_LINES = re.compile(r"\A\s*\n")


def unpadded(text: str) -> str:
    """Remove white space around a text; the first of several lines keeps its indentation."""
    text = _BLANK_LINES.sub("", text.rstrip())
    return text if "\n" in text else text.strip()


def without_next_heading(text: str, number: int) -> str:
    """Return a text without a last line that only counts the instance after it, such as `**Example 2**` or `2.`."""
    before, _, last = text.rpartition("\n")
    found = _counts_instance().fullmatch(last)
    return before.rstrip() if before.strip() and found and int(found["named"] or found["bare"]) == number else text


@cache
def _counts_instance() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in each.examples)
    number = rf"(?:(?:{words})\s{{0,2}}[#＃]?(?P<named>\d{{1,3}})[\])】）]?[.:：、]?|[(（]?(?P<bare>\d{{1,3}})[.、)）])"
    return re.compile(rf"[\s#*_]*+[\[(【（]?{number}[*_]*[:：]?\s*", re.IGNORECASE)


def plain_label(text: str) -> str:
    """Return a label without the emphasis and the quotation marks around it, and without a full stop."""
    label = text.strip()
    if "\n" in label:
        return text
    for marks in ("**", "__", "*", "_"):
        if label.startswith(marks) and label.endswith(marks):
            label = label[len(marks) : -len(marks)] or label
    quotes = {pair for each in all_markers() for pair in each.quotes}
    if len(label) > 2 and label[0] + label[-1] in quotes and label[0] not in label[1:-1]:
        label = label[1:-1].strip()
    stem = label[:-1]
    is_word = 0 < len(stem) <= _LONGEST_LABEL and stem[-1].isalnum() and not {*".。:："} & {*stem}
    return stem if is_word and label.endswith((".", "。")) else label


def without_no_input(text: str, instruction: str = "") -> str:
    """Return "" if a text is blank or only says, in any language, that there is no input; else the text.

    "nothing" is a real input where the instruction asks for the antonym of the word below.
    """
    is_none = means_nothing(text) or text.strip(" 。.") in _bare_words()
    return "" if is_none and not is_given_word(text, instruction) else text


@cache
def _bare_words() -> frozenset[str]:
    """Return the words that say "no input" in brackets, and without them where only an input may stand: 空, 没有.

    "no" is an input as likely as not.
    """
    return frozenset(word for each in all_languages() for word in each.no_input_in_brackets if not word.isascii())
