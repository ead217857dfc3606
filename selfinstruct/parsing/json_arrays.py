"""Answers in JSON that hold their items in several arrays: by kinds, by parts, or with more beside the first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What an array of instructions is called, and one with more of them.
_OF_TASKS = re.compile(r"instruction|task|prompt|request|message|question|指令|任务|任務|题目|題目", re.IGNORECASE)
_MORE = re.compile(
    r"more|other|addition|extra|further|\brest\b|remain|continu|part|batch|next|group|更多|其[他它余餘]|[补補]充|追加"
    r"|[继繼]?[续續]",
    re.IGNORECASE,
)
# What other arrays hold that models write beside their instructions, by their names.
_OF_OTHERS = re.compile(
    r"topic|kind|type|categor|form|persona|note|comment|remark|reason|rational|expla|thought|think|analy|check|verif"
    r"|theme"
    r"|keyword|tag|label|rule|constraint|title|summar|input|output|answer|plan|draft|outline|idea|reject|avoid|exclu"
    r"|source"
    r"|demonstration|话题|話題|主题|主題|类|類|角色|备注|備註|说明|說明|注|理由|原因|分析|思考|检查|檢查|关键|關鍵|标"
    r"|標|规则|規則|约束"
    r"|總結|总结|输|輸|答|草稿|计划|計劃|示例|避免|来源",
    re.IGNORECASE,
)
# Names of what steps ask for, of which every item has one.
_OF_ITEMS = frozenset({"number", "instances", "instruction", "output", "is_classification"})
_OF_WHOLE = frozenset({"instruction", "output"})
# What somebody may ask for, in a few words at least.
_SENTENCE = re.compile(r"\S+\s+\S+\s+\S|[\u3400-\u9fff]{4}|\S\s*[.?!。？！]\s*\Z")


class Aside(str):
    """A string of an array beside the one that was asked for, whose `name` does not say what it holds."""

    __slots__ = ("name",)
    name: str


def _aside(arrays: Mapping[str, Sequence[str]]) -> Iterator[Aside]:
    for name, items in arrays.items():
        for each in () if _OF_OTHERS.search(name) else items:
            found = Aside(each)
            found.name = name
            yield found


def flat(items: Sequence[Any]) -> list[Any]:
    """Return the items of an array, also if they stand in arrays within it."""
    if items and all(isinstance(each, list) for each in items):
        return [item for each in items for item in each]
    return [*items]


def beside(answer: Mapping[str, Any], key: str, *, strings: bool) -> Iterator[Any]:
    """Yield the items of an answer that are like those of the array under `key`, and stand in arrays beside it.

    Objects are like others that have the same names, or are whole tasks; with `strings`, an array of them needs a name
    that tells. Those of one that has a name for nothing are `Aside`.
    """
    known = [names for each in answer[key] if isinstance(each, dict) and (names := _names(each)) & _OF_ITEMS]
    for name, value in answer.items():
        items = value.get(key) if isinstance(value, dict) else value
        if name == key or not isinstance(items, list) or not items:
            continue
        if all(isinstance(each, dict) and (_names(each) in known or _names(each) >= _OF_WHOLE) for each in items) or (
            strings and _are_instructions(items) and (_OF_TASKS.search(name) or _MORE.search(name))
        ):
            yield from items
        elif strings and _are_instructions(items):
            yield from _aside({name: items})


def strings_of(answer: Mapping[str, Any], key: str) -> list[str]:
    """Return the strings of the only array in an answer, or of all that hold sentences, in however many objects.

    Where some arrays are called after tasks, they count, and those with more of them; the others are `Aside`.
    """
    inner = answer.get(key)
    if isinstance(inner, dict):
        return strings_of(inner, key)
    values = [*answer.values()]
    if values and all(isinstance(each, dict) and isinstance(each.get(key), list) for each in values):
        found = [item for each in values for item in each[key]]
        return found if _are_strings(found) else []
    arrays = {name: flat(value) for name, value in answer.items() if isinstance(value, list)}
    if len(arrays) == 1:
        return next((items for items in arrays.values() if _are_strings(items)), [])
    arrays = {name: items for name, items in arrays.items() if _are_instructions(items)}
    called = {name: items for name, items in arrays.items() if _OF_TASKS.search(name)}
    if called:
        called |= {name: items for name, items in arrays.items() if _MORE.search(name)}
    others = {name: items for name, items in arrays.items() if called and name not in called}
    return [*(item for items in (called or arrays).values() for item in items), *_aside(others)]


def _are_strings(items: Sequence[Any]) -> bool:
    return all(isinstance(each, str) for each in items)


def _are_instructions(items: Sequence[Any]) -> bool:
    return bool(items) and _are_strings(items) and all(map(_SENTENCE.search, items))


def _names(item: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(map(str.lower, item))
