"""What the rest of the program says, as the command line says it: with the spelling of options, fit for a terminal.

Everywhere else messages name a setting by its field, as ‹base_urls›; only the command line knows options.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TextIO
from unicodedata import category

from selfinstruct.cli.settings import SETTINGS
from selfinstruct.cli.wrapping import wrapped

OPTIONS = {field: option.flag.partition("/")[0] for field, option in SETTINGS.items()} | {
    "check": "selfinstruct check",
    "conditions": "--where",
    "embeddings": "--embeddings",
    "embeddings_model": "--embeddings-model",
    "format": "--format",
    "action": "ACTION",
    "hub_name": "--push-to-hub",
    "ids": "ID",
    "licence": "--license",
    "min_gap": "--min-gap",
    "note": "--note",
    "output": "--output",
    "overlap": "--overlap",
    "page_language": "--page-lang",
    "part": "--part",
    "apply": "--apply",
    "port": "--port",
    "queue": "--queue",
    "reason": "--reason",
    "reject_missing": "--reject-missing",
    "reviewer": "--reviewer",
    "sample": "--sample",
    "show_prompts": "--show-prompts",
    "skip_bad": "--skip-bad",
    "split": "--split",
    "terms": "--terms",
    "why": "--why",
}
_FIELD = re.compile(r"‹([\w.]+)›")


def with_options(text: str) -> str:
    """Return a message with the option in the place of each field that it names."""
    return _FIELD.sub(lambda found: OPTIONS.get(found[1], found[0]), text)


def printable(text: str) -> str:
    """Return a text without the control characters that a server may have put in to play with the terminal."""
    return "".join(char if char.isprintable() or category(char) == "Zs" else "�" for char in text)


def show(lines: Iterable[str]) -> None:
    """Print messages, not marked up; on a terminal, wrapped between words."""
    show_data(map(with_options, lines))


def show_data(lines: Iterable[str]) -> None:
    """Print lines of a dataset, in which ‹ and › mean nothing."""
    _print(lines, sys.stdout)


def show_object(lines: Iterable[str]) -> None:
    """Print lines for a program, as they are."""
    with suppress(OSError):
        for line in lines:
            print(printable(line))


def show_aside(lines: Iterable[str]) -> None:
    """Print messages that are no result: to stderr, so that what reads the result is not disturbed."""
    _print(map(with_options, lines), sys.stderr)


def show_error(error: Exception | str, details: Iterable[str] = ()) -> None:
    """Print an error in one line, and its details below it."""
    told = f"selfinstruct: error: {' '.join(with_options(str(error)).split())}"
    _print([told, *(f"  {line}" for line in details)], sys.stderr)


def fitted(lines: Iterable[str], stream: TextIO) -> Iterator[str]:
    """Yield lines fit for a stream: wrapped on a terminal, as they are where another program may read them."""
    width = _width_of(stream)
    shown = map(printable, lines)
    yield from wrapped(shown, width) if width else shown


def _print(lines: Iterable[str], stream: TextIO) -> None:
    with suppress(OSError):
        for line in fitted(lines, stream):
            print(line, file=stream)


def _width_of(stream: TextIO) -> int:
    """Return how many columns a terminal has, 0 if it is none or does not say."""
    if not stream.isatty():
        return 0
    try:
        return int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0
