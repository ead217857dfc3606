"""Marker lines, such as `[Task 1]`, `[Input]` or `**Output:**`: how answers are cut into parts at them."""

import re
from functools import cache
from itertools import takewhile

from selfinstruct.languages import Language, Markers, find_language, language_codes
from selfinstruct.steps.answer import han_number

_KINDS = ("task", "instruction", "input", "output", "end")
# Kind (task, instruction, input, output or end), number or None, text.
Part = tuple[str, int | None, str]
# How a line was read that is a marker line.
Head = re.Match[str]
_Patterns = tuple[re.Pattern[str], ...]


def split_at_markers(text: str, markers: Markers, *, several: bool) -> list[Part]:
    """Return the parts of an answer, which may be one to `several` tasks.

    Marker lines in brackets count if there are any; otherwise `Output:`, `### Output` and the like do, so that an
    answer whose code prints "Output:" is not cut there.
    """
    lines = text.split("\n")
    strict, loose = _marker_patterns(markers)
    heads, bracketed = _heads(lines, strict, loose)
    if bracketed and several and not any(head and head["task"] and int(head["number"] or 0) > 1 for head in heads):
        # Perhaps the headings of the tasks alone are spelt otherwise, each right before its first part.
        following = None
        for at in reversed(range(len(lines))):
            if not heads[at] and following and (head := _match(lines[at], loose)) and head["task"]:
                heads[at] = head
            following = heads[at] if lines[at].strip() else following
    return cut_at(lines, heads)


def find_heads(lines: list[str], markers: Markers) -> list[Head | None]:
    """Return the marker lines of an answer that holds whole tasks, None for a line that is none.

    As in `split_at_markers`, but for the headings of tasks and instructions, of which those in brackets count if there
    are any. All may be numbered, as the ancestors' are ("3. Input:"). Where there is no output, other words for it
    and words that stand alone on a line count, too.
    """
    strict, loose = _marker_patterns(markers, whole=True)
    heads, bracketed = _heads(lines, strict, loose)
    if bracketed and not any(head and kind_of(head) in ("task", "instruction") for head in heads):
        others = (_match(line, loose) for line in lines)
        opening = [other if other and kind_of(other) in ("task", "instruction") else None for other in others]
        heads = [head or other for head, other in zip(heads, opening, strict=True)]
    _, lax = _marker_patterns(markers, whole=True, lax=True)
    if not has_output(heads):
        return [_match(line, lax) for line in lines]
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    if not bracketed and (end := _match(lines[last], lax)) and end["end"]:
        heads[last] = end
    return heads


def has_output(heads: list[Head | None]) -> bool:
    """Tell whether one of the marker lines is that of an output."""
    return any(head and head["output"] for head in heads)


def one_a_line(text: str) -> str:
    """Return a text with each marker in brackets at the start of a line."""
    return _inner_markers().sub("\n", text)


def find_label(line: str, markers: Markers) -> Head | None:
    """Return how a line is read that begins with the word for a task or an instruction, None for any other."""
    head = as_marker(line, markers)
    return head if head and kind_of(head) in ("task", "instruction") else None


def as_marker(line: str, markers: Markers) -> Head | None:
    """Return how a line is read in an answer that holds whole tasks, None if it is no marker line."""
    return _match(line, _marker_patterns(markers, whole=True)[1])


def kind_of(head: Head) -> str:
    """Return what a marker line opens."""
    words = head.groupdict()
    return next(kind for kind in _KINDS if words.get(kind))


def number_of(head: Head) -> int | None:
    """Return the number in a marker line or before it."""
    words = head.groupdict()
    number = words["number"] or words.get("item")
    return None if number is None else int(number) if number.isdecimal() else han_number(number)


def is_as_shown(head: Head) -> bool:
    """Tell whether a marker line without other text looks as the prompts show it."""
    return _AS_SHOWN.fullmatch(head.string) is not None


def cut_at(lines: list[str], heads: list[Head | None]) -> list[Part]:
    """Return the parts that the marker lines open; what stands before the first one is left out.

    So is a remark after the last output in which the model offers more of the kind.
    """
    parts: list[tuple[str, int | None, list[str]]] = []
    for line, head in zip(lines, heads, strict=True):
        if head:
            parts.append((kind_of(head), number_of(head), [_rest(head)]))
        elif parts:
            parts[-1][2].append(line)
    if parts and parts[-1][0] == "output":
        _drop_closing_remark(parts[-1][2])
    return [(kind, number, trim(body)) for kind, number, body in parts]


def _drop_closing_remark(body: list[str]) -> None:
    last = max((at for at, line in enumerate(body) if line.strip()), default=0)
    if last and is_blank_or_ruler(body[last - 1]):
        line = body[last].strip()
        if any(each.closing_remark.fullmatch(line) for each in _languages()):
            del body[last:]


def without_no_input(text: str) -> str:
    """Return "" for every spelling of "there is no input", in any language, with or without a remark after it."""
    remark = "[(（]" if text.endswith((")", "）")) else r"\s[-–—]+\s|——"
    stem = re.split(remark, text, maxsplit=1)[0]
    letters = "".join(char for char in (stem or text).casefold() if char.isalnum())
    known = any(
        each.no_input.fullmatch(letters) or (letters in each.no_input_in_brackets and text[0] in "(（<＜[【")
        for each in _languages()
    )
    return "" if text in _NOTHING or known else text


@cache
def _languages() -> tuple[Language, ...]:
    return tuple(map(find_language, language_codes()))


def _heads(lines: list[str], strict: _Patterns, loose: _Patterns) -> tuple[list[Head | None], bool]:
    """Return the marker lines in brackets if one of an output is among them, else those in any spelling; and which."""
    heads = [_match(line, strict) for line in lines]
    before_end = takewhile(lambda head: not head["end"] or head["rest"], filter(None, heads))
    bracketed = any(head["output"] for head in before_end)
    return (heads if bracketed else [_match(line, loose) for line in lines]), bracketed


_NOTHING = ("-", "–", "—", "——", "/", "...", "…", '""', "''", "“”")
_AS_SHOWN = re.compile(r"\s*+[\[【][^\[\]【】]*[\]】]\s*")
_BLANK_OR_RULER = re.compile(r"\s*+(?:(?:[-=*_~]{3,}|#{2,})\s*)?")
_BLANK_LINES = re.compile(r"\A\s*\n")


def trim(lines: list[str]) -> str:
    """Join lines without the blank ones around them and the rulers after them, keeping the indentation of the first."""
    end = len(lines)
    while end > 0 and (is_blank_or_ruler(lines[end - 1]) or _closing_marker().fullmatch(lines[end - 1])):
        end -= 1
    return unpadded("\n".join(lines[:end]))


def is_blank_or_ruler(line: str) -> bool:
    """Tell whether a line only sets parts apart."""
    return _BLANK_OR_RULER.fullmatch(line) is not None


def unpadded(text: str) -> str:
    """Remove white space around a text, but for the indentation of the first of several lines."""
    text = _BLANK_LINES.sub("", text.rstrip())
    return text if "\n" in text else text.strip()


def has_markers(text: str, markers: Markers, *, whole: bool = False) -> bool:
    """Tell whether any line of a text is a marker line, however it is spelt."""
    _, loose = _marker_patterns(markers, whole=whole)
    return any(_match(line, loose) for line in text.split("\n"))


def _match(line: str, patterns: _Patterns) -> Head | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(line))), None)


def _rest(head: Head) -> str:
    """Return the text that follows in a marker line, without the end of an emphasis that begins before it."""
    rest = head["rest"].strip()
    half_open = rest.endswith("**") and rest.count("**") % 2 and "**" in head.string[: head.start("rest")]
    return rest[:-2].rstrip() if half_open else rest


@cache
def _inner_markers() -> re.Pattern[str]:
    words = (word for each in _languages() for word in (each.markers.input, each.markers.output, each.markers.label))
    return re.compile(rf"(?<=\S)[ \t]*+(?=[\[【](?:{'|'.join(words)})[\]】])", re.IGNORECASE)


@cache
def _closing_marker() -> re.Pattern[str]:
    words = (word for each in _languages() for word in (each.markers.task, each.markers.input, each.markers.output))
    return re.compile(rf"\s*+[\[【]/(?:{'|'.join(words)})[\]】]\s*", re.IGNORECASE)


@cache
def _marker_patterns(markers: Markers, *, whole: bool = False, lax: bool = False) -> tuple[_Patterns, _Patterns]:
    """Return how a marker line looks as the prompts ask for it, and all ways in which models spell it.

    Its word, of the language or of English, is in the group of the kind it opens: task, input, output or end; in whole
    tasks also instruction, and the word of any language, with `lax` in more words and ways. Quantifiers are possessive
    where white space could match two of them, which would take more than linear time.
    """
    known = [each.markers for each in _languages()] if whole else [markers, find_language("en").markers]
    words = {
        "task": {each.task for each in known},
        "input": {each.input for each in known},
        "output": {word for each in known for word in (each.output, each.label)},
        "end": {each.end for each in known},
    }
    if whole:
        words["instruction"] = {each.instruction for each in known}
    if lax:
        words["output"] |= {word for each in known for word in each.other_outputs}
    kinds = "|".join(f"(?P<{kind}>{'|'.join(map(re.escape, sorted(spelt)))})" for kind, spelt in words.items())
    number = r"[#＃]?(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3})" if whole else r"(?P<number>\d{1,4})"
    remark = r"(?:[(（][^)）]{1,12}[)）]\s*+)?"
    word = rf"(?:{kinds})\s*+(?:{number}\s*+)?"
    title = r"(?:[:：][^\]】］〗]*+)?" if whole else ""
    numbers = r"(?:[(（]?(?P<item>\d{1,4})[)）.．、:：][\s*_]*+){0,2}" if whole else ""
    bullets = "•·-" if whole else ""
    rest = r"[*_]*\s*(?P<rest>.*)"
    bracketed = rf"[\s#>*_]*+{numbers}[\[【［〖]\s*{word}{title}[\]】］〗][*_]*\s*[:：]?{rest}"
    with_colon = rf"[\s#>*_{bullets}]*+{numbers}[(（<]?{word}{remark}[)）>]?[*_]*\s*+[:：]{rest}"
    heading = rf"[\s{bullets}]*+{numbers}(?:#{{1,6}}\s*+(?:\*\*|__)?|\*\*|__)\s*{word}{remark}[:：]?[*_]*\s*(?P<rest>)"
    alone = rf"\s*+{word}(?P<rest>)"
    strict, *others = (re.compile(each, re.IGNORECASE) for each in (bracketed, with_colon, heading, alone))
    return (strict,), (strict, *(others if lax else others[:-1]))
