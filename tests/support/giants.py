"""Completions that are far too long, one a kind: a text that stands first, one that is repeated, one that ends it."""

from typing import NamedTuple


class Giant(NamedTuple):
    """A kind of text; where `%d` stands, each repetition has its number. `step` is the one that reads most of it."""

    step: str
    head: str
    unit: str
    tail: str = ""


# What may be one instruction, one input or one output.
LINES = {
    "words": Giant("", "Write", " a word or two", "."),
    "one word": Giant("", "", "a"),
    "one word with points": Giant("", "Say it now: ", "a%d."),
    "no spaces, Chinese": Giant("", "写一首诗", "，月%d"),
    "white space": Giant("", "Write", " ", "x"),
    "open emphasis": Giant("", "", "_", "a"),
    "emphasis": Giant("", "**", "a "),
    "much emphasis": Giant("", "", "**a *b __c "),
    "backquotes": Giant("", "", "`a", " "),
    "quotation marks": Giant("", "Say “", '“" 「《'),
    "brackets": Giant("", "Draw [insert ", "[insert ", "【请插入"),
    "pleas": Giant("", "", "As an AI, I'm sorry, draw a picture. 抱歉，我是AI。请画一张图，"),
    "links": Giant("", "http://", "www.x."),
    "marks without width": Giant("", "Write", "\u200b\u200f\ufeff", "."),
    "control characters": Giant("", "Write", "\0\x1b", "."),
    "lone surrogates": Giant("", "Write", "\ud800a", "."),
    "blank lines": Giant("", "Write", "\n", "x"),
    "carriage returns": Giant("", "Write", "\r", "x"),
    "thoughts begun": Giant("", "", "<think>"),
    "thoughts ended": Giant("", "", "</think>"),
}
_TASK = '{"number":1,"instances":[{"input":"text %d","output":"It is %d."}]},'
_INSTRUCTIONS = '{"instructions":['
LISTS = {
    "numbered lines": Giant("instructions", "", "%d. Write about the number %d.\n"),
    "the same line": Giant("instructions", "", "1. Write about it.\n"),
    "bullets": Giant("instructions", "", "- Write about the number %d.\n"),
    "open numbers": Giant("classification", "", "(1 \n"),
    "verdicts": Giant("classification", "", "%d. yes\n"),
    "marker lines": Giant("input_first", "[Task 1]\n", "[Input]\ntext %d\n[Output]\nIt is %d.\n"),
    "outputs to one input": Giant("input_first", "[Task 1]\n", "[Output]\nIt is just what they call %d.\n"),
    "empty parts": Giant("output_first", "", "[Output]\n"),
    "loose marker lines": Giant("input_first", "**Task 1**\n", "**Input:** %d\n\n### Output\nIt is.\n---\n"),
    "marker lines, Chinese": Giant("output_first", "【任务1】\n", "【输入】\n第%d句\n【标签】\n好。\n"),
    "whole tasks": Giant("tasks", "", "[Task %d]\nWrite about the number %d.\n[Input]\nnone\n[Output]\nIt is.\n"),
    "brackets nested": Giant("instructions", "", "["),
    "objects nested": Giant("classification", "", '{"a":'),
    "answers nested": Giant("input_first", "", '{"tasks":['),
    "lists nested in an answer": Giant("instructions", _INSTRUCTIONS, "["),
    "strings": Giant("instructions", _INSTRUCTIONS, '"Write about the number %d.",', '"Write'),
    "one string": Giant("instructions", f'{_INSTRUCTIONS}"', "\\n\\ud800 a"),
    "tasks": Giant("output_first", '{"tasks":[', _TASK),
    "tasks broken": Giant("tasks", '{"tasks":[', f"{_TASK[:-1]}]"),
    "instances": Giant(
        "input_first", '{"tasks":[{"number":1,"instances":[', '{"input":"","output":"It is what %d is."},'
    ),
    "answers": Giant("classification", '{"answers":[', '{"number":%d,"is_classification":true},', "]}"),
}
_FRAMES = {
    "instructions": ("1. ", "\n2. "),
    "classification": ("1. ", "\n2. "),
    "input_first": ("[Task 1]\n[Input]\n", "\n[Output]\n"),
    "output_first": ("[Task 1]\n[Label]\n", "\n[Input]\n"),
    "tasks": ("[Task 1]\n", "\n[Input]\nnone\n[Output]\n"),
}


def giant(kind: str, step: str, size: int) -> str:
    """Return a completion of a kind, of about as many characters."""
    if kind in LISTS:
        return _text(LISTS[kind], size)
    first, second = _FRAMES[step]
    line = _text(LINES[kind], size // 2)
    return first + line + second + line


def _text(giant: Giant, size: int) -> str:
    if "%d" not in giant.unit:
        return giant.head + giant.unit * (size // len(giant.unit)) + giant.tail
    parts = giant.unit.split("%d")
    count = size // len(str(size).join(parts))
    return giant.head + "".join(str(number).join(parts) for number in range(1, count + 1)) + giant.tail
