"""The pool through a format: files are written whole beside their place, then renamed into it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from selfinstruct.errors import RunFolderError
from selfinstruct.formats import find_format, json_line
from selfinstruct.languages import Language
from selfinstruct.store import Store
from selfinstruct.types import Record, Task

REJECTED = "rejected.jsonl"


def write_files(store: Store, language: Language, target: int) -> list[Path]:
    """Write the training file (the first `target` accepted tasks) and `rejected.jsonl`; return their paths."""
    shape = find_format(language.training_format)
    training = store.folder / shape.FILE_NAME
    with replacing(training) as file:
        shape.write(records(store.accepted(target)), file)
    rejected = store.folder / REJECTED
    with replacing(rejected) as file:
        _write_rejections(store, file)
    return [training, rejected]


def output_names(language: Language) -> tuple[str, str]:
    """Return the names of the training file and of the file of rejections."""
    return find_format(language.training_format).FILE_NAME, REJECTED


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a text file that takes the place of `path` only when it is complete and on disk."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        told = error.strerror or error
        raise RunFolderError(f"{path}: cannot be written: {told}; what was recorded is kept") from error
    finally:
        with suppress(OSError):
            partial.unlink()


def records(tasks: Iterable[Task]) -> Iterator[Record]:
    """Yield a training record for every instance of the tasks."""
    for task in tasks:
        for instance in task.instances:
            yield Record(task.instruction, instance.input, instance.output)


def _write_rejections(store: Store, file: TextIO) -> None:
    """Write a line for everything that was dropped: what it is, why, and the text itself."""
    for completion, rejection in store.rejections():
        row: dict[str, object] = {
            "subject": rejection.subject,
            "reason": rejection.reason,
            "detail": rejection.detail,
            "instruction": rejection.instruction,
        }
        if rejection.instance:
            row |= {"input": rejection.instance.input, "output": rejection.instance.output}
        file.write(json_line(row | {"completion": completion}))
