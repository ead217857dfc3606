"""Tasks in JSON, each under a heading in text: `[Task 1]` and below it `{"input": …, "output": …}`."""

import re
from typing import Any

from selfinstruct.parsing.json_reading import BROKEN, read, whole
from selfinstruct.parsing.words import task_heading

_FENCE = re.compile(r"\s*+```\w{0,10}[ \t]*\n?")
_BEGINS = re.compile(r'\{\s*+"|\[\s*+\{\s*+"')
_ENDS = re.compile(r"\s*+(?:```\s*+)?(?:[\[【<][^\[\]【】<>\n]{1,20}[\]】>]\s*+)?")


def headed_items(text: str) -> list[dict[str, Any]]:
    """Return the objects under the headings of an answer, with their numbers; none if anything else stands there.

    An array is that of the instances of its task. The last value may be cut.
    """
    lines = text.split("\n")
    found = [(at, heading) for at, line in enumerate(lines) if (heading := task_heading().fullmatch(line.strip()))]
    if not found or any("{" in line for line in lines[: found[0][0]]):
        return []
    ends = [*(at for at, _ in found[1:]), len(lines)]
    items = []
    for (at, heading), end in zip(found, ends, strict=True):
        value = _value("\n".join(lines[at + 1 : end]), is_last=end == len(lines))
        if not isinstance(value, dict | list):
            return []
        members = value if isinstance(value, dict) else {"instances": value}
        items.append({"number": int(heading["number"])} | members)
    return items


def _value(text: str, *, is_last: bool) -> Any:
    """Return the object or array that a text is, BROKEN if it is none."""
    fence = _FENCE.match(text)
    at = fence.end() if fence else len(text) - len(text.lstrip())
    if not _BEGINS.match(text, at):
        return BROKEN
    value, end = whole(text, at)
    if value is BROKEN and is_last:
        return read(text, at)[0]
    return value if _ENDS.fullmatch(text, end) else BROKEN
