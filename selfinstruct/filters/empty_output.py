"""There is no output, or only a word for none (28 of Alpaca's 52,002 tasks have none; "N/A" came through too)."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_NOTHING = frozenset({"na", "nooutput", "无输出", "没有输出"})
_GAPS = ("", "...", "…", "……")
_SODIUM = "Na"


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what stands in place of the output. "None" and "无" stay: they can be a right answer."""
    output = draft.output.strip()
    nothing = letters_of(output) in _NOTHING and output.rstrip(".。") != _SODIUM
    return output if nothing or output in _GAPS else None


FILTER = Filter(check_instance=check_instance)
