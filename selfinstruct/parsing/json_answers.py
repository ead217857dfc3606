"""Structured answers: the JSON schema that a step asks for, and what can be read of the JSON that comes back."""

import json
import re
from collections.abc import Callable
from typing import Any

from selfinstruct.core.values import Completion
from selfinstruct.parsing.headed_json import headed_items
from selfinstruct.parsing.json_items import bare_items, each_alone, is_unsure, items_of, lone_items, with_own_names
from selfinstruct.parsing.json_reading import BROKEN, CutString, read, whole
from selfinstruct.parsing.python_values import in_json
from selfinstruct.parsing.table_items import table_items
from selfinstruct.parsing.turns import goes_on_after_turn, visible, without_end_tokens
from selfinstruct.parsing.wrapped import without_wrapped_draft
from selfinstruct.parsing.xml_items import xml_items
from selfinstruct.text.escapes import undone
from selfinstruct.text.reasoning import without_reasoning, without_reasoning_before
from selfinstruct.text.tex import with_commands

# How JSON begins, how often that may be wrong, and what stands for it while the text around it is read.
_MAY_BE_JSON = re.compile(r'\{\s*+"|\[\s*+["{]')
_TRIES = 20
_PLACE = re.compile(r"\{(\d{1,9})\0\}")
# What may stand between two answers that are one.
_FENCE = re.compile(r"```\w*")
_MORE = re.compile(
    r"\b(?:more|next|continu\w*|remaining|rest|others?|parts?)\b|继续|其余|剩余|另外|接下来|更多", re.IGNORECASE
)
# How JSON begins that was written twice: as a string, or as the inside of one.
_TWICE = re.compile(
    r'(?P<before>[^{\["]*+)(?:(?P<quote>")(?=[{\[](?:\s|\\n)*+[{"\\])|[{\[](?:\s|\\n)*+(?:\{(?:\s|\\n)*+)?\\")'
)
_OF_JSON = re.compile(r"json|\barrays?\b|python list|数组|數組", re.IGNORECASE)
# What is a line of a text, and no word of a list: several words, a sentence, a point.
_LINE = re.compile(r"\S\s\S|[.!?。！？，；]|\A\s*[-*•#>]|[\u3400-\u9fff]{8}")
# What cuts an answer that says itself that it is not whole: the endpoint does not say so.
CUT_BY_ENDPOINT = "endpoint"


def object_schema(**properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these properties, in this order, as strict mode wants it."""
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def read_items(
    text: str, key: str, is_text: Callable[[str], object], *, member: str = "", any_name: bool = False
) -> list[Any] | None:
    """Return the items of the array that a JSON answer holds under `key`, None if it is no such JSON.

    Items with a `member` may also be the answer themselves, in an array or one after another; without `member`,
    strings in an array.

    The first brace opens the answer, unless `is_text` says of what stands before it that the answer is one in text.
    Strings with quotation marks or backslashes that nobody escaped are mended; where nobody can say how, the text ends
    in U+FFFD, and so does that of an item with a `member` of which nothing else can be read. Where the answer breaks
    off, all items before that are returned, and what there is of the one that is cut. With `member`, names count in
    any case and in all languages, and the array in the answer may have another name; with `any_name`, an array of
    strings may.
    """
    text = in_json(_visible(_without_a_layer(text, is_text)))
    start = text.find("{")
    answer, end = whole(text, start)
    is_whole = answer is not BROKEN
    if not is_whole and start >= 0:
        answer, _, end = read(text, start)
    items = items_of(answer, key, member, any_name=any_name)
    is_broken = not is_whole and end > len(text)
    if items is None:
        items, is_broken = bare_items(text, is_text, member), True
        if items is None and member:
            items = lone_items(text, is_text, member) or _in_other_forms(visible(text), is_text, member)
    elif is_text(text[:start]):
        return None
    else:
        items = _with_later(text, end, items, lambda answer: items_of(answer, key, member, any_name=any_name))
    if items is not None and member and (is_broken or (not is_whole and any(map(is_unsure, items)))):
        items = max(items, each_alone(text[start:], member), key=len)
    return [with_own_names(item) for item in items] if member and items else items


def _in_other_forms(text: str, is_text: Callable[[str], object], member: str) -> list[Any] | None:
    """Return the items that stand under headings, in elements or in a table, None if none of them is sure."""
    needed = member if member == "instruction" else "output"
    for items in (headed_items(text), xml_items(text), table_items(text, is_text)):
        if items and all(_holds(with_own_names(item), needed) for item in items):
            return items
    return None


def _holds(item: Any, member: str) -> bool:
    inner = item.get("instances")
    return member in item or (isinstance(inner, list) and member == "output")


def _visible(text: str) -> str:
    """Return what a completion answers, its JSON as it is: strings may speak of <think> and <|im_end|>."""
    text = without_wrapped_draft(text)
    start = text.find("{")
    is_whole = whole(text, start)[0] is not BROKEN
    # Of an answer that is broken, nobody can say where its strings end: it is cut only where there is reasoning.
    if not is_whole and not text[:start].strip():
        return text
    values: list[str] = []
    pieces, at, place, broken = [], 0, 0, 0
    while broken < _TRIES and (found := _MAY_BE_JSON.search(text, place)):
        value, place = whole(text, found.start())
        if value is BROKEN:
            broken, place = broken + 1, found.end()
            continue
        pieces += [text[at : found.start()], f"{{{len(values)}\0}}"]
        values.append(text[found.start() : place])
        at = place
    around = "".join((*pieces, text[at:]))
    if not is_whole and without_reasoning(around) == around:
        return text
    return _PLACE.sub(lambda each: values[int(each[1])] if int(each[1]) < len(values) else "", visible(around))


def _with_later(text: str, end: int, items: list[Any], items_in: Callable[[object], list[Any] | None]) -> list[Any]:
    """Return the items of an answer and of those after it; of two with words between them, the first was a draft."""
    while (start := text.find("{", end)) >= 0:
        answer, after = whole(text, start)
        if answer is BROKEN:
            answer, _, after = read(text, start)
        more = items_in(answer)
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
    value, _ = whole(text, at)
    return value if isinstance(value, str) else undone(text[at:].removeprefix('"'))


def cut_of(completion: Completion, items: list[Any] | None) -> str:
    """Return what cuts the last of the items that were read of a completion, None for text; "" if nothing does.

    A text may end within a string, or with a token that may belong to it, and the finish_reason be "stop".
    """
    last: Any = items
    while isinstance(last, list | dict) and last:
        last = [*last.values()][-1] if isinstance(last, dict) else last[-1]
    ends_within = isinstance(last, CutString) or (items is None and goes_on_after_turn(completion.text))
    return completion.cut or (CUT_BY_ENDPOINT if ends_within else "")


def string(value: object) -> str | None:
    """Return a value that is a string, fit to be stored, None for any other.

    Where a grammar leaves a model no other place, it thinks aloud in the string, or ends its turn there.
    """
    if not isinstance(value, str):
        return None
    text = with_commands(without_end_tokens(without_reasoning_before(value)))
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def speaks_of_json(instruction: str) -> bool:
    """Return whether a task may want its output as JSON."""
    return _OF_JSON.search(instruction) is not None


def text_of(value: object, *, in_json: bool = False) -> str | None:
    """Return a value as `string` does; lists of lines as these, numbers, truth values and lists of words as JSON.

    With `in_json` also objects and all arrays.
    """
    is_list = isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
    if is_list and not in_json and any(map(_LINE.search, value)):  # type: ignore[call-overload]
        return string("\n".join(value))  # type: ignore[arg-type]
    is_json = isinstance(value, int | float) or is_list or (in_json and isinstance(value, dict | list))
    return string(json.dumps(value, ensure_ascii=False) if is_json else value)


def input_of(value: object, *, in_json: bool = False) -> str | None:
    """Return an input as text, objects and arrays as JSON; empty ones are none, unless the task is `in_json`."""
    is_none = isinstance(value, dict | list) and not value and not in_json
    return "" if is_none else text_of(value, in_json=True)
