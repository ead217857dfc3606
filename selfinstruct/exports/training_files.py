"""The files that every run writes into its folder."""

from collections.abc import Iterator
from pathlib import Path

from selfinstruct.exports.places import replacing
from selfinstruct.formats import FORMATS, Row, write_lines
from selfinstruct.languages import Language
from selfinstruct.storage.store import Store

REJECTED_FILE = "rejected.jsonl"


def write_files(store: Store, language: Language, target: int) -> list[Path]:
    """Write the training file (the first `target` accepted tasks) and `rejected.jsonl`; return their paths."""
    shape = FORMATS.find(language.training_format)
    training, rejected = store.folder / shape.file_name, store.folder / REJECTED_FILE
    with replacing(training) as path:
        shape.write(store.accepted(target), path)
    with replacing(rejected) as path:
        write_lines(_rejections(store), path)
    return [training, rejected]


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
