"""JSON lines, a JSON array, or one value after another, each read with the line it begins in.

A file is read piece by piece: memory is taken for the largest value, not for the file. Comments and commas after the
last value are stepped over.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_by_hand import COMMENT, in_plain_json
from selfinstruct.core.text_files import open_text, undecoded

# In characters: what a value, and a line, may take at most.
LONGEST = 2**26
# An error of `json` counts the lines before it: where each value has one, that is done over and over for a piece.
_PIECE = 2**16
# No name or escape is longer.
_TOKEN = 16
# Files that were put together have a byte order mark before each part.
_BLANK = re.compile(rf"(?:[ \t\r\n\ufeff]|{COMMENT})*+")
_BETWEEN = re.compile(rf"(?:[ \t\r\n\ufeff,]|{COMMENT})*+")


def read_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each value of a file with its line; `InputError` names the file and the line of what is not valid JSON.

    A line that is not valid JSON does not end the lines after it, nor does a value that no file of ours could hold: the
    error is yielded in its place.
    """
    with open_text(path) as file:
        text = _Text(path, file)
        text.skip(_BLANK)
        yield from _array(text) if text.starts_with("[") else _one_after_another(text)


def _one_after_another(text: "_Text") -> Iterator[tuple[int, Any]]:
    while not text.is_at_end():
        line, content = text.line(), text.peek_line()
        # As in an array that was taken apart.
        written = content.rstrip().removesuffix(",")
        value = text.decoder.whole(written, f"{text.path}, line {line}")
        if text.decoder.wants_more and (found := _over_lines(text, written)):
            yield found
        else:
            yield line, value
            text.at += len(content)
        text.skip(_BETWEEN)


def _over_lines(text: "_Text", first: str) -> tuple[int, Any] | None:
    """Return a value that goes over several lines, as an indented object does; None if only its first line is bad."""
    try:
        return text.value()
    except InputError:
        # The lines of an object that is broken are no values.
        if first == "{":
            raise
        return None


def _array(text: "_Text") -> Iterator[tuple[int, Any]]:
    text.at += 1
    while True:
        text.skip(_BETWEEN)
        if text.is_at_end():
            raise InputError(f"{text.path}, line {text.line()}: the array is not closed with ]")
        if text.starts_with("]"):
            break
        yield text.value()
    line = text.line()
    text.at += 1
    text.skip(_BLANK)
    if not text.is_at_end():
        raise InputError(
            f"{text.path}, line {line}: there is more after the array; write one array only, or JSON lines"
        )


class _Text:
    """A text file that is read as far as it is needed; what comes next stands at `at` in `text`."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path, self._file = path, file
        self.decoder = _Decoder()
        self.text, self.at = "", 0
        # What was read, and the same as plain JSON.
        self._plain = ("", "")
        # The line that a place in the text is in, which is counted from there on.
        self._line, self._counted = 1, 0

    def line(self) -> int:
        """Return the number of the line that comes next."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def is_at_end(self) -> bool:
        return self.at == len(self.text) and not self._fill()

    def starts_with(self, char: str) -> bool:
        return not self.is_at_end() and self.text[self.at] == char

    def skip(self, what: re.Pattern[str]) -> None:
        while True:
            self.at = what.match(self.text, self.at).end()  # type: ignore[union-attr]
            # A comment may end further on.
            may_go_on = self.text[self.at : self.at + 2] in ("", "/", "//", "/*")
            if not may_go_on or len(self.text) - self.at > LONGEST or not self._fill():
                break
        if self.text.startswith("//", self.at):
            self.at = len(self.text)

    def peek_line(self) -> str:
        """Return the next line without its end; `InputError` if it is longer than any may be."""
        searched = self.at
        while (end := self.text.find("\n", searched)) < 0:
            unused, searched = self.at, len(self.text)
            if searched - self.at > LONGEST:
                raise InputError(
                    f"{self.path}, line {self.line()}: longer than {LONGEST:,} characters; is it a file of tasks?"
                )
            if not self._fill():
                return self.text[self.at :]
            searched -= unused
        return self.text[self.at : end]

    def _find_value(self) -> tuple[Any, int]:
        """Return the value that comes next and where it ends; `InputError` if there is none."""
        text = self.text
        while True:
            try:
                value, end = self.decoder.at(text, self.at)
                # A number at the very end may go on.
                if end < len(self.text) or not self._fill():
                    return value, end
            except (ValueError, RecursionError) as error:
                is_short = len(self.text) - self.at <= LONGEST
                if not (is_short and self._may_go_on(error) and self._fill()):
                    if text is self.text and is_short and text != (text := self._in_plain_json()):
                        continue
                    self._plain = ("", "")
                    raise InputError(f"{self.path}, line {self.line()}: {_why(error)}") from None
            text = self.text

    def _in_plain_json(self) -> str:
        """Return the text as plain JSON from the next value on, which is worked out once for what was read."""
        if self._plain[0] is not self.text:
            self._plain = (self.text, self.text[: self.at] + in_plain_json(self.text[self.at :]))
        return self._plain[1]

    def _may_go_on(self, error: ValueError | RecursionError) -> bool:
        """Return whether a value may only seem broken, since more of it is to be read."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        is_at_end = error.pos + _TOKEN >= len(self.text) or error.doc.startswith("/*", error.pos)
        return is_at_end or error.msg.startswith("Unterminated")

    def value(self) -> tuple[int, Any]:
        """Return the line of the value that comes next and the value, or the error that makes it useless."""
        line, (value, end) = self.line(), self._find_value()
        written, self.at = self.text[self.at : end], end
        return line, self.decoder.useful(value, written, f"{self.path}, line {line}")

    def _fill(self) -> bool:
        """Read more, as much again as is waiting, and forget what was used; return whether there was more."""
        more = self._file.read(max(_PIECE, len(self.text) - self.at))
        if more:
            self.line()
            self.text, self.at, self._counted = self.text[self.at :] + more, 0, 0
        return bool(more)


class _Decoder:
    """Reads JSON values, and finds those that cannot be used though they are valid."""

    def __init__(self) -> None:
        self._twice: str | None = None
        # Whether the last text ended before its value did.
        self.wants_more = False
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)

    def at(self, text: str, start: int) -> tuple[Any, int]:
        """Return the value that begins at a place and where it ends; `ValueError` if there is none."""
        self._twice = None
        return self._decoder.raw_decode(text, start)

    def whole(self, text: str, where: str, *, is_plain: bool = False) -> Any:
        """Return the only value in a text, written by hand unless it `is_plain`, or the error that says why not."""
        self._twice, self.wants_more = None, False
        try:
            value = self._decoder.decode(text)
        except (ValueError, RecursionError) as error:
            if not is_plain and (plain := in_plain_json(text)) != text:
                return self.whole(plain, where, is_plain=True)
            self.wants_more = isinstance(error, json.JSONDecodeError) and error.pos == len(text)
            return InputError(f"{where}: {undecoded(text) or _why(error)}")
        return self.useful(value, text, where)

    def useful(self, value: Any, written: str, where: str) -> Any:
        """Return a value just read, or the error that says why it is of no use."""
        why = undecoded(written)
        if self._twice is not None:
            why = f"not valid JSON: “{self._twice[:50]}” stands twice in an object; leave one of them out"
        if "\\u" in written and not why:
            try:
                json.dumps(value, ensure_ascii=False).encode("utf-8")
            except UnicodeEncodeError:
                # No file can hold it.
                why = "not valid JSON: half of a surrogate pair"
            except RecursionError as error:
                why = _why(error)
        return InputError(f"{where}: {why}") if why else value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._twice = next(name for name in names if names.count(name) > 1)
        return found


def _why(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "not valid JSON: nested too deeply"
    if not isinstance(error, json.JSONDecodeError):
        return "not valid JSON: a number is too long"
    after = error.doc[error.pos : error.pos + 20].strip()
    found = f", found “{after}”" if after else ""
    return f"not valid JSON: {error.msg}{found}"
