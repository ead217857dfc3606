"""What the user writes after an option, read as the value of a field of the settings."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import fields
from math import isfinite
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.ranges import MOST
from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Sampling

_NUMBERS: dict[str, Any] = {field.name: field.type for field in fields(Sampling)}
# Not those of “http://”.
_SLASHES_AT_END = re.compile(r"(?<=[^:/])/++\Z")
_NOT_EXTRA = "model messages prompt max_tokens max_completion_tokens temperature top_p stop n stream".split()


def require_text(flag: str, value: Any) -> None:
    """Raise `InputError` if a text that is given for an option holds bytes that are no UTF-8; paths may."""
    for text in value if isinstance(value, list | tuple) else [value]:
        if isinstance(text, str) and not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                # It may be a secret.
                raise InputError(f"{flag}: holds bytes that are no UTF-8; write it in UTF-8") from None


def language(text: str) -> str:
    """Return the code of a language; `InputError` if there is none of that code."""
    from selfinstruct.languages import find_language

    return find_language(text.lower()).code


def addresses(texts: list[str]) -> tuple[str, ...]:
    """Return addresses without the slash at their end."""
    return tuple(_SLASHES_AT_END.sub("", text.strip()) for text in texts)


def lane(text: str) -> str:
    """Return the name of a lane, "" for the normal one."""
    return "" if text == "normal" else text


def batch(text: str) -> str:
    """Return what leaves in batches, "" for nothing."""
    return "" if text == "none" else text


def path(text: str) -> Path:
    """Return the path of what is there; `InputError` for an empty one, which would be the current folder."""
    if not text.strip():
        raise InputError("the name of a file or folder is empty; leave it out, or name one")
    return Path(text)


def folder(text: str) -> Path:
    """Return the path of what is to be made; `InputError` if it has no name, or one that no line can show."""
    if not text.strip():
        raise InputError("‹output›: is empty; name a file or folder")
    if not text.isprintable():
        raise InputError(f"‹output› {text!r}: holds a control character; choose another name")
    return Path(text)


def pairs(flag: str, form: str) -> Callable[[list[str]], Mapping[str, str]]:
    """Return a reader of `NAME=VALUE`; its `InputError` names the option and the form."""

    def read(texts: list[str]) -> Mapping[str, str]:
        values = {}
        for text in texts:
            name, sign, value = text.partition("=")
            if not (name.strip() and sign and value):
                raise InputError(f"{flag} {text}: write it as {form}")
            values[name.strip()] = value
        return values

    return read


def headers(texts: list[str]) -> Mapping[str, str]:
    """Return HTTP headers by name."""
    values = {}
    for text in texts:
        name, colon, value = text.partition(":")
        if not colon or not name.strip() or not (text.isascii() and text.isprintable()):
            # It may be a secret.
            raise InputError("--header: must be a name, a colon and a value in plain ASCII; write it as NAME:VALUE")
        values[name.strip()] = value.strip()
    return values


def extra_body(text: str) -> Mapping[str, Any]:
    """Return the fields of a JSON object, none of which has an option of its own."""
    try:
        extra = json.loads(text)
        # Python reads NaN, numbers beyond all bounds and lone surrogates, which no request can hold.
        json.dumps(extra, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        extra = None
    if not isinstance(extra, dict):
        # It may hold a secret.
        raise InputError("--extra-body: not a JSON object; write it as '{\"NAME\": VALUE}'")
    if taken := [name for name in _NOT_EXTRA if name in extra]:
        raise InputError(f"--extra-body: {taken[0]} has an option of its own, or is not for you to set; see --help")
    return extra


def sampling(texts: list[str]) -> Mapping[str, Mapping[str, float]]:
    """Return the numbers of `STEP.NAME=NUMBER`, by step and name."""
    steps: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for text in texts:
        name, _, value = text.partition("=")
        step, _, parameter = name.partition(".")
        if wrong := _wrong_with(parameter, value):
            example = f"instances.{text}" if text.partition("=")[0] in _NUMBERS else "instances.temperature=0.5"
            raise InputError(f"--sampling {text}: {wrong}; write it as {example}; see --help")
        steps[step][parameter] = _NUMBERS[parameter](value)
    return steps


def _wrong_with(parameter: str, value: str) -> str:
    """Return what is wrong with a parameter of sampling and its value, "" for nothing."""
    if not parameter:
        # Only a mistake needs the recipes.
        from selfinstruct.cli.listing import steps_listed

        return f"names no step, one of {steps_listed()}"
    if parameter not in _NUMBERS:
        return f"{parameter} is none of {', '.join(_NUMBERS)}"
    try:
        number = _NUMBERS[parameter](value)
    except ValueError:
        number = float("nan")
    if parameter == "max_tokens":
        return "" if 1 <= number <= MOST else f"max_tokens is at least 1 and at most {MOST:,}"
    return "" if isfinite(number) else f"{value or 'nothing'} is no number"


def concurrency(text: str) -> int | None:
    """Return a number of requests, None for `auto`."""
    try:
        return None if text == "auto" else int(text)
    except ValueError:
        raise InputError(f"--concurrency {text}: must be a number, or auto") from None


def prices(prompt: float | None = None, completion: float | None = None, cached: float | None = None) -> Prices | None:
    """Return what tokens cost, None if no price is given; `InputError` if only half of them are."""
    if (prompt, completion, cached) == (None, None, None):
        return None
    if prompt is None or completion is None:
        raise InputError("--price-in and --price-out: name both, 0 for what costs nothing")
    return Prices(prompt, completion, prompt if cached is None else cached)
