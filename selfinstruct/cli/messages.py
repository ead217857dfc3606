"""What the rest of the program says, as the command line says it: with the spelling of options, fit for a terminal.

Everywhere else messages name a setting by its field, as ‹base_urls›; this table is the only one that knows options.
"""

import re
import sys
from collections.abc import Iterable
from contextlib import suppress

OPTIONS = {
    "api": "--api",
    "avoid": "--avoid",
    "backend": "--backend",
    "base_urls": "--base-url",
    "caps.cost": "--max-cost",
    "caps.requests": "--max-requests",
    "caps.tokens": "--max-tokens",
    "concurrency": "--concurrency",
    "conditions": "--where",
    "extra_body": "--extra-body",
    "filters": "--filters",
    "format": "--format",
    "give_up_after": "--give-up-after",
    "headers": "--header",
    "hub_name": "--push-to-hub",
    "instances_per_task": "--instances-per-task",
    "language": "--lang",
    "licence": "--license",
    "model": "--model",
    "models": "--step-model",
    "options": "--backend-option",
    "output": "--output",
    "prices.cached": "--price-cached",
    "prices.completion": "--price-out",
    "prices.prompt": "--price-in",
    "random_seed": "--random-seed",
    "recipe": "--recipe",
    "requests_a_minute": "--rpm",
    "sampling": "--sampling",
    "seed_only": "--seed-only",
    "seeds": "--seeds",
    "similarity_threshold": "--similarity-threshold",
    "skip_bad": "--skip-bad",
    "split": "--split",
    "structured": "--structured",
    "target": "--n",
    "terms": "--terms",
    "timeout": "--timeout",
    "tokens_a_minute": "--tpm",
}
_FIELD = re.compile(r"‹([\w.]+)›")


def with_options(text: str) -> str:
    """Return a message with the option in the place of each field that it names."""
    return _FIELD.sub(lambda found: OPTIONS.get(found[1], found[0]), text)


def printable(text: str) -> str:
    """Return a text without the control characters that a server may have put in to play with the terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)


def show(lines: Iterable[str]) -> None:
    """Print lines as they are, neither wrapped nor marked up."""
    with suppress(OSError):
        for line in lines:
            print(printable(with_options(line)))


def show_error(error: Exception) -> None:
    """Print an error in one line."""
    print(f"selfinstruct: error: {printable(' '.join(with_options(str(error)).split()))}", file=sys.stderr)
