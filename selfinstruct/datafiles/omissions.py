"""Sound values that are left out, because nothing good is to be learnt from them: by the fields that say so."""

from collections.abc import Mapping
from typing import Any

from selfinstruct.datafiles.filled import holds
from selfinstruct.datafiles.material import MATERIAL, needed
from selfinstruct.datafiles.verdicts import is_labelled_bad, is_said_cut
from selfinstruct.formats.turns import CUT

_FAILURES = ("error", "errors")
# Together they are in each line of a run's own `rejected.jsonl`, in that of its first version, too.
_OF_REJECTIONS = frozenset({"subject", "reason", "detail", "completion"})
_MEDIA = (
    *("image", "images", "image_path", "image_paths", "image_url", "img", "video", "videos", "video_path"),
    *("audio", "audios", "audio_path", "speech"),
)
_TOOLS = ("tools", "functions")
NEEDED = frozenset((*_MEDIA, *_TOOLS, *MATERIAL))


def why_left_out(row: Mapping[str, Any]) -> str:
    """Return what such values are, in the plural, if this one is to be left out; else ""."""
    if is_labelled_bad(row):
        return "answers labelled bad"
    if row.keys() >= _OF_REJECTIONS:
        return "tasks that a run has rejected"
    if is_said_cut(row):
        return CUT
    if any(holds(row.get(name)) for name in _FAILURES):
        return "tasks with an error beside them"
    for names, what in ((_MEDIA, "images, audio or video"), (_TOOLS, "tools")):
        if any(holds(row.get(name)) for name in names):
            return f"tasks with {what}"
    name = needed(row)
    return f"tasks with a field “{name}”, which is not read; put it into the input" if name else ""
