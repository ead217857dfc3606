"""The values of a file or folder, each with where it stands, whatever kind of file they come in."""

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.json_values import read_values
from selfinstruct.core.text_files import require_file
from selfinstruct.datafiles.filled import holds
from selfinstruct.datafiles.llama_factory import INFO, Described, described_files
from selfinstruct.datafiles.names import with_plain_names
from selfinstruct.datafiles.shapes import UnknownShape, task_in
from selfinstruct.datafiles.splits import for_training, not_for_evaluation, part_of
from selfinstruct.datafiles.tables import arrow_rows, csv_rows, parquet_rows, rows_with_places, saved_rows
from selfinstruct.datafiles.tally import Tally

# Texts of these names belong to a task: around a list of others they would be lost.
_OF_TASK = frozenset(
    "system system_prompt system_message instruction instructions prompt prefix task_prefix preamble question query"
    " problem input inputs context output outputs response completion answer target targets".split()
)
# Files whose values are rows.
TABLES = ("csv", "tsv", "parquet", "arrow")
_PACKED = ("gz", "bz2", "xz")
_BESIDE = "parts of a dataset beside those to train on; name one to import it"


def values_with_places(path: Path, tally: Tally, *, whole: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield each value with the line of a text file or the row of a table; in the place of a bad one, its error.

    Of a folder only what is there to train on is read, unless it is wanted as a `whole`. The `tally` gets the fields of
    an object around all values.
    """
    try:
        is_folder = path.is_dir()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a file or folder") from None
    yield from _in_folder(path, whole=whole) if is_folder else _in_file(path, tally)


def _in_file(path: Path, tally: Tally | None = None) -> Iterator[tuple[str, Any]]:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    require_file(path)
    kind = kind_of_file(path)
    beginning = _beginning(path)
    if kind == "parquet" or beginning.startswith(b"PAR1"):
        return rows_with_places(path, parquet_rows(path))
    if kind == "arrow" or beginning.startswith(b"ARROW1"):
        return rows_with_places(path, arrow_rows(path))
    if kind in ("csv", "tsv"):
        return csv_rows(path, kind)
    return _json(path, tally)


def kind_of_file(path: Path) -> str:
    """Return the suffix of a file in small letters, without that of what it is packed in."""
    return next((suffix for suffix in reversed(path.name.lower().split(".")) if suffix not in _PACKED), "")


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(6)
    except OSError as error:
        raise InputError(f"{path}: cannot read the file: {error.strerror or error}") from None


def _json(path: Path, tally: Tally | None) -> Iterator[tuple[str, Any]]:
    """Yield the values of a JSON file; with a `tally` those in a list, if the file is one object around it."""
    values = ((f"{path}, line {line}", value) for line, value in read_values(path))
    first = list(islice(values, 2))
    if tally and len(first) == 1 and (lists := _lists_in(first[0][1])):
        if len(lists) > 1:
            names = ", ".join(f"“{name}”" for name in lists)
            raise InputError(f"{path}: holds several lists ({names}); save the one that you mean as a file of its own")
        ((name, rows),) = lists.items()
        around = first[0][1]
        tally.ignore((each for each in around if each != name and holds(around[each])), first[0][0])
        yield from ((f"{path}, number {number} in “{name}”", row) for number, row in enumerate(rows, 1))
        return
    yield from chain(first, values)


def _lists_in(value: Any) -> dict[str, Any]:
    """Return the lists of objects in an object, by name; none if the object is a task itself, or a part of one."""
    row = with_plain_names(value) if isinstance(value, dict) else {}
    if not row or _is_task(row) or any(isinstance(row.get(name), str) for name in _OF_TASK):
        return {}
    return {
        name: rows
        for name, rows in value.items()
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)
    }


def _is_task(value: Mapping[str, Any]) -> bool:
    try:
        return bool(task_in(value))
    except UnknownShape:
        return False
    except InputError:
        return True


def _in_folder(path: Path, *, whole: bool) -> Iterator[tuple[str, Any]]:
    if (path / "state.json").is_file():
        yield from rows_with_places(path, saved_rows(path))
    elif (path / INFO).is_file():
        yield from _described(path, whole=whole)
    elif parts := _parts(path):
        chosen = parts if whole else for_training(parts)
        for each in (each for name in chosen for each in parts[name]):
            yield from rows_with_places(each, saved_rows(each)) if each.is_dir() else _in_file(each)
        yield from ((str(parts[name][0]), LeftOut(_BESIDE)) for name in parts if name not in chosen)
    else:
        raise InputError(
            f"{path}: holds no data set: neither Parquet files, nor LLaMA-Factory's dataset_info.json, nor what the"
            " datasets package saves; name a file"
        )


def _parts(path: Path) -> dict[str, list[Path]]:
    """Return the folders or files of a dataset, by the part that they belong to."""
    parts: dict[str, list[Path]] = {}
    for folder in sorted(each.parent for each in path.glob("*/state.json")):
        parts.setdefault(folder.name, []).append(folder)
    for file in [] if parts else sorted(path.rglob("*.parquet")):
        parts.setdefault(part_of(file), []).append(file)
    return parts


def _described(path: Path, *, whole: bool) -> Iterator[tuple[str, Any]]:
    described = [*described_files(path)]
    names = [found.name for _, found in described if isinstance(found, Described)]
    chosen = names if whole else not_for_evaluation(names)
    for where, found in described:
        if not isinstance(found, Described):
            yield where, found
        elif found.name not in chosen:
            yield where, LeftOut(_BESIDE)
        elif not found.path.exists():
            yield where, InputError(f"there is no file {found.path.name}")
        else:
            yield from ((at, found.row(value)) for at, value in _in_file(found.path))
