"""The output is none of the labels that the instruction names ("neutral" where it says to answer yes or no).

Only labels that are named beyond doubt count, in a list of alternatives. A sentence may hold the label; two of them
("billing/delivery") or one with a remark in brackets is not what was asked for.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_SEPARATES = re.compile(r"\s*(?:[,，、/／;；]|\bor\b|还是|還是|或者|或|\band\b|[和与與及])\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|the)\s+(?=\w)", re.IGNORECASE)
_REMARK = re.compile(r"[\s*_,，\"'”’」]*+(?:[(（—–]|- |because\b|since\b|因为|因為)", re.IGNORECASE)
# A word of Latin letters or digits may stand between others without a space: “明喻输出0”.
_WORDS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
# In letters: shorter labels may stand in other words by chance, as "no" does in "unknown".
_TELLING = 4
_LONGEST = 200
# "A投诉" may be answered by its letter or by its word.
_LETTERED = re.compile(r"([a-h])([^\x00-\x7f]+)")


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the output, if it is short and holds no label, more than one or a remark on it."""
    output = draft.output.strip()
    named = language.names_labels.search(draft.instruction)
    if not named or not output or len(output) > _LONGEST or language.wants_more.search(draft.instruction):
        return None
    labels = _parts(next(filter(None, named.groupdict().values())))
    labels += [part for each in labels if (lettered := _LETTERED.fullmatch(each)) for part in lettered.groups()]
    if len(labels) < 2 or letters_of(output) in labels:
        return None
    parts = _parts(output)
    are_several = len(parts) > 1 and all(part in labels for part in parts)
    is_known = _holds_one(output, labels) or _stands_in(output, draft.instruction)
    return output if are_several or _has_remark(output, labels) or not is_known else None


def _parts(text: str) -> list[str]:
    bare = (_ARTICLE.sub("", each, count=1) if _ARTICLE.match(each) else each for each in _SEPARATES.split(text))
    return [label for each in bare if (label := letters_of(each).removesuffix("的"))]


def _has_remark(output: str, labels: list[str]) -> bool:
    """Return whether the output begins with a label and goes on with a remark; "A (Paris)" is an option in full."""
    words = {label for label in labels if len(label) > 1 or not label.isascii()}
    ends = (at for at in range(1, len(output)) if letters_of(output[:at]) in words)
    at = next(ends, None)
    return at is not None and _REMARK.match(output, at) is not None


def _holds_one(output: str, labels: list[str]) -> bool:
    said = letters_of(output)
    return any(
        _stands_in(label, output)
        or (len(label) >= _TELLING and label.removesuffix("s") in said)
        or (not label.isascii() and label in said)
        for label in labels
    )


def _stands_in(text: str, whole: str) -> bool:
    if not text.isascii():
        return letters_of(text) in letters_of(whole)
    words, all_words = (f" {' '.join(_WORDS.findall(each.casefold()))} " for each in (text, whole))
    return words in all_words


FILTER = Filter(check_instance=check_instance)
