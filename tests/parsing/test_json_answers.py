"""Structured answers: what is read of JSON, whole, cut at any place or mangled, and what is left to be read as text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.parsing.json_answers import read_items, string
from selfinstruct.parsing.json_items import whole_number
from selfinstruct.parsing.lists import numbered_items

NASTY = st.sampled_from(
    [*'"\\{}[],:\n\r\t\x00/u`<>1.🙂é写\u2028', '"]}', '", "', "\\u12", "</think>", "<think>", "```"]
)
STRINGS = st.lists(st.characters(codec="utf-8") | NASTY, max_size=12).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=8,
)
STYLES: list[dict[str, Any]] = [
    {"separators": (",", ":")},
    {"indent": 2},
    {"ensure_ascii": False},
    {"ensure_ascii": False, "indent": "\t", "separators": (" ,", " : ")},
]
BEFORE = [
    "",
    "\n ",
    "```json\n",
    "Sure! Here you are:\n```\n",
    "Here is the JSON: ",
    "<think>\n{1}\n</think>\n",
    "a</think>",
]
MARKS = [
    "</think>",
    "<think>a</think>",
    "<|im_end|>",
    "a</s>\n\nb",
    "```\n<|im_start|>user\nHi<|im_end|>\n```",
    "[/INST]",
]
THOUGHTS = [
    "a",
    'Ok {"items": []} first.',
    'Say {"items": [...]}.',
    'Write {"a',
    '{"a": {"b": 1}} and ["x"]',
    "Use {0}",
]
AFTER = ["", "\n", "\n```", "\n```\nShall I go on? {yes}", "\n<think>{", "}]"]


def read(text: str) -> list[Any] | None:
    return read_items(text, "items", numbered_items)


@given(st.lists(VALUES), st.sampled_from(STYLES), st.dictionaries(STRINGS, VALUES, max_size=2))
def test_whatever_json_can_say_is_read(items: list[Any], style: dict[str, Any], others: dict[str, Any]) -> None:
    """Strings that speak of reasoning or look like JSON included."""
    text = json.dumps({**others, "items": items}, **style)
    assert json.dumps(read(text)) == json.dumps(items)


@given(st.lists(STRINGS), st.sampled_from(STYLES), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_what_stands_around_it_does_no_harm(items: list[str], style: dict[str, Any], before: str, after: str) -> None:
    items = [item.replace("think>", "") for item in items]
    assert read(before + json.dumps({"items": items}, **style) + after) == items


@given(st.lists(STRINGS | st.sampled_from(MARKS)), st.sampled_from(STYLES), st.sampled_from(THOUGHTS))
def test_strings_may_speak_of_marks_after_reasoning(items: list[str], style: dict[str, Any], thought: str) -> None:
    answer = json.dumps({"items": items}, **style)
    for text in (f"<think>{thought}</think>{answer}", f"{thought}\n</think>\n```json\n{answer}\n```<|im_end|>"):
        assert read(text) == items
        assert read(f"{text}\n<|im_start|>user\nMore!<|im_end|>\n{answer}") == items


A, B = '{"items": ["a", "b"]}', '{"items": ["c"]}'


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (f"```json\n{A}\n```\n\n```json\n{B}\n```", ["a", "b", "c"]),
        (f"{A}\n{B}\n{A}", ["a", "b", "c", "a", "b"]),
        (f"{A}\nHere are more:\n{B}", ["a", "b", "c"]),
        (f"{A}\n接下来是其余的：\n{B}", ["a", "b", "c"]),
        (f"Draft:\n{A}\n\nRevised:\n{B}", ["c"]),
        (f"{A}\n我再改一下：\n{B}", ["c"]),
        (f'{A}\n\nRevised:\n{{"items": ["c", "d', ["c", "d"]),
        (f'{A}\nYou may add {{"note": "x"}} or {{"items": []}}.', ["a", "b"]),
    ],
)
def test_an_answer_may_have_several_parts_and_drafts(text: str, items: list[str]) -> None:
    assert read(text) == items


@given(st.lists(STRINGS, min_size=1, max_size=5), st.booleans())
def test_strings_before_a_cut_are_never_lost(items: list[str], escaped: bool) -> None:
    """And of the one that is cut, all is there but half of a surrogate pair."""
    text = '{"items": ['
    ends = []
    for item in items:
        text += json.dumps(item, ensure_ascii=escaped)
        ends.append(len(text))
        text += ", "
    for cut in range(len('{"items": ['), len(text)):
        found = read(text[:cut])
        assert found is not None
        whole = sum(end <= cut for end in ends)
        assert found[:whole] == items[:whole]
        assert len(found) == whole + (cut > ends[whole - 1] + 2 if whole else cut > len('{"items": [')) or whole == len(
            items
        )
        for begun in found[whole:]:
            assert items[whole].startswith(begun.encode("utf-8", "ignore").decode())


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ('{"items": ["a", "b",]}', ["a", "b"]),
        ('{"items": [{"x": "a",}, {"x": "b"},], }', [{"x": "a"}, {"x": "b"}]),
        ('{"items": ["a",, "b"]', ["a", "b"]),
        ('{"items": ["line one\nline two"]}', ["line one\nline two"]),
        ('{"items": [{"x": ["a", "b"], "y": oops}]}', [{"x": ["a", "b"]}]),
        ('{"items": ["a"}', ["a"]),
        ('{"items": ["a"], "more": tru', ["a"]),
        ('{"more": {"items": ["a"]}, "items": ["b"', ["b"]),
        ('{"items": [{"x": 1, "y": tru', []),
        ('{"items": [{"y": true, "x": 1', [{"y": True}]),
        ('{"items": [{"x": "a", "y', [{"x": "a"}]),
        ('{"items": [{"x": "a", "y": ', [{"x": "a"}]),
        ('{"items": [{"x": "a", "y": "b\\', [{"x": "a", "y": "b"}]),
        ('{"items": ["a", "b\\\\', ["a", "b\\"]),
        ('{"items": ["a", "b\\u00', ["a", "b"]),
        ('{"items": ["a", [[[[["b"]]]]], "c", "d', ["a", [[[[["b"]]]]], "c", "d"]),
        ('{"items": ["a", ' + "1" * 5000 + ', "b"]}', ["a", "1" * 5000 + "\ufffd", "b"]),
        ('{"items": "a"}', []),
        ('{"items": null, "items": ["a"]}', ["a"]),
        ('{"items"', None),
        ('{"items":', None),
        ('{"answer": {"items": ["a"]}}', None),
        ('["items", ["a"]]', None),
        ('{items: ["a"]}', ["a"]),
        ('{"items": ["a"], "items": ["b"]}', ["a", "b"]),
        ('{"items', None),
        ("{}", None),
        ("", None),
        ('<think>{"items": []}', None),
        ('1. Write {"items": ["a"]}', None),
        ('1. Write JSON:\n{"items": ["a"]}\n2. Sing.', None),
        ('{"items": ["no"]}</think>{"items": ["yes"]}', ["yes"]),
        ('Say {"items": [...]}.</think>{"items": ["yes"]}', ["yes"]),
        ('{"items": ["Explain <think> tags.", "b', ["Explain <think> tags.", "b"]),
    ],
)
def test_what_is_there_for_certain_is_read(text: str, items: list[Any] | None) -> None:
    assert read(text) == items


@pytest.mark.parametrize(
    ("strings", "items"),
    [
        (r'"a", "say "hi" to me", "c"', ["a", 'say "hi" to me', "c"]),
        (r'"a 5" pipe", "b 6"", "c"', ['a 5" pipe', 'b 6"', "c"]),
        (r'"夸“一绝"的面。", "用"花"造句。", "c"', ["夸“一绝”的面。", '用"花"造句。', "c"]),
        (r'"a \(x\) \d \u12", "C:\Windows\new", "c"', [r"a \(x\) \d \u12", r"C:\Windows\new", "c"]),
        (r'"Give {"a": "x", "b": 1}.", "c"', ['Give {"a": "x", "b": 1}.\ufffd', "c"]),
        (r'"Say "a", "b", "c" now.", "d"', ['Say "a", "b", "c" now.\ufffd', "d"]),
        (r'"a "b is", "Sort "c" d", "e" f", "g"', ['a "b is\ufffd', 'Sort "c" d', 'e" f\ufffd', "g"]),
        (r'"a "b is", "c", "d"', ['a "b is\ufffd', "c", "d"]),
        (r'"a", 1 b", "c", oops', ["a", '1 b"\ufffd', "c", "oops]}\ufffd"]),
        (r'"a" "b", "c"', ['a" "b\ufffd', "c"]),
    ],
)
def test_strings_that_nobody_escaped_are_mended_or_unsure(strings: str, items: list[str]) -> None:
    assert read(f'{{"items": [{strings}]}}') == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ('["a", "b"]', ["a", "b"]),
        ('Sure!\n```json\n[\n  "a",\n  "b"\n]\n```\nMore?', ["a", "b"]),
        ('["a", "b', ["a", "b"]),
        ('["a", 1]', None),
        ('1. Sort\n["a", "b"]', None),
        ("[]", None),
    ],
)
def test_strings_may_be_the_answer_themselves(text: str, items: list[Any] | None) -> None:
    assert read(text) == items


X, Y = {"x": "a"}, {"x": "b", "y": ""}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (json.dumps([X, Y]), [X, Y]),
        (f"Sure!\n```json\n{json.dumps([X, Y], indent=2)}\n```\nMore?", [X, Y]),
        (f"{json.dumps(X)}\n{json.dumps(Y)}\n", [X, Y]),
        (f'[{json.dumps(X)}, {{"x": "b", "y', [X, {"x": "b"}]),
        (json.dumps({"items": [X, Y]}), [X, Y]),
        (json.dumps([{"y": 1}]), None),
        (json.dumps({"y": X}), [X]),
        (json.dumps([{"y": X}, {"y": Y}]), [X, Y]),
        (json.dumps({"z": {"items": [X, Y]}}), [X, Y]),
        (json.dumps({"items": {"1": X, "2": Y}}), [X, Y]),
        (f"Sure: {json.dumps([X, Y])}", [X, Y]),
        (json.dumps({"y": [X], "z": [Y]}), [X, Y]),
        (f"1. Sort\n{json.dumps([X, Y])}", None),
    ],
)
def test_items_with_a_member_may_be_the_answer_themselves(text: str, items: list[Any] | None) -> None:
    assert read_items(text, "items", numbered_items, member="x") == items


GOOD = '{"instruction": "A", "output": "a"}'


def read_tasks(text: str) -> list[Any] | None:
    return read_items(text, "tasks", numbered_items, member="instruction")


@pytest.mark.parametrize(
    ("bad", "members"),
    [
        ('"Explain "run".", "output": "b"', {"instruction": 'Explain "run".', "output": "b"}),
        ('"B", "output": "b" "c"', {"instruction": "B", "output": 'b" "c\ufffd'}),
        ('"B" "output": "b"', {"instruction": 'B" "output": "b\ufffd'}),
        ('"B", "output": oops', {"instruction": '{"instruction": "B", "output": oops}\ufffd'}),
        ('"B", "output": "{"a": "x", "b": "y"}"', {"instruction": "B", "output": '{"a": "x", "b": "y"}\ufffd'}),
        (
            '"B", "output": "{"instruction": "C", "b": "y"}"',
            {"instruction": "B", "output": '{"instruction": "C", "b": "y"}\ufffd'},
        ),
        (r'"B", "output": "$\sin x$ <a href="b">"', {"instruction": "B", "output": r'$\sin x$ <a href="b">'}),
    ],
)
def test_what_goes_wrong_with_an_item_leaves_the_others_be(bad: str, members: dict[str, str]) -> None:
    item = {"instruction": "A", "output": "a"}
    bad = f'{{"instruction": {bad}}}'
    assert read_tasks(f'{{"tasks": [{bad}, {GOOD}, {bad}, {GOOD}, {GOOD}]}}') == [members, item, members, item, item]
    assert read_tasks(f"[{GOOD}, {bad}, {GOOD}]") == [item, members, item]
    text = f'{{"tasks": [{GOOD}，{GOOD}，{{"instruction": "B", "output": "b'
    cut = {"instruction": "B", "output": "b"}
    assert read_tasks(text) == [item, item, cut]


def test_items_with_a_member_are_found_under_other_names() -> None:
    item = {"instruction": "A", "output": "a"}
    for text in (
        f'{{"data": [{GOOD}]}}',
        '{"tasks": [{"Instruction": "A", "OUTPUT": "a"}]}',
        f'{{"n": 1, "x": [{GOOD}]}}',
    ):
        assert read_tasks(text) == [item]
    for other in ('{"a": 1}', "1", "null", '"an instruction"', "[]"):
        assert read_tasks(f'{{"data": [{other}]}}') is None


@given(
    st.lists(st.sampled_from('{|}|[|]|,|:|"|\\|"items"|"a"|1|-|tru|null|{"items":[| |\n|\\u1'.split("|")) | STRINGS),
    st.sampled_from(["", '{"items":', '{"items":[{"x":"']),
)
def test_mangled_answers_give_what_can_be_read(pieces: list[str], head: str) -> None:
    for member in ("", "x"):
        assert isinstance(read_items(head + "".join(pieces), "items", numbered_items, member=member), list | None)


@pytest.mark.parametrize("head", ["", '{"items":', '{"items":[', '{"items":["', '{"items":[{"x":[', '{"x":'])
@pytest.mark.parametrize(
    "unit", '[ { {"a": , [, " \\ {"items": {"a":1,}, [1,], -, 1 1, } tru, "a", "a":1, "a": \\u12 <think> 🙂'.split(" ")
)
def test_repetition_does_no_harm(head: str, unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    text = head + unit * (200_000 // len(unit))
    assert isinstance(read(text), list | None)
    assert isinstance(read(text + " " * 200_000), list | None)


def test_ten_megabytes_are_no_matter() -> None:
    items = [{"number": number, "x": ["a\n", "b"]} for number in range(200_000)]
    found = read(json.dumps({"items": items}, indent=1)[:-20])
    assert found is not None
    assert found[:-1] == items[:-1]
    assert read('{"items": ["' + "\\n" * 5_000_000) == ["\n" * 5_000_000]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        ("3", 3),
        (" 12 ", 12),
        (True, None),
        (1.5, None),
        ("one", None),
        ("1" * 5000, None),
        (None, None),
        ([], None),
    ],
)
def test_whole_numbers_may_be_digits(value: object, number: int | None) -> None:
    assert whole_number(value) == number


def test_half_a_surrogate_pair_does_not_pass() -> None:
    """Neither SQLite nor UTF-8 can hold it."""
    assert [string(item) for item in read('{"items": ["a\\ud800b", "\\ud83d\\ude42", 3]}') or []] == [
        "a\ufffdb",
        "🙂",
        None,
    ]
