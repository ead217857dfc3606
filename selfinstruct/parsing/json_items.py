"""The items of an answer in JSON: where they are, under what names, and which of them can be read."""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from selfinstruct.parsing.json_arrays import beside, flat, strings_of
from selfinstruct.parsing.json_reading import BROKEN, DEPTH, CutString, read, whole
from selfinstruct.parsing.json_strings import UNSURE
from selfinstruct.parsing.words import all_markers

# How items begin that are an answer themselves: strings, and others.
_BARE = tuple(re.compile(rf"^(?P<indent>[ \t]*+){begin}", re.MULTILINE) for begin in (r'\[\s*+"', r"(?:\[\s*+)?\{"))


def items_of(answer: object, key: str, member: str, *, any_name: bool = False) -> list[Any] | None:
    """Return the items that an answer holds, None if it is none."""
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get(key), list):
        listed = flat(answer[key]) if any_name else answer[key]
        return [*listed, *beside(answer, key, strings=any_name)]
    found = _items_within(answer, member, DEPTH) if member else _under_numbers(answer.get(key, answer))
    found = found or (_strings_of(answer, key) if any_name else [])
    return found or ([] if key in answer else None)


def _items_within(value: object, member: str, depth: int) -> list[Any]:
    """Return the items that a value holds, under whatever names."""
    if not depth or not isinstance(value, dict | list) or _has(value, member):
        return []
    values = [*value.values()] if isinstance(value, dict) else value
    if values and all(_has(each, member) for each in values):
        return values
    return [item for each in values for item in _items_within(each, member, depth - 1)]


def _under_numbers(value: object) -> list[Any]:
    """Return the items of an object whose names are their numbers, such as "Task 1"; the number is in each.

    One that is no object has what it is as its `answer`, or as its `instances`.
    """
    if not isinstance(value, dict) or not all(isinstance(each, dict | list | str | bool) for each in value.values()):
        return []
    numbers = [whole_number(name) for name in value]
    if None in numbers:
        return []
    inner = (
        each if isinstance(each, dict) else {"instances" if isinstance(each, list) else "answer": each}
        for each in value.values()
    )
    return [{"number": number} | members for number, members in zip(numbers, inner, strict=True)]


def _strings_of(answer: dict[str, Any], key: str) -> list[Any]:
    """Return the strings of the arrays in an answer, or those that stand under their numbers."""
    if all(isinstance(value, str) and whole_number(name) is not None for name, value in answer.items()):
        return [*answer.values()]
    return strings_of(answer, key)


def each_alone(text: str, member: str) -> list[Any]:
    """Return the items of a text in which one may be broken: its text stands for it, and is unsure.

    The last one may be cut.
    """
    places = [found.start() for found in _item_begins(member).finditer(text)]
    pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
    return [_alone(piece, member) for piece in pieces[:-1]] + [read(piece, 0)[0] for piece in pieces[-1:]]


def is_unsure(item: object) -> bool:
    """Return whether an item has a text that may end elsewhere."""
    values = item.values() if isinstance(item, dict) else (item,)
    return any(isinstance(value, str) and value.endswith(UNSURE) for value in values)


def _alone(piece: str, member: str) -> Any:
    item, _ = whole(piece, 0)
    item = read(piece, 0)[0] if item is BROKEN else item
    is_cut = isinstance(item, dict) and any(isinstance(value, CutString) for value in item.values())
    return {member: piece.rstrip(" \t\r\n,，") + UNSURE} if item is BROKEN or is_cut else item


@cache
def _item_begins(member: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_names(member))))
    numbered = r'(?:"\w{1,20}"\s*+:\s*+(?:\d{1,6}|"[^"\\]{0,20}")\s*+,\s*+)?'
    # Not what a string begins with.
    return re.compile(rf'(?<!")(?<!"\[)\{{\s*+{numbered}"(?:{names})"\s*+:\s*+(?=["{{\[])', re.IGNORECASE)


@cache
def _names(member: str) -> frozenset[str]:
    """Return the names that models give a member, in lower case."""
    known = all_markers()
    words = {
        "instruction": {word for each in known for word in (each.instruction, each.task)},
        "input": {each.input for each in known},
        "output": {word for each in known for word in (each.output, each.label, *each.other_outputs)},
    }
    return frozenset({member, *map(str.lower, words.get(member, ()))})


def _has(item: object, member: str) -> bool:
    """Return whether an item has a member; by another name it may be something else, such as the number of a task."""
    if not isinstance(item, dict):
        return False
    names = {name.lower(): value for name, value in item.items()}
    return member in names or any(isinstance(names.get(name), str) for name in _names(member))


def with_own_names(item: object) -> Any:
    """Return an item with the names of its members in lower case, and those that stand for others as these."""
    if not isinstance(item, dict):
        return item
    named = {name.lower(): value for name, value in item.items()}
    for member in ("instruction", "input", "output"):
        names = (name for name in sorted(_names(member)) if isinstance(named.get(name), str))
        if member not in named and (other := next(names, None)):
            named[member] = named.pop(other)
    return named


def bare_items(text: str, is_text: Callable[[str], object], member: str) -> list[Any] | None:
    """Return the items that are an answer themselves, None if it is no such answer."""
    start = _BARE[bool(member)].search(text)
    if start is None or is_text(text[: start.start()]):
        return None
    at: int = start.end("indent")
    items: list[Any] = []
    kind: type = dict if member else str
    if text[at] == "[":
        items, *_ = read(text, at)
    while text[at : at + 1] == "{":
        item, _, at = read(text, at)
        items.append(item)
    sound = isinstance(items, list) and items and all(isinstance(item, kind) for item in items)
    if sound and (not member or _has(items[0], member)):
        return items
    return _items_within(items, member, DEPTH) or None if member else None


def lone_items(text: str, is_text: Callable[[str], object], member: str) -> list[Any] | None:
    """Return the items that stand one by one in a text that is none of the answer, such as `1. {…}`."""
    first = _item_begins(member).search(text)
    items = [] if first is None or is_text(text[: first.start()]) else each_alone(text, member)
    return items or None


def whole_number(value: object) -> int | None:
    """Return a value that is a whole number, or the digits of one, perhaps after a word; None for any other."""
    if isinstance(value, str) and (found := re.fullmatch(r"\s*+(?:[^\W\d_]{1,12}[ #]{0,2})?(\d{1,4})[.)]?\s*", value)):
        return int(found[1])
    return value if isinstance(value, int) and not isinstance(value, bool) else None
