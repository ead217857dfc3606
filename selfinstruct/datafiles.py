"""Data that is there already, in the shapes it is published in, read as tasks.

One value is one task: Alpaca's and BELLE's {instruction, input, output}; BELLE's {input, target}; {prompt, completion}
or {prompt, response}; conversations of BELLE and ShareGPT ({conversations: [{from, value}]}) and OpenAI chats
({messages: [{role, content}]}), of which the first question and its answer count; seed tasks with their instances.
Files are JSON lines, JSON arrays, Parquet, or a folder saved by the `datasets` package.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from selfinstruct.errors import InputError
from selfinstruct.jsonfile import read_values
from selfinstruct.seeds import seed_task
from selfinstruct.types import Instance, Task

_PAIRS = (("input", "target"), ("prompt", "completion"), ("prompt", "response"), ("question", "answer"))
_TURNS = {"conversations": ("from", "value"), "messages": ("role", "content")}
_ASKS = frozenset({"human", "user"})
_ANSWERS = frozenset({"assistant", "gpt", "chatgpt", "bot", "model"})


def read_tasks(path: Path) -> Iterator[Task | InputError]:
    """Yield the tasks of a file or folder; in place of a value that is none, the error that names file and line."""
    for where, value in _located(path):
        if isinstance(value, InputError):
            yield value
            continue
        try:
            yield _task(value, where)
        except InputError as error:
            yield error


def read_instructions(path: Path) -> list[str]:
    """Return the instructions of a file or folder; a text file that is not JSON has one a line."""
    if path.suffix == ".txt":
        try:
            return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot read the file: {getattr(error, 'strerror', None) or error}") from None
    tasks = list(read_tasks(path))
    for task in tasks:
        if isinstance(task, InputError):
            raise task
    return [task.instruction for task in tasks if isinstance(task, Task)]


def _located(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each value with where it stands: the line of a text file, the row of a table."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.is_dir() or path.suffix == ".parquet":
        for number, row in enumerate(_rows(path), 1):
            yield f"{path}, row {number}", row
    else:
        for line, value in read_values(path):
            yield f"{path}, line {line}", value


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    import datasets

    datasets.disable_progress_bars()
    try:
        if path.is_dir():
            found = datasets.load_from_disk(str(path))
            parts = list(found.values()) if isinstance(found, datasets.DatasetDict) else [found]
        else:
            parts = [datasets.Dataset.from_parquet(str(path))]
    except Exception as error:  # the package raises what its many readers raise
        raise InputError(f"{path}: cannot be read as a dataset: {str(error).splitlines()[0]}") from None
    for part in parts:
        yield from part


def _task(value: Any, where: str) -> Task:
    if not isinstance(value, dict):
        raise InputError(f"{where}: must be a JSON object")
    if "instances" in value:
        return seed_task(value, number=0, where=where)
    if "instruction" in value and "output" in value:
        return _single(where, value["instruction"], value.get("input") or "", value["output"])
    for question, answer in _PAIRS:
        if question in value and answer in value:
            return _single(where, value[question], "", value[answer])
    for name, (speaker, text) in _TURNS.items():
        if name in value:
            return _single(where, *_first_exchange(value[name], speaker, text, where))
    raise InputError(f"{where}: not a task in any known shape; its fields are {', '.join(map(str, value)) or 'none'}")


def _single(where: str, instruction: Any, given: Any, output: Any) -> Task:
    if not all(isinstance(text, str) for text in (instruction, given, output)):
        raise InputError(f"{where}: instruction, input and output must be texts")
    return Task("", instruction.strip(), False, (Instance(given.strip(), output.strip()),), "")


def _first_exchange(turns: Any, speaker: str, text: str, where: str) -> tuple[str, str, str]:
    """Return the first question and the answer right after it."""
    try:
        said = [(turn[speaker], turn[text]) for turn in turns]
    except (TypeError, KeyError):
        raise InputError(f"{where}: each turn must have “{speaker}” and “{text}”") from None
    for (asks, question), (answers, answer) in pairwise(said):
        if asks in _ASKS and answers in _ANSWERS:
            return question, "", answer
    raise InputError(f"{where}: no question with an answer after it")
