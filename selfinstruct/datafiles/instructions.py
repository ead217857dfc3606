"""The instructions in a file, whatever their answers, if any: what evaluation sets ask, to keep away from it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.json_values import read_values
from selfinstruct.core.text_files import read_text
from selfinstruct.datafiles.names import with_plain_names
from selfinstruct.datafiles.shapes import task_in
from selfinstruct.datafiles.tally import Tally
from selfinstruct.datafiles.values import kind_of_file, values_with_places
from selfinstruct.formats.conversations import first_question
from selfinstruct.formats.pairs import find_question


def read_instructions(path: Path) -> list[str]:
    """Return the instructions of a file or folder; a `.txt` file has one a line, unless it holds JSON objects.

    Those below a system message come with it and without it. `InputError` if there is none at all.
    """
    found = dict.fromkeys(text.strip() for text in _instructions(path))
    if not any(found):
        raise InputError(f"{path}: holds no instruction; name a file with some")
    return [text for text in found if text]


def _instructions(path: Path) -> Iterator[str]:
    if kind_of_file(path) == "txt" and not _holds_objects(path):
        yield from read_text(path).split("\n")
        return
    for where, value in values_with_places(path, Tally(), whole=True):
        try:
            yield from _in_value(value)
        except InputError as error:
            raise InputError(f"{where}: {str(error).removeprefix(f'{where}: ')}") from None


def _holds_objects(path: Path) -> bool:
    """Return whether a text file is JSON: its first value is an object, which no instruction is."""
    try:
        return isinstance(next((value for _, value in read_values(path)), None), dict)
    except InputError:
        return False


def _in_value(value: Any) -> list[str]:
    if isinstance(value, InputError):
        raise value
    if isinstance(value, str):
        return [value]
    if not isinstance(value, dict):
        raise InputError("must be a JSON object, or a text")
    try:
        found = task_in(value)
    except InputError as error:
        if question := (error.instruction if isinstance(error, LeftOut) else "") or _question(with_plain_names(value)):
            return [question]
        raise
    return [found.task.instruction, found.question]


def _question(row: Mapping[str, Any]) -> str:
    """Return the question of an object without an answer that could be read, "" if it has none."""
    return first_question(row) or find_question(row)
