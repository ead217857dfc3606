"""What stands around an output and is surely none of it: a fence, a marker line, a label, a count of its words."""

import re
from functools import cache

from selfinstruct.parsing.output_labels import without_label
from selfinstruct.parsing.words import all_markers, any_of, brackets

_FENCE = re.compile(r"\s{0,20}```(?:markdown|md)[ \t]*\n", re.IGNORECASE)
_INNER_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_WANTS_FENCE = re.compile(r"markdown|\bmd\b|\bcode\b|fence|readme|```|代[码碼]|源[码碼]|[围圍][栏欄]", re.IGNORECASE)
_COUNT = re.compile(
    r"\n\s{0,4}(?:[（(][*_]{0,2}(?:(?:全文|正文|本文|以上)?[共约約大总總计計为為合]{0,4}[：:]?\s?\d{1,5}\s?[个個]?字(?:左右)?"
    r"|(?:全文|正文|[总總])?字[数數](?:[统統][计計])?[：:]\s?[约約]?\d{1,5}\s?字?"
    r"|(?:word count[:：] ?|approximately |about |exactly )?\d{1,5} words?|word count[:：] ?\d{1,5})"
    r"[*_]{0,2}[）)])\s{0,9}\Z",
    re.IGNORECASE,
)
_WANTS_COUNT = re.compile(r"\bcount|how many|number of words|字[数數]|多少[个個]?字|[统統][计計]", re.IGNORECASE)


def bare_output(output: str, task: str) -> str:
    """Return an output without what stands around it: a fence, a marker line, a label, a count of its words."""
    return without_label(without_frame(output, task), task)


def without_frame(output: str, task: str) -> str:
    """Return an output without a fence around all of it, a marker line above it and a count of its words below it.

    What the task speaks of stays: Markdown that is asked for as code, a number of words that it wants to know.
    """
    if (found := _marker_above().match(output)) and output[found.end() :].strip() and found["line"] not in task:
        output = output[found.end() :]
    if (counted := _COUNT.search(output, max(0, len(output) - 100))) and not _WANTS_COUNT.search(task):
        output = output[: counted.start()].rstrip()
    return _unfenced(output, task)


def _unfenced(output: str, task: str) -> str:
    opening, text = _FENCE.match(output), output.rstrip()
    if not opening or not text.endswith("\n```") or _WANTS_FENCE.search(task):
        return output
    body = text[opening.end() : -len("\n```")]
    return output if _INNER_FENCE.search(body) or not body.strip() else body


@cache
def _marker_above() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.output, *each.other_outputs))
    opening, closing = brackets()
    return re.compile(rf"\s{{0,9}}(?P<line>[{opening}](?:{words})[{closing}])[ \t]*\n\s*+", re.IGNORECASE)
