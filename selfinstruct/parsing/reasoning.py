"""Leaves out what a model thought aloud before its answer."""

import re

# A tag within a line is one that the text speaks of.
_REASONING = re.compile(
    r"^[ \t]*+<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
_REASONING_END = re.compile(
    r"^[ \t]*+</(?:think|thinking|reasoning)>|</(?:think|thinking|reasoning)>(?=[ \t]*(?:$|[{\[【]))",
    re.IGNORECASE | re.MULTILINE,
)
# Chat templates end a message with one.
_SPECIAL_TOKEN = re.compile(r"<\|\w{1,30}\|>\s*\Z")


def visible(text: str) -> str:
    """Return the text without reasoning (`<think>…</think>`, opened only or closed only) and carriage returns.

    A byte order mark before it and a special token after it go, too: some endpoints leave them there.
    """
    text = _REASONING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    *_, last = _REASONING_END.split(text)
    return _SPECIAL_TOKEN.sub("", last.removeprefix("\ufeff"))
