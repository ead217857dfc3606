"""Every reason for which something is rejected, each in a plain sentence; ours stand in `reasons.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from selfinstruct.filters import FILTERS


@cache
def reasons() -> Mapping[str, Mapping[str, str]]:
    """Return all reasons of ours, sorted, each with its sentence by the code of the reader's language."""
    table: dict[str, dict[str, str]] = tomllib.loads(
        files("selfinstruct.pool").joinpath("reasons.toml").read_text(encoding="utf-8")
    )
    return {name: table[name] for name in sorted(table)}


def sentence(reason: str, language: str = "en") -> str:
    """Return the sentence of a reason, also of another package's filter; "" if there is none."""
    sentences = reasons().get(reason)
    if sentences is None and reason in FILTERS.names():
        sentences = FILTERS.find(reason).about
    return (sentences or {}).get(language, "")
