"""Runs of characters that are data and no text: base64, hexadecimal digits, addresses that hold data."""

import re

_DATA = re.compile(r"\bdata:[\w.+-]{1,40}/[\w.+-]{1,40}(?:;[\w=-]{1,40})*;base64,", re.IGNORECASE)
_RUN = re.compile(r"(?<![A-Za-z0-9+/=_.-])[A-Za-z0-9+/_-]{40,}={0,2}(?![A-Za-z0-9+/_.-])")
_KINDS = (re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"\d"))
# In a path or a name, small words stand between its marks.
_WORDS = re.compile(r"[/_+-](?:[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d+)(?=[/_+-])")
_HEX = re.compile(r"[0-9a-f]{40,}|[0-9A-F]{40,}")


def blob_in(text: str) -> str:
    """Return the beginning of what is data in a text, "" if there is none."""
    if found := _DATA.search(text):
        return found.group()[:40]
    # Addresses have long names of their own.
    words = " ".join(word for word in text.split() if "://" not in word and "www." not in word)
    runs = (found.group() for found in _RUN.finditer(words))
    return next((run[:40] for run in runs if _is_data(run)), "")


def _is_data(run: str) -> bool:
    if _HEX.fullmatch(run):
        return not run.isdigit() and not run.isalpha()
    has_all = all(kind.search(run) for kind in _KINDS)
    return has_all and len(_WORDS.findall(run)) < 2
