"""The pool through a format: files are written whole beside their place, then renamed into it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selfinstruct.errors import RunFolderError
from selfinstruct.formats import Row, find_format, write_lines
from selfinstruct.languages import Language
from selfinstruct.storage.store import Store

REJECTED = "rejected.jsonl"


def write_files(store: Store, language: Language, target: int) -> list[Path]:
    """Write the training file (the first `target` accepted tasks) and `rejected.jsonl`; return their paths."""
    shape = find_format(language.training_format)
    training, rejected = store.folder / shape.FILE_NAME, store.folder / REJECTED
    with replacing(training) as path:
        shape.write(store.accepted(target), path)
    with replacing(rejected) as path:
        write_lines(_rejections(store), path)
    return [training, rejected]


def output_names(language: Language) -> tuple[str, str]:
    """Return the names of the training file and of the file of rejections."""
    return find_format(language.training_format).FILE_NAME, REJECTED


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write a file or folder to, which takes the place of `path` only when it is complete and on disk.

    The folder it goes to is made if there is none. `RunFolderError` if it cannot be written, or would take the place of
    a folder that holds anything.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        yield partial
        for file in [each for each in (partial, *partial.rglob("*")) if each.is_file()]:
            _sync(file)
        partial.replace(path)
    except OSError as error:
        told = error.strerror or error
        raise RunFolderError(f"{path}: cannot be written: {told}; what was recorded is kept") from error
    finally:
        with suppress(OSError):
            _remove(partial)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _rejections(store: Store) -> Iterator[Row]:
    """Yield a row for everything that was dropped: what it is, why, and the text itself."""
    for completion, rejection in store.rejections():
        row: Row = {
            "subject": rejection.subject,
            "reason": rejection.reason,
            "detail": rejection.detail,
            "instruction": rejection.instruction,
        }
        if rejection.instance:
            row |= {"input": rejection.instance.input, "output": rejection.instance.output}
        yield row | {"completion": completion}
