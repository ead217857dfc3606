"""Lines as a terminal of some width shows them: broken between words, what goes on below indented.

A command stays one that can be copied: where it is too long for a line, it goes on after a backslash, as in a shell
script. A word that is too long, such as a path, is left to the terminal, which copies it whole.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator

_NARROWEST = 20
_FURTHER_IN = 4
_COLUMN = 10
_EMPTY = 20
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_STOPS = ".,;:、，。；："
_OPENING, _CLOSING = "“‘（《〈「『【〔［", "”’）》〉」』】〕］、，。；：？！…"
# The columns before a text, such as a name and a count; the text goes on below itself.
_COLUMNS = re.compile(r" *(?:[^ ]+(?: [^ ]+){0,2} {2,}){1,2}(?=[^ ])")
# A command ends where a column does, or a sentence goes on.
_COMMAND = re.compile(r"\bselfinstruct (?:[a-z]|--)(?:'[^']*'|(?! {2}|[;,:](?: |$))[^'])*")
_WITH_REASON = re.compile(r"( +)(selfinstruct .*?[^ ]) {2,}([^ ].*)")
# An argument, with what is quoted in it.
_ARGUMENT = re.compile(r"(?:'[^']*'|[^' ])+|'")
_NUMBER = re.compile(r"\(?\d(?:[\d,.]*\d)?")
# Between two wide characters a line may break, but not before a mark that closes or after one that opens.
_PIECE = re.compile(rf"[{_OPENING}]*(?:[^{_WIDE}{_OPENING}{_CLOSING}]+|.)[{_CLOSING}]*", re.DOTALL)


def wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines as they look in so many columns.

    Commands that come one below the other, each with what it is for, are told in two lines each if one of them has no
    room.
    """
    commands: list[str] = []
    for line in lines:
        if _WITH_REASON.fullmatch(line):
            commands.append(line)
            continue
        yield from _commands(commands, width)
        commands.clear()
        yield from _wrapped(line, width)
    yield from _commands(commands, width)


def shortened(text: str, most: int) -> str:
    """Return a text in one line of at most so many characters, cut between words where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= most else _cut(text[: most + 1], most - 1, len) + "…"


def cut(text: str, columns: int) -> str:
    """Return a line as it fits into so many columns, cut between words where it is longer."""
    return text if _cells(text) <= columns else _cut(text, columns - 1, _cells) + "…"


def _cut(text: str, most: int, size: Callable[[str], int]) -> str:
    kept, used = "", 0
    for space, word in _words(text):
        used += len(space) + size(word)
        if used > most:
            # A long word, such as a path, is cut after all where it would leave much of the line empty.
            return kept.rstrip(_STOPS) if most - size(kept) <= _EMPTY else _beginning(text, most, size)
        kept += space + word
    return kept


def _beginning(text: str, most: int, size: Callable[[str], int]) -> str:
    text = text[:most]
    while size(text) > most:
        text = text[:-1]
    return text


def _commands(lines: list[str], width: int) -> Iterator[str]:
    if all(_cells(line) <= width for line in lines):
        yield from lines
        return
    for line in lines:
        indent, command, reason = _WITH_REASON.fullmatch(line).groups()  # type: ignore[union-attr]
        yield from _wrapped(indent + command, width)
        further = len(indent) + _FURTHER_IN
        yield from _filled(" " * further, _words(reason), further, width)


def _wrapped(line: str, width: int) -> Iterator[str]:
    width = max(width, _NARROWEST)
    if _cells(line) <= width:
        yield line
        return
    columns = _COLUMNS.match(line)
    indent = len(line) - len(line.lstrip(" "))
    hang = _cells(columns[0]) if columns else 0
    if columns and hang <= width // 2:
        start = columns[0]
    else:
        # What is far in stands in a column already.
        start, hang = line[:indent], min(indent, width // 2) + (2 if indent < _COLUMN else 0)
    yield from _filled(start, _parts(line[len(start) :], width - hang), hang, width)


def _filled(start: str, parts: Iterable[tuple[str, str]], hang: int, width: int) -> Iterator[str]:
    row, used, is_empty = start, _cells(start), True
    for space, part in parts:
        cells = _cells(part)
        if space == "\n" or (not is_empty and used + len(space) + cells > width):
            yield row.rstrip(" ")
            row, used, space = " " * hang, hang, ""
        row, used, is_empty = row + space + part, used + len(space) + cells, False
    yield row


def _parts(text: str, room: int) -> Iterator[tuple[str, str]]:
    """Yield what is not to be broken, with the space before it; a line break where a command goes on below."""
    end = 0
    for found in _COMMAND.finditer(text):
        yield from _words(text[end : found.start()])
        before = text[: found.start()]
        command, end = found[0].rstrip(), found.start() + len(found[0].rstrip())
        yield " " * (len(before) - len(before.rstrip(" "))), ""
        yield from _command(command, room)
    yield from _words(text[end:])


def _command(command: str, room: int) -> Iterator[tuple[str, str]]:
    # A shell of Windows knows no backslash; there, the terminal breaks the line.
    if _cells(command) <= room or os.name == "nt":
        yield "", command
        return
    row = ""
    for argument in _ARGUMENT.findall(command):
        if row and _cells(row) + _cells(argument) + len("  \\") > room:
            yield "\n" if row.startswith(" ") else "", row + " \\"
            row = " " * _FURTHER_IN + argument
        else:
            row += f" {argument}" if row else argument
    yield "\n" if row.startswith(" ") else "", row


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text, each with the space before it; a number stays with what it counts."""
    before, number = "", ""
    for space, word in re.findall(r"( *)([^ ]+)", text):
        if number and space == " ":
            word, space = f"{number} {word}", before
        elif number:
            yield before, number
        before, number = space, ""
        if _NUMBER.fullmatch(word):
            number = word
            continue
        for at, piece in enumerate(_PIECE.findall(word)):
            yield "" if at else space, piece
    if number:
        yield before, number


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    # What it is needed for alone makes it worth its time.
    from rich.cells import cell_len

    return cell_len(text)
