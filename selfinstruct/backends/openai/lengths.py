"""Whether an error says that a request is too long: its prompt, or the answer that it allows.

The sentences of vendors and their servers that this goes by are in `docs/endpoints.md`.
"""

import re
from typing import Literal

_PARAMETER = r"max_?(?:new_?|completion_?|output_?)?tokens?|maximum tokens"
_BEYOND = r"exceed|too (?:long|large)|(?:longer|larger|greater) than|overflow|reduce the length|过长|超长|超过|超出"
_TOO_MUCH_INPUT = r"\binput\b.{0,25}too (?:long|large)"
_CONTEXT = r"context[ _]?(?:size|length|window|limit)|\bprompt\b|input (?:length|tokens?)|`inputs`"
# The answer that is allowed is longer than any may be.
_ANSWER = re.compile(
    rf"(?:{_PARAMETER})\W.{{0,60}}?(?:cannot be greater than max_model_len|less than or equal|above maximum"
    r"|should be \[|> \d+, which is the maximum|supported range|at most \d+ completion|model limit of)"
    rf"|(?:range of|invalid) (?:{_PARAMETER})|(?:{_PARAMETER}) ?参数非法",
    re.IGNORECASE | re.DOTALL,
)
_PROMPT = re.compile(
    rf"(?:{_CONTEXT}).{{0,80}}?(?:{_BEYOND})|(?:{_BEYOND}).{{0,80}}?(?:{_CONTEXT})|{_TOO_MUCH_INPUT}",
    re.IGNORECASE | re.DOTALL,
)
# What may be exceeded, too; "context deadline exceeded" is about time.
_TIME_AND_RATE = re.compile(r"deadline|time.?out|timed out|rate.?limit|per.?minute|quota", re.IGNORECASE)
# Enough where the status already says that something is wrong with the request.
_PERHAPS_PROMPT = re.compile(
    r"context[ _](length|window|size)|too (long|large|many tokens)|maximum (context|prompt)|token (limit|count)"
    r"|number of tokens allowed|max message tokens|input length|must have less than \d+ tokens"
    r"|max_new_tokens.{0,9}must be|max length|过长|超长",
    re.IGNORECASE,
)
_ABOUT_WHAT_WAS_SENT = frozenset({400, 413, 422})
_WINDOW = re.compile(r"context[ _](?:length|window|size)(?: is)?(?: only)?(?: of)? (\d{1,12})", re.IGNORECASE)


def too_long(status: int, said: str, allowed: int) -> Literal["prompt", "answer", ""]:
    """Return what an answer with an error status says is too long, "" if it is about something else.

    `allowed` is how long the answer might have become: one that would not even fit alone into the context is what is
    too long.
    """
    if 300 <= status < 500 and status not in _ABOUT_WHAT_WAS_SENT:
        return ""
    if _ANSWER.search(said):
        return "answer"
    is_sure = _PROMPT.search(said) and not _TIME_AND_RATE.search(said)
    if not is_sure and (status not in _ABOUT_WHAT_WAS_SENT or not (status == 413 or _PERHAPS_PROMPT.search(said))):
        return ""
    window = _WINDOW.search(said)
    return "answer" if window and int(window[1]) <= allowed else "prompt"
