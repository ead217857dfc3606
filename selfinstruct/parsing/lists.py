"""Reads lists: numbered in any style, with bullets, or with marks that go on by one."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

from selfinstruct.parsing.series import elements, in_paragraph, series
from selfinstruct.parsing.words import all_markers, any_of, labels, number_value, numerals

_BULLET = re.compile(r"\s*(?:[-*•·+–—‣⁃▪▫◦●○■□▶►➤→✅✔☐]\ufe0f?\s+(?:\[[ xX]\]\s+)?)(?P<rest>\S.*)")
# Numbers of one character that are not said by a digit alone: ⑴ ⒈ ❶ ➀ ㈠ Ⅰ ㉑ and keys of a telephone.
_DRESSED = re.compile(
    r"(?P<opening>[#>*_\-•·+\s]*+)(?:(?P<key>(?:\d(?:\ufe0f?\u20e3)?){0,2}\d\ufe0f?\u20e3|🔟)"
    r"|(?P<sign>[⑴-⒛❶-❿⓫-⓴⓵-⓾➀-➓㈠-㈩㊀-㊉㉑-㉟㊱-㊿Ⅰ-Ⅻ]))\s*+[.．、:：)）]?"
)
_KEY = str.maketrans({"\ufe0f": "", "\u20e3": "", "🔟": "10"})
_NUMBERS = ("bracketed", "plain", "hash", "alone", "headed", "circled", "spelt")
_LIST_NUMBER = re.compile(r"\A\s*+(?:[(（]\d{1,3}[)）]|\d{1,3}(?:[)）、．]|\.(?!\d)))")
_NUMBER_AGAIN = re.compile(r"(\d{1,4})[.)、．](?:\s++|(?=\D))")
_BREAK = re.compile(r"(?:\\r)?\\n|<br ?/?>|[\u2028\u2029\x85\x0b\x0c]")
_NUMBER_AFTER_BREAK = re.compile(rf"(?:{_BREAK.pattern})\s{{0,8}}\d{{1,4}}[.)、．:：]")
# What nobody sees at the beginning of a line.
_UNSEEN = re.compile(r"^[\u200b\u2060\ufeff]++", re.MULTILINE)
# So many items show that a list is counted twice.
_SECOND_COUNT = 3
_LONGEST_LIST = 999
_SENTENCE_END = (".", "!", "?", "。", "！", "？", "…", "”", '"', "）", ")")

_Read = Callable[[str, int], tuple[int, str] | None]


def numbered_items(text: str) -> list[tuple[int, str]]:
    """Return number and text of each item of a list, in the order of the text.

    All styles are read (`1.` `1)` `(1)` `1、` `１．` `①` `一、` `**1.**` `Task 1:` `[Task 1]` `第1条：`); numbers may
    be skipped or repeated. A list within an item stays in it, and so does a year that begins a line. A line without a
    number belongs to the item before it if it is indented or if that item has not come to the end of a sentence; a
    block of code always does. All other lines, and all after a blank line, are chatter. If there is no number at all,
    items may have bullets or a label (`Instruction:`), stand in elements (`<task>`), or begin with any mark that goes
    on by one (`a)`, `Step 1:`). A list may also stand in one paragraph.
    """
    lines = text.split("\n")
    found = _numbered_once(_collect(lines, _read_number))
    if len(found) < 2:
        found = in_paragraph(text.rstrip().rpartition("\n")[2].strip()) or found
    return found or elements(text) or _collect(lines, _read_bullet) or _in_series(lines)


def in_lines(text: str) -> str:
    r"""Return an answer with its list in lines, where their breaks are written as something else (`\n`, `<br>`)."""
    text = _UNSEEN.sub("", text)
    is_one = "\n" not in text.strip() and _NUMBER_AFTER_BREAK.search(text) and _read_number(text)
    return _BREAK.sub("\n", text) if is_one else text


def _numbered_once(items: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the items of a list without the numbers of another count that goes on beside its own ("3. 2. …")."""
    again = [_NUMBER_AGAIN.match(text) for _, text in items]
    counted = [int(each[1]) for each in again if each]
    rises = all(before < after for before, after in pairwise(counted))
    if not rises or len(counted) < max(_SECOND_COUNT, len(items) / 2):
        return items
    return [
        (number, text[found.end() :] if found else text) for (number, text), found in zip(items, again, strict=True)
    ]


def plain_lines(text: str, count: int) -> list[tuple[int, str]]:
    """Return the lines of a text as the items of a list without marks, if each is a sentence, and there are `count`."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    is_list = len(lines) == count > 2 and all(line[0].isalpha() and line.endswith(_SENTENCE_END) for line in lines)
    return [*enumerate(lines, 1)] if is_list else []


def without_drafts(items: Sequence[tuple[int, str]], first: int = 0, count: int = 0) -> list[tuple[int, str]]:
    """Return the items of a list that goes on with one of the prompt, without drafts before it and notes after it.

    What counts by one from a number above 1, and does so again at as much length, was a draft. Steps 1, 2, 3 before
    a list that goes on far above them, or after one, are of the thinking about it. Where the number of the `first` item
    that was asked for is known, and how many were (`count`), all steps are: also those that run into the list, since
    more is there then than a list of its own would have.
    """
    runs = _without_first_drafts(_runs(items))
    place = next((at for at, run in enumerate(runs) if first > 1 and _reaches(run, first, count)), None)
    if place is None:
        firsts = [run[0][0] if len(run) > 1 else 0 for run in runs]
        highest = max(firsts, default=0)
        runs = [run for at, run in zip(firsts, runs, strict=True) if at != 1 or len(run) + 2 >= highest]
    else:
        asked = [item for item in runs[place] if item[0] >= first]
        before = [run for run in runs[:place] if run[-1][0] >= first]
        runs = [*before, asked, *(run for run in runs[place + 1 :] if run[0][0] > 1 or run[-1][0] >= first)]
    return [item for run in runs for item in run]


def _runs(items: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Return the items in rows that count by one."""
    runs: list[list[tuple[int, str]]] = []
    for item in items:
        if runs and item[0] == runs[-1][-1][0] + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _without_first_drafts(runs: list[list[tuple[int, str]]]) -> list[list[tuple[int, str]]]:
    """Return the rows from the last one on that counts from where an earlier one did, above 1, and is as long."""
    known, start = dict[int, int](), 0
    for at, run in enumerate(runs):
        first = run[0][0] if len(run) > 1 else 0
        before = known.setdefault(first, at)
        if first > 1 and before < at and len(run) >= len(runs[before]):
            start = at
    return runs[start:]


def _reaches(run: Sequence[tuple[int, str]], first: int, count: int) -> bool:
    """Return whether a row begins at the first number that was asked for, or before it and is too long for its own."""
    begins, ends = run[0][0], run[-1][0]
    return begins == first or (begins < first <= ends and len(run) > count)


def _in_series(lines: Sequence[str]) -> list[tuple[int, str]]:
    known = series(lines)
    return _collect(lines, lambda line, _: known.get(line))


def without_number(text: str) -> str:
    """Return a text without a list number before it, such as `9.` or `Task 9:`."""
    label = _numbered_label().match(text)
    return text[label.end() :].strip() if label else _LIST_NUMBER.sub("", text, count=1).strip()


@cache
def _numbered_label() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.task, each.instruction))
    return re.compile(rf"\s*+[\[【]?(?:{words})\s*+\d{{1,4}}(?:[:：]|[\]】][:：]?)", re.IGNORECASE)


def _collect(lines: Iterable[str], read: _Read) -> list[tuple[int, str]]:
    items: list[tuple[int, list[str]]] = []
    margin = None
    open_item = near = False
    for line in _with_code_in_one(lines, read):
        head = read(line, len(items) + 1)
        if head and open_item and _is_within(head[0], items[-1], read):
            head = None
        indent = len(line) - len(line.lstrip())
        if head and (margin is None or indent <= margin + 1):
            margin = indent if margin is None else min(margin, indent)
            items.append((head[0], [head[1]]))
            open_item = near = True
        elif "\n" in line:
            open_item = False
            if near:
                items[-1][1].append(line)
        elif not line.strip() or line.lstrip().startswith("```"):
            open_item = open_item and not items[-1][1][-1] if items else False
        elif open_item and (indent > (margin or 0) or not items[-1][1][-1].endswith(_SENTENCE_END)):
            items[-1][1].append(line.strip())
        else:
            open_item = near = False
    return [(number, "\n".join(part for part in parts if part)) for number, parts in items]


def _with_code_in_one(lines: Iterable[str], read: _Read) -> list[str]:
    """Return the lines, each block of code as a single one. Fences around items are not code but around the list."""
    joined: list[str] = []
    block: list[str] = []
    for line in lines:
        if not line.lstrip().startswith("```"):
            (block or joined).append(line)
        elif not block or any(read(each, 0) for each in block):
            joined += block
            block = [line]
        else:
            joined.append("\n".join((*block, line)) if any(map(str.strip, block[1:])) else "")
            block = []
    return joined + block


def _is_within(number: int, item: tuple[int, list[str]], read: _Read) -> bool:
    """Return whether a number belongs to the text of an item: to a list after a colon, or it is a year."""
    last, parts = item
    before = read(parts[-1], 0) if len(parts) > 1 else None
    starts_anew = number < last and (parts[-1].endswith((":", "：")) or (before and before[0] == number - 1))
    return bool(starts_anew) or (number > _LONGEST_LIST and number != last + 1 and bool(parts[-1]))


def _read_number(line: str, _position: int = 0) -> tuple[int, str] | None:
    """Return number and text of a line that begins an item of a numbered list, None for any other line."""
    if dressed := _DRESSED.match(line):
        key, sign = dressed["key"], dressed["sign"]
        value = int(key.translate(_KEY)) if key else int(unicodedata.numeric(sign))
        line = f"{dressed['opening']}{value}. {line[dressed.end() :]}"
    found = _numbered_line().match(line)
    if not found:
        return None
    opening, rest = found["opening"], found["rest"].strip()
    number = number_value(next(filter(None, found.group(*_NUMBERS))))
    text_begins = 0
    while (again := _NUMBER_AGAIN.match(rest, text_begins)) and int(again[1]) == number:
        text_begins = again.end()
    rest = rest[text_begins:]
    closing = opening[len(opening.rstrip("*_")) :][::-1]
    if closing and closing not in line[found.end("opening") : found.start("rest")]:
        rest = _drop_half_open(rest, closing)
    return number, rest


@cache
def _numbered_line() -> re.Pattern[str]:
    """Return how a line looks that begins an item: `opening`, the number in one of several ways, `rest`."""
    known = all_markers()
    words = any_of(word for each in known for word in (each.task, each.instruction, *each.other_tasks))
    counted = any_of(word for each in known for word in each.counting_words)
    return re.compile(
        rf"(?P<opening>[#>*_\-•·+\s]*)(?:(?P<word>{words})\s*+[#＃]?)?"
        rf"(?:[(（\[【〔［]\s*+(?:(?:{words})\s*+)?(?P<bracketed>\d{{1,4}}"
        rf"|{numerals()})(?:/\d{{1,4}})?\s*[)）\]】〕］](?:[*_]*[.．、:：])?"
        rf"|(?P<plain>\d{{1,4}})[*_]*\s*(?:[)）、．。:：\]】]|(?:{counted})[、.．:：]|\\?\.(?![\dºª°])\)?|\s[-–—]\s"
        rf"|[–—]\s|\t)"
        r"|(?<=#)(?P<hash>\d{1,4})\s"
        rf"|(?(word)(?P<alone>\d{{1,4}})\s*+(?:{counted})?[*_]*\s*\Z|(?!))"
        r"|(?P<headed>(?:(?<=[#*_])|(?<=# ))\d{1,4})[*_]*\s*\Z"
        rf"|(?P<circled>[①-⑳])[、.．:：]?+|(?P<spelt>{numerals()})[*_]*(?:[、.．]|(?(word)(?:{counted})?[、.．:：]"
        rf"|(?!))))"
        r"(?P<rest>.*)",
        re.IGNORECASE,
    )


def _read_bullet(line: str, position: int) -> tuple[int, str] | None:
    if found := _BULLET.match(line):
        return position, found["rest"].strip()
    labelled = line.strip()
    return (position, labelled) if labels().match(labelled.lstrip("#>*_ ")) else None


def _drop_half_open(text: str, closing: str) -> str:
    if text.startswith(closing) or text.count(closing) % 2:
        head, _, tail = text.partition(closing)
        return f"{head}{tail}".strip()
    return text
