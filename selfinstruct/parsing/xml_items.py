"""Tasks in elements: `<task><instruction>…</instruction><input>…</input><output>…</output></task>`."""

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from selfinstruct.parsing.json_reading import CutString
from selfinstruct.parsing.words import all_markers, any_of, task_heading

_MEMBERS = ("instruction", "input", "output")
_ESCAPED = re.compile(r"&(?:lt|gt|amp|quot|apos|#39);")
_FENCE = re.compile(r"```\w{0,10}\Z")
_CDATA = re.compile(r"\s*+<!\[CDATA\[(.*?)\]\]>\s*+", re.DOTALL)


def xml_items(text: str) -> list[dict[str, Any]]:
    """Return the items of an answer in elements, each with its members as texts; none if it is no such answer.

    A heading (`[Task 1]`) or an attribute may say the number of an item. The last text may be cut. Between the elements
    of an answer nothing else is said.
    """
    items: list[dict[str, Any]] = [{}]
    at = 0
    for tag, between, content in _elements(text):
        heading = task_heading().fullmatch(between.strip())
        if between.strip() and not heading and (at or not _is_lead(between)):
            return []
        at, name = 1, tag["name"].casefold()
        number = (heading and heading["number"]) or tag["number"]
        if number or name not in _kinds() or _kinds()[name] in items[-1]:
            items.append({})
        if number:
            items[-1]["number"] = int(number)
        if name in _kinds() and content is not None:
            items[-1][_kinds()[name]] = content
    return [item for item in items if item.keys() - {"number"}] if at else []


def _elements(text: str) -> Iterator[tuple[re.Match[str], str, str | None]]:
    """Yield each opening tag with what stands between the tags before it, and the text in it if it is a member."""
    end = 0
    open_tag: re.Match[str] | None = None
    for tag in _tags().finditer(text):
        if open_tag:
            if tag["closes"] and tag["name"].casefold() == open_tag["name"].casefold():
                yield open_tag, text[end : open_tag.start()], _content(text[open_tag.end() : tag.start()])
                open_tag, end = None, tag.end()
            continue
        if tag["closes"]:
            if text[end : tag.start()].strip():
                return
            end = tag.end()
        elif tag["name"].casefold() in _kinds():
            open_tag = tag
        else:
            yield tag, text[end : tag.start()], None
            end = tag.end()
    if open_tag:
        yield open_tag, text[end : open_tag.start()], CutString(_content(text[open_tag.end() :]))


def _content(text: str) -> str:
    if whole := _CDATA.fullmatch(text):
        return whole[1]
    # Who writes "<" as it is has not escaped anything.
    return text if "<" in text or not _ESCAPED.search(text) else html.unescape(text)


def _is_lead(text: str) -> bool:
    """Return whether a text is what a model may say before its answer: a line of chat, a fence."""
    lines = [line for line in _FENCE.sub("", text.strip()).split("\n") if line.strip()]
    return len(lines) < 2 and not any(line.lstrip().startswith(("[", "【", "#", "*", "-")) for line in lines)


@cache
def _kinds() -> dict[str, str]:
    """Return which member an element is, by its name in small letters."""
    known = all_markers()
    words = {
        "instruction": [each.instruction for each in known],
        "input": [each.input for each in known],
        "output": [word for each in known for word in (each.output, each.label)],
    }
    return {word.casefold(): kind for kind in _MEMBERS for word in (kind, *words[kind])} | {"number": "number"}


@cache
def _tags() -> re.Pattern[str]:
    around = ("item", "example", "instance", "instances", "tasks", "answer", *(each.task for each in all_markers()))
    names = any_of((*_kinds(), *around))
    number = r"[^<>\n]{0,40}?(?:id|number|num|no|n|编号)=[\"']?\D{0,8}(?P<number>\d{1,4})[^<>\n]{0,40}"
    return re.compile(rf"<(?P<closes>/)?(?P<name>{names})(?:[ \t](?:{number}|[^<>\n]{{0,80}}))?>", re.IGNORECASE)
