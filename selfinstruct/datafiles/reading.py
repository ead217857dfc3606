"""Files of tasks, in the shapes in which such data are published.

One value is one task, in the shape of any format. Of a conversation the first question and its answer count, also where
they stand in a `history`, as in ChatGLM's and LLaMA-Factory's data.

Files are JSON lines, JSON arrays or Parquet. A folder holds Parquet files, or is one for LLaMA-Factory, or was saved by
the `datasets` package. Records in a row with the same instruction are the instances of one task, up to as many as a run
may make, unless one repeats another.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_text, read_values
from selfinstruct.core.settings import MOST_INSTANCES
from selfinstruct.core.values import Task
from selfinstruct.formats import FORMATS

# Whose fields count first where a value has those of several. Our other formats write one of these shapes; those of
# other packages come last, so that nothing we can read is read in another way once they are installed.
_ORDER = ("self-instruct", "alpaca", "belle-merged", "prompt-completion", "chatglm", "belle-conversations", "messages")
# With a history, the last question is not the one that counts, whatever its shape.
_BEFORE = ("self-instruct", "chatglm")
# What LLaMA-Factory calls the columns, and their names where its description of the data gives none.
_COLUMNS = {"prompt": "instruction", "query": "input", "response": "output"}


def read_tasks(path: Path) -> Iterator[Task | InputError]:
    """Yield the tasks of a file or folder; in the place of a bad value, the error that names file and line."""
    last: Task | None = None
    for found in _found_in(path):
        if last and isinstance(found, Task) and _is_another_instance(last, found):
            last = replace(last, instances=(*last.instances, *found.instances))
            continue
        if last:
            yield last
        last = found if isinstance(found, Task) else None
        if isinstance(found, InputError):
            yield found
    if last:
        yield last


def _found_in(path: Path) -> Iterator[Task | InputError]:
    for where, value in _located(path):
        try:
            yield value if isinstance(value, InputError) else _task(value)
        except InputError as error:
            yield InputError(f"{where}: {error}")


def read_instructions(path: Path) -> list[str]:
    """Return the instructions of a file or folder; a `.txt` file has one a line."""
    if path.suffix == ".txt":
        return [line.strip() for line in read_text(path).splitlines() if line.strip()]
    instructions = []
    for task in read_tasks(path):
        if isinstance(task, InputError):
            raise task
        instructions.append(task.instruction)
    return instructions


# --- values, and where they stand


def _located(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each value with where it stands: the line of a text file, the row of a table."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.is_dir():
        yield from _located_in_folder(path)
    elif _is_parquet(path):
        yield from _numbered(path, _parquet_rows(path))
    else:
        for line, value in read_values(path):
            yield f"{path}, line {line}", value


def _located_in_folder(path: Path) -> Iterator[tuple[str, Any]]:
    if any((path / name).is_file() for name in ("dataset_dict.json", "state.json")):
        yield from _numbered(path, _saved_rows(path))
    elif (path / "dataset_info.json").is_file():
        yield from _llama_factory(path, path / "dataset_info.json")
    elif files := sorted(path.rglob("*.parquet"), key=lambda file: (not file.stem.startswith("train"), file)):
        for file in files:
            yield from _numbered(file, _parquet_rows(file))
    else:
        raise InputError(
            f"{path}: holds no data set: neither Parquet files, nor LLaMA-Factory's dataset_info.json, nor what the"
            " datasets package saves; name a file"
        )


def _numbered(path: Path, rows: Iterator[Any]) -> Iterator[tuple[str, Any]]:
    try:
        for number, row in enumerate(rows, 1):
            yield f"{path}, row {number}", row
    except Exception as error:  # the packages raise what their many readers raise
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{path}: cannot be read as a dataset: {said}") from None


def _is_parquet(path: Path) -> bool:
    # A file that cannot be opened is left to the reader of JSON, which says so.
    with suppress(OSError), path.open("rb") as file:
        return path.suffix == ".parquet" or file.read(4) == b"PAR1"
    return False


def _parquet_rows(path: Path) -> Iterator[Any]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield from batch.to_pylist()


def _saved_rows(path: Path) -> Iterator[Any]:
    import datasets

    datasets.disable_progress_bars()
    found = datasets.load_from_disk(str(path))
    for part in found.values() if isinstance(found, datasets.DatasetDict) else [found]:
        yield from part


def _llama_factory(folder: Path, info: Path) -> Iterator[tuple[str, Any]]:
    """Yield the values of each file that is described, in the columns that the description names."""
    try:
        described = json.loads(info.read_text(encoding="utf-8-sig")).values()
        files = [
            (folder / each["file_name"], each.get("formatting", "alpaca"), _COLUMNS | (each.get("columns") or {}))
            for each in described
        ]
    except KeyError:
        raise InputError(f"{info}: a data set has no “file_name”; only files of the folder can be read") from None
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        raise InputError(f"{info}: must be a JSON object with a description for each data set") from None
    for path, formatting, columns in files:
        if path.is_dir():
            raise InputError(f"{info}: {path.name} is a folder; only files of the folder can be read")
        for where, value in _located(path):
            if isinstance(value, dict) and formatting == "alpaca":
                value = value | {own: value.get(str(columns[theirs])) for theirs, own in _COLUMNS.items()}
            yield where, value


# --- tasks


def _is_another_instance(task: Task, found: Task) -> bool:
    return (
        task.origin == found.origin == ""
        and task.instruction == found.instruction
        and len(task.instances) < MOST_INSTANCES
        and found.instances[0] not in task.instances
    )


def _task(value: Any) -> Task:
    if not isinstance(value, dict):
        raise InputError("must be a JSON object")
    others = (name for name in FORMATS.names() if name not in FORMATS.ours)
    for name in chain(_BEFORE if value.get("history") else _ORDER, others):
        read = FORMATS.find(name).read
        if read and (task := read(value)):
            return task
    raise InputError(f"not a task in any known shape; its fields are {', '.join(map(str, value)) or 'none'}")
