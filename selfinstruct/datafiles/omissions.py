"""Sound values that are left out, because nothing good is to be learnt from them: by the fields that say so."""

from collections.abc import Mapping
from typing import Any

# TRL's and ms-swift's label, LLaMA-Factory's kto_tag, and what others call it. A chosen or rejected that is no text.
_JUDGED = (
    *("kto_tag", "label", "desirable", "is_desirable", "preferred", "is_preferred", "accepted", "is_accepted"),
    *("chosen", "is_chosen", "good", "is_good", "correct", "is_correct", "approved", "is_approved"),
    *("feedback", "rating", "vote", "thumbs", "quality", "verdict"),
)
_BAD = frozenset(
    "false 0 -1 bad rejected reject undesirable dispreferred thumbs_down thumbsdown downvote down dislike disliked"
    " unacceptable 👎 差 坏 拒绝 不好".split()
)
# Those of which 0 may be a low mark, and a number says nothing without its scale.
_GRADED = ("feedback", "rating", "vote", "thumbs", "quality", "verdict")
_MEDIA = (
    *("image", "images", "image_path", "image_paths", "image_url", "img", "video", "videos", "video_path"),
    *("audio", "audios", "audio_path", "speech"),
)
_TOOLS = ("tools", "functions")
# What a question cannot do without, where it has such a field: always, or if it has no input. No shape of ours has one.
_CHOICES = ("options", "choices")
_MATERIAL = ("passage", "paragraph", "document", "documents", "article", "table", "schema", "premise", "hypothesis")
_INPUTS = ("input", "context", "输入")


def why_left_out(row: Mapping[str, Any]) -> str:
    """Return what such values are, in the plural, if this one is to be left out; else ""."""
    if any(_is_bad(row, name) for name in _JUDGED) or row.get("rejected") is True or row.get("is_rejected") is True:
        return "answers labelled bad"
    for names, what in ((_MEDIA, "images, audio or video"), (_TOOLS, "tools")):
        if any(holds(row.get(name)) for name in names):
            return f"tasks with {what}"
    needed: tuple[str, ...] = _CHOICES if any(holds(row.get(name)) for name in _INPUTS) else _CHOICES + _MATERIAL
    name = next((name for name in needed if holds(row.get(name))), "")
    return f"tasks with a field “{name}”, which is not read; put it into the input" if name else ""


def _is_bad(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value < 0 or (value == 0 and name not in _GRADED)
    if not isinstance(value, str) or value in (row.get("output"), row.get("response"), row.get("completion")):
        # A label that is the answer itself belongs to a classification task.
        return False
    word = value.strip().casefold().replace(" ", "_").replace("-", "_") if len(value) < 20 else ""
    return word in _BAD and not (word in ("0", "_1") and name in _GRADED)


def holds(value: Any) -> bool:
    """Return whether a field holds anything; lists and objects also come written as text."""
    return bool(value) and value == value and str(value).strip() not in ("", "[]", "{}", "null", "None", "nan")
