"""The files that every run writes into its folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

from selfinstruct.exports.keeping import keep_changes, may_stand_there
from selfinstruct.exports.places import replacing
from selfinstruct.formats import FORMATS, Row, write_lines
from selfinstruct.languages import Language
from selfinstruct.storage.store import Store

REJECTED_FILE = "rejected.jsonl"


def write_files(store: Store, language: Language, target: int) -> tuple[list[Path], list[str]]:
    """Write the training file (the first `target` accepted tasks) and `rejected.jsonl`.

    Returns their paths, and a line on each that was changed by hand and is kept beside the new one.
    """
    store.require_in_place()
    shape = FORMATS.find(language.training_format)
    training, rejected = store.folder / shape.file_name, store.folder / REJECTED_FILE
    notes = _write(store, training, lambda path: shape.write(store.accepted(target), path))
    notes += _write(store, rejected, lambda path: write_lines(_rejections(store), path))
    return [training, rejected], notes


def _write(store: Store, path: Path, write: Callable[[Path], int]) -> list[str]:
    """Write a file of the run; what it may hold is noted before it takes its place, so that a crash leaves no doubt."""
    notes: list[str] = []

    def keep(new: Path) -> None:
        written = store.written(path.name)
        store.note_written(path.name, may_stand_there(path, new, records, written))
        notes.extend(keep_changes(path, new, written))

    with replacing(path, keep) as partial:
        records = write(partial)
    return notes


def output_names(language: Language) -> tuple[str, str]:
    """Return the names of the training file and of the file of rejections."""
    return FORMATS.find(language.training_format).file_name, REJECTED_FILE


def _rejections(store: Store) -> Iterator[Row]:
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
