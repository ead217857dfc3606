"""JSON lines or one JSON array, read value by value, each with the line it begins in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError


def read_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each value of a file with its line; `InputError` names the file and the line of what is not valid JSON.

    A line that is not valid JSON does not end the lines after it: the error is yielded in place of the value.
    """
    text = read_text(path)
    if text.lstrip().startswith("["):
        yield from _array(text, path)
        return
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            try:
                yield line, _storable(json.loads(content), content)
            except (ValueError, RecursionError) as error:
                yield line, InputError(f"{path}, line {line}: not valid JSON: {_why(error)}")


def read_text(path: Path) -> str:
    """Return what a text file holds; `InputError` if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot read the file: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}: not UTF-8; save the file as UTF-8") from None


def _array(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder()
    position = text.index("[") + 1
    line, counted = 1, 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        line, counted = line + text.count("\n", counted, position), position
        if position >= len(text):
            raise InputError(f"{path}, line {line}: the array is not closed with ]")
        if text[position] == "]":
            break
        try:
            value, position = decoder.raw_decode(text, position)
            _storable(value, text[counted:position])
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}, line {line}: not valid JSON: {_why(error)}") from None
        yield line, value
    if text[position + 1 :].strip():
        raise InputError(f"{path}, line {line}: there is more after the array; write one array only")


def _storable(value: Any, written: str) -> Any:
    """Return the value; `ValueError` if it holds half of a surrogate pair, which no file can hold."""
    if "\\u" in written:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _why(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "half of a surrogate pair" if isinstance(error, UnicodeEncodeError) else "nested too deeply"
