"""The members of a judge's verdict: in a JSON object, however it is nested, or in lines under their names."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from selfinstruct.languages import all_languages
from selfinstruct.parsing.json_reading import BROKEN, read, whole
from selfinstruct.parsing.python_values import in_json
from selfinstruct.parsing.turns import visible
from selfinstruct.parsing.words import any_of

_TRIES = 20
_DEPTH = 4
# Where a member is an object: its value, beside what the judge says of it.
_INNER = ("score", "mark", "rating", "value", "answer", "verdict", "分数", "得分", "评分", "回答")
_OTHER_NAMES = {
    "reason": ("reasoning", "rationale", "explanation", "justification", "comment"),
    "valid": ("valid task", "is valid", "instruction valid", "valid instruction"),
    "input_fits": ("input fits", "input appropriate", "valid input"),
    "output_right": ("output right", "output correct", "valid output"),
    "helpfulness": ("helpful",),
    "correctness": ("correct", "accuracy"),
    "clarity": ("clear",),
}


def read_verdict(text: str) -> dict[str, object]:
    """Return the members of the last verdict in a completion by their own names, as far as there are any.

    Those of lines are texts; the reason goes on until the next member.
    """
    text = visible(text)
    found: dict[str, object] = {}
    for value in _objects(in_json(text)):
        found = {**found, **dict(_members(value, _DEPTH))}
    return found or _in_lines(text)


def _objects(text: str) -> Iterator[dict[str, object]]:
    at = 0
    for _ in range(_TRIES):
        at = text.find("{", at)
        if at < 0:
            return
        value, end = whole(text, at)
        if value is BROKEN:
            value, _, end = read(text, at)
        if isinstance(value, dict):
            yield value
        at = max(end, at + 1)


def _members(value: Mapping[str, object], depth: int) -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        name = _names().get(_plain(key))
        if not isinstance(inner, dict):
            if name:
                yield name, inner
        elif name and (own := next((inner[each] for each in _INNER if each in inner), None)) is not None:
            yield name, own
        elif depth:
            yield from _members(inner, depth - 1)


def _in_lines(text: str) -> dict[str, object]:
    found: dict[str, object] = {}
    name = ""
    for line in text.split("\n"):
        if begins := _line().match(line):
            name = _names()[_plain(begins["name"])]
            found[name] = begins["rest"].strip(" \t*_`|")
        elif name == "reason":
            found[name] = f"{found[name]}\n{line}".strip()
    return found


@cache
def _names() -> dict[str, str]:
    """Return the members by all names that they go by."""
    names = {_plain(other): name for name, others in _OTHER_NAMES.items() for other in (name, *others)}
    for language in all_languages():
        names |= {_plain(word): name for name, words in language.of_verdict.items() for word in words}
    return names


@cache
def _line() -> re.Pattern[str]:
    names = any_of(_names()).replace("\\ ", " ").replace(" ", "[ _]")
    # The name may be spelt with an underscore or in bold; a scale may stand after it, as in "Clarity (0-5):".
    return re.compile(
        rf"^[ \t>*#_`|•\-]*+(?:\d{{1,2}}[.)、][ \t*_`]*)?(?P<name>{names})"
        r"[ \t*_`]*(?:[(（][^()（）\n]{0,60}[)）])?[ \t*_`]*[:：=|](?P<rest>.*)",
        re.IGNORECASE,
    )


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()
