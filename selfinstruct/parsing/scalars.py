"""Texts in the form that YAML and JSON give them, where an answer is neither as a whole: quoted, or as a block."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from textwrap import dedent

_LINE = r"(?:[ \t]++\S[^\n]*+|[ \t]*+)"
_BLOCK = re.compile(rf"(?P<style>[|>])[+-]?\d?[ \t]*+\n(?P<body>{_LINE}(?:\n{_LINE})*+)")
_PAIRS = ('""', "“”", "''")
# So many texts show that all are quoted for the form.
_FEWEST = 2


def as_meant(texts: Sequence[str]) -> list[str]:
    """Return texts without what only their form asks for: block marks of YAML, and quotation marks if all have them."""
    plain = [_of_block(text) for text in texts]
    held = [text for text in plain if text]
    inner = [_between_quotes(text) for text in plain]
    if len(held) >= _FEWEST and all(text is not None for text in inner):
        return [text or "" for text in inner]
    return plain


def _of_block(text: str) -> str:
    found = _BLOCK.fullmatch(text)
    if not found or not found["body"].strip():
        return text
    body = dedent(found["body"]).strip("\n")
    return re.sub(r"(?<=\S)\n(?=\S)", " ", body) if found["style"] == ">" else body


def _between_quotes(text: str) -> str | None:
    """Return what stands in the quotation marks around a whole text, None if there are none; of no text, nothing."""
    if not text:
        return ""
    if len(text) < 2 or text[0] + text[-1] not in _PAIRS:
        return None
    if text[0] == '"':
        with suppress(ValueError, RecursionError):
            value = json.loads(text, strict=False)
            return value if isinstance(value, str) else None
    return text[1:-1] if not {text[0], text[-1]} & {*text[1:-1]} else None
