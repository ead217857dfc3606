"""Sound values that are left out, because nothing good is to be learnt from them: by the fields that say so."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from selfinstruct.core.endings import cut_by

# TRL's and ms-swift's label, LLaMA-Factory's kto_tag, and what others call it.
_VERDICTS = frozenset(
    "kto_tag label desirable is_desirable preferred is_preferred accepted is_accepted chosen is_chosen good is_good"
    " correct is_correct approved is_approved valid is_valid safe is_safe harmless is_harmless acceptable is_acceptable"
    " passed is_passed".split()
)
# Of these, 0 may be a low mark: a number says nothing without its scale, but for one below zero.
_MARKS = frozenset("feedback rating vote thumbs quality verdict".split())
# Beside an answer of these names, a number as the label is that of a class; preference data call theirs otherwise.
_OF_CLASSES = ("output", "answer", "target")
_AGAINST = [
    f"{before}{word}"
    for word in "rejected bad invalid incorrect wrong unsafe harmful toxic flagged deleted spam nsfw corrupted".split()
    for before in ("", "is_")
]
_ENDINGS = ("finish_reason", "stop_reason")
_FAILURES = ("error", "errors")
_BAD = frozenset(
    "false bad rejected reject undesirable dispreferred thumbs_down thumbsdown downvote down dislike disliked"
    " unacceptable 👎 差 坏 拒绝 不好".split()
)
_MEDIA = (
    *("image", "images", "image_path", "image_paths", "image_url", "img", "video", "videos", "video_path"),
    *("audio", "audios", "audio_path", "speech"),
)
_TOOLS = ("tools", "functions")
# What a question cannot do without, where it has such a field: always, or if it has no input. No shape of ours has one.
_CHOICES = ("options", "choices")
_FIRST_CHOICE = re.compile(r"(?:(?:option|opt?|choice|选项)[ _-]?[aA01]|[aA])", re.IGNORECASE)
_NEXT = {"a": "b", "A": "B", "0": "1", "1": "2"}
_MATERIAL = (
    *("passage", "paragraph", "document", "documents", "article", "abstract", "content", "story", "background"),
    *("table", "schema", "code", "snippet", "premise", "hypothesis", "evidence"),
    *("sentence", "sentences", "sentence1", "sentence_1", "source_text"),
)
_ID = re.compile(r"[\w.-]*+")
_INPUTS = ("input", "context", "输入")
NEEDED = frozenset((*_MEDIA, *_TOOLS, *_CHOICES, *_MATERIAL))


def why_left_out(row: Mapping[str, Any]) -> str:
    """Return what such values are, in the plural, if this one is to be left out; else ""."""
    if _is_labelled_bad(row):
        return "answers labelled bad"
    if any(holds(row.get(name)) and cut_by(str(row[name])) for name in _ENDINGS):
        return "answers that were cut, or not said to be whole"
    if any(holds(row.get(name)) for name in _FAILURES):
        return "tasks with an error beside them"
    for names, what in ((_MEDIA, "images, audio or video"), (_TOOLS, "tools")):
        if any(holds(row.get(name)) for name in names):
            return f"tasks with {what}"
    name = next((name for name in _CHOICES if holds(row.get(name))), "")
    if not name and not any(holds(row.get(each)) for each in _INPUTS):
        name = next((each for each in _MATERIAL if _is_material(each, row)), "")
    name = name or _first_choice(row)
    return f"tasks with a field “{name}”, which is not read; put it into the input" if name else ""


def _is_material(name: str, row: Mapping[str, Any]) -> bool:
    """Return whether a field holds more than an id, and what stands in no other field."""
    value = row.get(name)
    if not isinstance(value, str) or not holds(value):
        return holds(value)
    others = (each for other, each in row.items() if other != name and isinstance(each, str))
    return not _ID.fullmatch(value.strip()) and not any(value.strip() in each for each in others)


def _first_choice(row: Mapping[str, Any]) -> str:
    """Return the name of the field with the first choice, if each of them has a field of its own; else ""."""
    for first in filter(_FIRST_CHOICE.fullmatch, row):
        second = first[:-1] + _NEXT[first[-1]]
        if holds(row[first]) and holds(row.get(second)):
            return first
    return ""


def _is_labelled_bad(row: Mapping[str, Any]) -> bool:
    # A label that is the answer itself belongs to a classification task.
    answers = [str(row.get(name)) for name in ("output", "response", "completion")]
    labels = [name for name in row.keys() & (_VERDICTS | _MARKS) if str(row[name]) not in answers]
    if "label" in labels and any(holds(row.get(name)) for name in _OF_CLASSES) and _is_number(row["label"]):
        labels.remove("label")
    return any(row.get(name) is True for name in _AGAINST) or any(
        _is_bad(row[name], is_mark=name in _MARKS) for name in labels
    )


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and str(value).removesuffix(".0").isdecimal()


def _is_bad(value: Any, *, is_mark: bool) -> bool:
    if isinstance(value, str):
        with suppress(ValueError):
            value = float(value)
    if isinstance(value, (int, float)):
        return value < 0 or (value == 0 and (value is False or not is_mark))
    return isinstance(value, str) and "_".join(re.split(r"[\s_-]+", value.strip().casefold()[:20])) in _BAD


def holds(value: Any) -> bool:
    """Return whether a field holds anything; lists and objects also come written as text.

    An object or list of nothing but none, as tables have it for images, holds nothing.
    """
    if isinstance(value, (dict, list)):
        return any(each is not None for each in (value.values() if isinstance(value, dict) else value))
    return bool(value) and value == value and str(value).strip() not in ("", "[]", "{}", "null", "None", "none", "nan")
