"""What the fields beside an answer say of it: that it is bad, or that it was cut."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from selfinstruct.formats.turns import was_cut

# TRL's and ms-swift's label, LLaMA-Factory's kto_tag, and what others call it.
_VERDICTS = frozenset(
    "kto_tag label desirable is_desirable preferred is_preferred accepted is_accepted chosen is_chosen good is_good"
    " correct is_correct approved is_approved valid is_valid safe is_safe harmless is_harmless acceptable is_acceptable"
    " passed is_passed verified is_verified helpful is_helpful".split()
)
# Of these, 0 may be a low mark: a number says nothing without its scale, but for one below zero.
_MARKS = frozenset("feedback rating vote thumbs quality verdict correctness helpfulness status review_status".split())
_AGAINST = frozenset(
    f"{before}{word}"
    for word in "rejected bad invalid incorrect wrong unsafe harmful toxic flagged deleted spam nsfw corrupted refusal"
    " hallucination hallucinated exclude excluded discard discarded ignore ignored low_quality".split()
    for before in ("", "is_")
)
# These may hold an answer that is bad, in the place of yes or no.
_PERHAPS_ANSWERS = frozenset({"rejected", "incorrect", "wrong", "bad"})
_YES = frozenset({"true", "yes", "y", "1", "1.0"})
_BAD = frozenset(
    "false bad rejected reject undesirable dispreferred thumbs_down thumbsdown downvote down dislike disliked"
    " unacceptable discarded discard excluded unhelpful low_quality 👎 差 坏 拒绝 不好 差评 不合格 无效 废弃".split()
)
# Words that are labels of a class as well.
_PERHAPS_BAD = frozenset(
    "no n fail failed failure harmful unsafe toxic spam nsfw incorrect wrong invalid flagged deleted hallucination"
    " refusal refused 否 错 错误 不正确 有害 不安全".split()
)
# Beside an answer of these names, a label may be that of a class; preference data call theirs otherwise.
_OF_CLASSES, _PERHAPS_CLASSES = ("output", "answer", "target"), ("label", "correct")
_NOTES = (
    *("metadata", "meta", "meta_data", "response_metadata", "generation_info", "info", "extra", "extra_info"),
    *("annotation", "annotations", "labels", "attributes", "evaluation", "moderation"),
)
# Notes as tables have them, a column for each; Argilla's answers of reviewers, and what became of these.
_COLUMN = re.compile(rf"(?:(?:{'|'.join(_NOTES)})\.|\w{{1,60}}\.responses\.)(\w{{1,60}})|(\w{{1,60}})\.responses")


def is_labelled_bad(row: Mapping[str, Any]) -> bool:
    """Return whether a field of an object, or of the notes in it, says that its answer is bad."""
    return any(_says_bad(name, value, row) for fields in _notes(row) for name, value in fields.items())


def is_said_cut(row: Mapping[str, Any]) -> bool:
    """Return whether a field of an object, or of the notes in it, says that its answer was cut."""
    return any(map(was_cut, _notes(row)))


def _notes(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the fields of an object, and those of each object in it that holds notes on the answer."""
    yield row
    for name, value in row.items():
        if name in _NOTES and isinstance(value, str) and value.lstrip().startswith("{"):
            with suppress(ValueError, RecursionError):
                value = json.loads(value)
        if name in _NOTES and isinstance(value, dict):
            yield value
        elif found := _COLUMN.fullmatch(name):
            yield from ({found[1] or found[2]: each} for each in (value if isinstance(value, list) else [value]))


def _says_bad(name: str, value: Any, row: Mapping[str, Any]) -> bool:
    if name in _AGAINST:
        is_yes = name not in _PERHAPS_ANSWERS and str(value).strip().casefold() in _YES
        return value is True or (is_yes and not _is_of_task(name.removeprefix("is_"), row))
    # A label that is the answer itself belongs to a classification task.
    if name not in _VERDICTS | _MARKS or str(value) in (
        str(row.get(each)) for each in ("output", "response", "completion")
    ):
        return False
    may_be_class = name in _PERHAPS_CLASSES and any(row.get(each) for each in _OF_CLASSES)
    if isinstance(value, str):
        word = "_".join(re.split(r"[\s_-]+", value.strip().casefold()[:20]))
        if word in _BAD:
            return True
        if word in _PERHAPS_BAD:
            return not (may_be_class and _is_of_task(word, row))
        with suppress(ValueError):
            value = float(value)
    if name == "label" and may_be_class and not isinstance(value, bool) and value == 0:
        return False
    return isinstance(value, (int, float)) and (value < 0 or (value == 0 and (value is False or name not in _MARKS)))


def _is_of_task(word: str, row: Mapping[str, Any]) -> bool:
    """Return whether the question or the answer speaks of what a field says, so that it is what is asked for."""
    texts = (row.get(name) for name in ("instruction", "prompt", "question", "input", "response", *_OF_CLASSES))
    said = re.compile(rf"(?<![a-z]){re.escape(word)}(?![a-z])", re.IGNORECASE)
    return any(isinstance(text, str) and said.search(text) for text in texts)
