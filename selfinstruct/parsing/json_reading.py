"""Values of JSON, read as far as they are it: broken strings are mended, and what comes before a cut is there."""

import json
import re
from contextlib import suppress
from typing import Any

from selfinstruct.parsing.json_strings import AFTER_ITEM, AFTER_VALUE, UNSURE, content, read_string


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object in which arrays of one name are one array, and of other values of one name the last counts."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        before = members.get(name)
        if isinstance(before, list) and isinstance(value, list):
            before += value
        else:
            members[name] = value
    return members


# Models that are not held to a grammar leave line breaks in strings as they are.
_DECODER = json.JSONDecoder(strict=False, object_pairs_hook=_joined)
BROKEN: Any = object()
_INK = re.compile(r"[^ \t\n\r]")
_MAY_BE_VALUE = re.compile(r'["{\[]|-?(?:\d|Infinity)|true|false|null|NaN')
_NEXT_STRING = re.compile(r',\s*+(?=")')
# An answer, its array, an item, an array in it, an item of that.
DEPTH = 5


class CutString(str):
    """A string that the end of the text cuts."""

    __slots__ = ()


def whole(text: str, at: int) -> tuple[Any, int]:
    """Return the value at a place and where it ends, or `BROKEN` and the place."""
    # To fail takes time for all that stands before the place, so what fails must be the last thing to be read.
    with suppress(ValueError, RecursionError):
        return _DECODER.raw_decode(text, at)
    return BROKEN, at


def read(text: str, at: int, depth: int = DEPTH) -> tuple[Any, str, int]:
    """Return the next value, what follows it, and where that stands: beyond the end if the value does not end."""
    at = _skip(text, at)
    kind = text[at : at + 1]
    if depth and kind in ("{", "["):
        value, at = (_read_object if kind == "{" else _read_array)(text, at, depth - 1)
    else:
        value, at = whole(text, at) if _MAY_BE_VALUE.match(text, at) else (BROKEN, at)
    if value is BROKEN and kind == '"':
        value, at = _read_cut_string(text, at)
    at = _skip(text, at)
    return value, text[at : at + 1], at


def _read_member(text: str, at: int, depth: int, after: re.Pattern[str]) -> tuple[Any, str, int]:
    """Return what `read` does; a string may have quotation marks and backslashes that nobody escaped."""
    start = _skip(text, at)
    if text[start : start + 1] != '"':
        return read(text, start, depth)
    if (found := read_string(text, start, after)) is None:
        value, following, end = read(text, start, depth)
        if _is_sound(value, following):
            return value, following, end
        return CutString(content(text[start + 1 :])), "", len(text)
    at = _skip(text, found.end + 1)
    return found.text + ("" if found.is_sure else UNSURE), text[at : at + 1], at


def _read_array(text: str, at: int, depth: int) -> tuple[Any, int]:
    items, following = [], ","
    while following == ",":
        start = at + 1
        value, following, at = _read_member(text, start, depth, AFTER_ITEM)
        if _is_sound(value, following):
            items.append(value)
        elif following not in ("", ",", "]") and items and isinstance(items[-1], str):
            # A string that lacks a quotation mark, or no JSON at all.
            found = _NEXT_STRING.search(text, at)
            at, following = (found.start(), ",") if found else (len(text), "")
            items.append(text[start:at].strip() + UNSURE)
    return items, at + 1 if following == "]" else len(text) + 1


def _read_object(text: str, at: int, depth: int) -> tuple[Any, int]:
    members, following = {}, ","
    while following == ",":
        key, following, at = read(text, at + 1, 0)
        if isinstance(key, str) and following == ":":
            value, following, at = _read_member(text, at + 1, depth, AFTER_VALUE)
            if _is_sound(value, following):
                # What comes again began in what was taken for the string before it.
                is_again = key in members and isinstance(value, str)
                members[key] = f"{value}{UNSURE}" if is_again else value
    if following == "}":
        return members, at + 1
    # What goes wrong may be a string with quotation marks of its own: then this object says nothing for certain.
    certain = not following or any(isinstance(value, list) for value in members.values())
    return members if certain else BROKEN, len(text) + 1


def _read_cut_string(text: str, at: int) -> tuple[Any, int]:
    """Return a string that the end of the text cuts, perhaps inside an escape."""
    ends = range(len(text), max(at, len(text) - len(r"\u12ab")), -1)
    found = (whole(text[at:end] + '"', 0)[0] for end in ends)
    known = next((value for value in found if value is not BROKEN), None)
    return CutString(content(text[at + 1 :]) if known is None else known), len(text)


def _is_sound(value: object, following: str) -> bool:
    if isinstance(value, dict | list) or following in (",", "]", "}"):
        return value is not BROKEN
    return isinstance(value, str) and not following


def _skip(text: str, at: int) -> int:
    return found.start() if (found := _INK.search(text, at)) else max(at, len(text))
