"""The files that every run writes into its folder."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from shlex import quote

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Rejection
from selfinstruct.decisions.journal import JOURNAL, journal_digest, journal_length
from selfinstruct.exports.dataset import dataset
from selfinstruct.exports.keeping import digest, goes_on_with, keep_changes, may_stand_there
from selfinstruct.exports.places import replacing
from selfinstruct.exports.source import Watch
from selfinstruct.formats import FORMATS, Row, write_lines
from selfinstruct.languages import Language
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

REJECTED_FILE = "rejected.jsonl"


def write_files(store: Store, language: Language, report: Report, watch: Watch) -> tuple[list[Path], list[str]]:
    """Write the training file (the tasks up to the target, as reviewers left them) and `rejected.jsonl`.

    `watch` is given every task that is written. Returns their paths, and a line on each that was changed by hand and is
    kept beside the new one.
    """
    store.require_in_place()
    lost = _lost_decisions(store)
    shape = FORMATS.find(language.training_format)
    training, rejected = store.folder / shape.file_name, store.folder / REJECTED_FILE
    tasks = watch(dataset(store, report), "tasks written")
    notes = _write(store, training, lambda path: shape.write(tasks, path), store.folder)
    notes += _write(store, rejected, lambda path: write_lines(_rejected(store), path), earlier=_rejected_as_in_0_1)
    return [training, rejected], [*lost, *notes]


def _lost_decisions(store: Store) -> list[str]:
    """Return a line if the journal lacks what it held when the files were last written; note what it holds now."""
    journal, noted = store.folder / JOURNAL, store.written(JOURNAL)
    (mark, before), now = next(iter(noted.items()), ("", 0)), journal_length(store.folder)
    # Earlier versions noted only how many there are.
    is_another = bool(mark) and mark != journal_digest(store.folder, before)
    if now != before or is_another or (now and not mark):
        store.note_written(JOURNAL, {journal_digest(store.folder, now): now})
    if now < before:
        return [
            f"{journal}: has {now:,} of the {Count(before):decision} followed before, and the files"
            " are written by these alone; put it back and run the command again to have the others"
        ]
    if is_another:
        command = f"selfinstruct review {quote(str(store.folder))} ‹apply› OTHER"
        return [
            f"{journal}: its first {Count(before):decision is/decisions are} not as before: it is that of another copy,"
            " or was changed by hand, and the files are written by it alone; what another copy holds beside that is"
            f" read in with: {command}"
        ]
    return []


def _write(
    store: Store,
    path: Path,
    write: Callable[[Path], int],
    run: Path | None = None,
    *,
    earlier: Callable[[Store], Iterator[Row]] | None = None,
) -> list[str]:
    """Write a file of the run; what it may hold is noted before it takes its place, so that a crash leaves no doubt.

    What a person changed in it can be read into the `run`, if one is given.
    `earlier` gives the rows that a version wrote which did not note what it wrote.
    """
    notes: list[str] = []

    def keep(new: Path) -> None:
        written = store.written(path.name)
        if earlier and not written and path.is_file():
            as_before = new.with_name("as before")
            count = write_lines(earlier(store), as_before)
            written = {digest(path): count} if goes_on_with(path, as_before) else {}
        store.note_written(path.name, may_stand_there(path, new, records, written))
        notes.extend(keep_changes(path, new, written, run))

    with replacing(path, keep) as partial:
        records = write(partial)
    return notes


def output_names(language: Language) -> tuple[str, str]:
    """Return the names of the training file and of the file of rejections."""
    return FORMATS.find(language.training_format).file_name, REJECTED_FILE


def _rejected(store: Store) -> Iterator[Row]:
    """Yield the rows of all rejections, those that are worth a look first."""
    for folded in (False, True):
        for completion, rejection in store.rejections(folded=folded):
            yield rejection_row(completion, rejection)


def _rejected_as_in_0_1(store: Store) -> Iterator[Row]:
    for completion, each in store.rejections():
        near = f"{each.nearest.similarity:.4f} {each.nearest.instruction}" if each.nearest else ""
        row: Row = {"subject": each.subject, "reason": each.reason, "detail": each.detail or near}
        instance = asdict(each.instances[0]) if each.subject == "instance" else {}
        yield row | {"instruction": each.instruction, **instance, "completion": completion}


def rejection_row(completion: int, rejection: Rejection) -> Row:
    """Return a rejection as a line of `rejected.jsonl`; fields that do not apply are absent."""
    row: Row = {
        "id": rejection.id,
        "subject": rejection.subject,
        "reason": rejection.reason,
        "detail": rejection.detail,
        "instruction": rejection.instruction,
    }
    match [{"input": each.input, "output": each.output} for each in rejection.instances]:
        case [instance]:
            row |= instance
        case [_, *_] as several:
            row["instances"] = several
    if near := rejection.nearest:
        row |= {"similarity": near.similarity, "is_repeat": rejection.is_repeat, "nearest_kind": near.kind}
        row |= ({"nearest": near.id} if near.id else {}) | {"nearest_instruction": near.instruction}
    return row | {"completion": completion} | ({"item": rejection.item} if rejection.item else {})
