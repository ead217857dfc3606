"""Structured answers: the JSON schema that a step asks for, and what can be read of the JSON that comes back."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import Any

from selfinstruct.core.values import Completion
from selfinstruct.parsing.turns import goes_on_after_turn, visible, without_end_tokens
from selfinstruct.text.escapes import undone
from selfinstruct.text.reasoning import without_reasoning, without_reasoning_before

# Models that are not held to a grammar leave line breaks in strings as they are.
_DECODER = json.JSONDecoder(strict=False)
_BROKEN: Any = object()
# How JSON begins, how often that may be wrong, and what stands for it while the text around it is read.
_MAY_BE_JSON = re.compile(r'\{\s*+"|\[\s*+["{]')
_TRIES = 20
_PLACE = re.compile(r"\{(\d{1,9})\0\}")
# What may stand between two answers that are one.
_FENCE = re.compile(r"```\w*")
_MORE = re.compile(
    r"\b(?:more|next|continu\w*|remaining|rest|others?|parts?)\b|继续|其余|剩余|另外|接下来|更多", re.IGNORECASE
)
_INK = re.compile(r"[^ \t\n\r]")
# How items begin that are an answer themselves: strings, and others.
_BARE = tuple(re.compile(rf"^(?P<indent>[ \t]*+){begin}", re.MULTILINE) for begin in (r'\[\s*+"', r"(?:\[\s*+)?\{"))
# How JSON begins that was written twice: as a string, or as the inside of one.
_TWICE = re.compile(
    r'(?P<before>[^{\["]*+)(?:(?P<quote>")(?=[{\[](?:\s|\\n)*+[{"\\])|[{\[](?:\s|\\n)*+(?:\{(?:\s|\\n)*+)?\\")'
)
# What cuts an answer that says itself that it is not whole: the endpoint does not say so.
CUT_BY_ENDPOINT = "endpoint"
# An answer, its array, an item, an array in it, an item of that.
_DEPTH = 5


class _CutString(str):
    """A string that the end of the text cuts."""

    __slots__ = ()


def object_schema(**properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these properties, in this order, as strict mode wants it."""
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def read_items(text: str, key: str, is_text: Callable[[str], object], *, member: str = "") -> list[Any] | None:
    """Return the items of the array that a JSON answer holds under `key`, None if it is no such JSON.

    Items with a `member` may also be the answer themselves, in an array or one after another; without `member`,
    strings in an array.

    The first brace opens the answer, unless `is_text` says of what stands before it that the answer is one in text.
    Where the answer breaks off or goes wrong, all items before that are returned, and what there is of the one that is
    cut; items with a `member` are also found after the place where it goes wrong. With `member`, names count in any
    case, and the array in the answer may have another name.
    """
    text = _visible(_without_a_layer(text, is_text))
    start = text.find("{")
    answer, end = _whole(text, start)
    is_whole = answer is not _BROKEN
    if not is_whole and start >= 0:
        answer, *_ = _read(text, start, _DEPTH)
    items = _items_of(answer, key, member)
    if items is None:
        items, is_whole = _bare_items(text, is_text, member), False
        if items is None and member:
            return _lone_items(text, is_text, member)
    elif is_text(text[:start]):
        return None
    elif is_whole:
        items = _with_later(text, end, items, lambda answer: _items_of(answer, key, member))
    if items and member and not is_whole:
        items = max(items, _each_alone(text[start:], member), key=len)
    return [_with_lower_names(item) for item in items] if member and items else items


def _visible(text: str) -> str:
    """Return what a completion answers, its JSON as it is: strings may speak of <think> and <|im_end|>."""
    start = text.find("{")
    is_whole = _whole(text, start)[0] is not _BROKEN
    # Of an answer that is broken, nobody can say where its strings end: it is cut only where there is reasoning.
    if not is_whole and not text[:start].strip():
        return text
    values: list[str] = []
    pieces, at, place, broken = [], 0, 0, 0
    while broken < _TRIES and (found := _MAY_BE_JSON.search(text, place)):
        value, place = _whole(text, found.start())
        if value is _BROKEN:
            broken, place = broken + 1, found.end()
            continue
        pieces += [text[at : found.start()], f"{{{len(values)}\0}}"]
        values.append(text[found.start() : place])
        at = place
    around = "".join((*pieces, text[at:]))
    if not is_whole and without_reasoning(around) == around:
        return text
    return _PLACE.sub(lambda each: values[int(each[1])] if int(each[1]) < len(values) else "", visible(around))


def _with_later(text: str, end: int, items: list[Any], read: Callable[[object], list[Any] | None]) -> list[Any]:
    """Return the items of an answer and of those after it; of two with words between them, the first was a draft."""
    while (start := text.find("{", end)) >= 0:
        answer, after = _whole(text, start)
        if answer is _BROKEN:
            answer, after = _read(text, start, _DEPTH)[0], len(text)
        more = read(answer)
        if not more:
            break
        between = _FENCE.sub("", text[end:start])
        is_more = not re.search(r"[^\W\d_]", between) or _MORE.search(between)
        items, end = [*items, *more] if is_more else more, after
    return items


def _without_a_layer(text: str, is_text: Callable[[str], object]) -> str:
    """Return an answer whose JSON is in a string, or has the escapes of one, as JSON."""
    found = _TWICE.match(text)
    if found is None or is_text(found["before"]):
        return text
    at = found.end("before")
    value, _ = _whole(text, at)
    return value if isinstance(value, str) else undone(text[at:].removeprefix('"'))


def _items_of(answer: object, key: str, member: str) -> list[Any] | None:
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get(key), list):
        return list(answer[key])
    found = _items_within(answer, member, _DEPTH) if member else []
    return found or ([] if key in answer else None)


def _items_within(value: object, member: str, depth: int) -> list[Any]:
    """Return the items that a value holds, under whatever names."""
    if not depth or not isinstance(value, dict | list) or _has(value, member):
        return []
    values = [*value.values()] if isinstance(value, dict) else value
    if values and all(_has(each, member) for each in values):
        return values
    return [item for each in values for item in _items_within(each, member, depth - 1)]


def _each_alone(text: str, member: str) -> list[Any]:
    """Return the items that are sound, of a text in which others are not; the last one may be cut."""
    places = [found.start() for found in _item_begins(member).finditer(text)]
    pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
    items = [_whole(piece, 0)[0] for piece in pieces[:-1]] + [_read(piece, 0, _DEPTH)[0] for piece in pieces[-1:]]
    return [item for item in items if item is not _BROKEN]


@cache
def _item_begins(member: str) -> re.Pattern[str]:
    return re.compile(rf'\{{\s*+"{member}"\s*+:', re.IGNORECASE)


def _has(item: object, member: str) -> bool:
    return isinstance(item, dict) and member in map(str.lower, item)


def _with_lower_names(item: object) -> Any:
    return {name.lower(): value for name, value in item.items()} if isinstance(item, dict) else item


def _bare_items(text: str, is_text: Callable[[str], object], member: str) -> list[Any] | None:
    """Return the items that are an answer themselves, None if it is no such answer."""
    start = _BARE[bool(member)].search(text)
    if start is None or is_text(text[: start.start()]):
        return None
    at: int = start.end("indent")
    items: list[Any] = []
    kind: type = dict if member else str
    if text[at] == "[":
        items, *_ = _read(text, at, _DEPTH)
    while text[at : at + 1] == "{":
        item, _, at = _read(text, at, _DEPTH)
        items.append(item)
    sound = isinstance(items, list) and items and all(isinstance(item, kind) for item in items)
    if sound and (not member or _has(items[0], member)):
        return items
    return _items_within(items, member, _DEPTH) or None if member else None


def _lone_items(text: str, is_text: Callable[[str], object], member: str) -> list[Any] | None:
    """Return the items that stand one by one in a text that is none of the answer, such as `1. {…}`."""
    first = _item_begins(member).search(text)
    items = [] if first is None or is_text(text[: first.start()]) else _each_alone(text, member)
    return [_with_lower_names(item) for item in items] or None


def cut_of(completion: Completion, items: list[Any] | None) -> str:
    """Return what cuts the last of the items that were read of a completion, None for text; "" if nothing does.

    A text may end within a string, or with a token that may belong to it, and the finish_reason be "stop".
    """
    last: Any = items
    while isinstance(last, list | dict) and last:
        last = [*last.values()][-1] if isinstance(last, dict) else last[-1]
    ends_within = isinstance(last, _CutString) or (items is None and goes_on_after_turn(completion.text))
    return completion.cut or (CUT_BY_ENDPOINT if ends_within else "")


def string(value: object) -> str | None:
    """Return a value that is a string, fit to be stored, None for any other.

    Where a grammar leaves a model no other place, it thinks aloud in the string, or ends its turn there.
    """
    if not isinstance(value, str):
        return None
    text = without_end_tokens(without_reasoning_before(value))
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def text_of(value: object, *, in_json: bool = False) -> str | None:
    """Return a value as `string` does, numbers and truth values as JSON; with `in_json` also objects and arrays."""
    is_json = isinstance(value, int | float) or (in_json and isinstance(value, dict | list))
    return string(json.dumps(value, ensure_ascii=False) if is_json else value)


def whole_number(value: object) -> int | None:
    """Return a value that is a whole number, or the digits of one, perhaps after a word; None for any other."""
    if isinstance(value, str) and (found := re.fullmatch(r"\s*+(?:[^\W\d_]{1,12}[ #]{0,2})?(\d{1,4})[.)]?\s*", value)):
        return int(found[1])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(text: str, at: int) -> tuple[Any, int]:
    """Return the value at a place and where it ends, or nothing and the place."""
    # To fail takes time for all that stands before the place, so what fails must be the last thing to be read.
    with suppress(ValueError, RecursionError):
        return _DECODER.raw_decode(text, at)
    return _BROKEN, at


def _read(text: str, at: int, depth: int) -> tuple[Any, str, int]:
    """Return the next value, what follows it, and where that stands: at the end of the text if the value is broken."""
    at = _skip(text, at)
    kind = text[at : at + 1]
    if depth and kind in ("{", "["):
        value, at = (_read_object if kind == "{" else _read_array)(text, at, depth - 1)
    else:
        value, at = (_BROKEN, at) if kind in ",]}" else _whole(text, at)
    if value is _BROKEN and kind == '"':
        value, at = _read_cut_string(text, at)
    at = _skip(text, at)
    return value, text[at : at + 1], at


def _read_array(text: str, at: int, depth: int) -> tuple[Any, int]:
    items, following = [], ","
    while following == ",":
        value, following, at = _read(text, at + 1, depth)
        if _is_sound(value, following):
            items.append(value)
    return items, at + 1 if following == "]" else len(text)


def _read_object(text: str, at: int, depth: int) -> tuple[Any, int]:
    members, following = {}, ","
    while following == ",":
        key, following, at = _read(text, at + 1, 0)
        if isinstance(key, str) and following == ":":
            value, following, at = _read(text, at + 1, depth)
            if _is_sound(value, following):
                members[key] = value
    if following == "}":
        return members, at + 1
    # What goes wrong may be a string with quotation marks of its own: then this object says nothing for certain.
    certain = not following or any(isinstance(value, list) for value in members.values())
    return members if certain else _BROKEN, len(text)


def _read_cut_string(text: str, at: int) -> tuple[Any, int]:
    """Return a string that the end of the text cuts, perhaps inside an escape."""
    ends = range(len(text), max(at, len(text) - len(r"\u12ab")), -1)
    found = (_whole(text[at:end] + '"', 0)[0] for end in ends)
    return next(((_CutString(value), len(text)) for value in found if value is not _BROKEN), (_BROKEN, at))


def _is_sound(value: object, following: str) -> bool:
    if isinstance(value, dict | list) or following in (",", "]", "}"):
        return value is not _BROKEN
    return isinstance(value, str) and not following


def _skip(text: str, at: int) -> int:
    return found.start() if (found := _INK.search(text, at)) else len(text)
