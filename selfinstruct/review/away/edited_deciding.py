"""What a person changed in a training file, as decisions: records that are gone are rejected, changed ones edited."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.decisions.values import Decision
from selfinstruct.exports.dataset import dataset
from selfinstruct.exports.noted import written_to
from selfinstruct.formats import records
from selfinstruct.report.numbers import Report
from selfinstruct.review.away.edited import EditedFile, Kept
from selfinstruct.review.away.gathering import Gathered
from selfinstruct.review.away.known import Found, Known, check_of
from selfinstruct.runs.observer import counting
from selfinstruct.storage.rows import rejection_number

# At the end of a file, more than a few and a tenth of all are not removed by hand.
_FEW, _SHARE = 10, 10


def read_decisions(path: Path, gathered: Gathered, reviewer: str, *, rejects_missing: bool) -> None:
    """Gather what was changed in a file; `InputError` if it may have been cut, unless it `rejects_missing`."""
    known = gathered.known
    report = Report.load(known.store)
    kept = [*_kept(known, report)]
    known.observer.doing("comparing the file with the run")
    file = EditedFile(path, kept)
    for where, each, after in file.edits():
        _edit(where, each, after, gathered, reviewer)
    missing = file.missing()
    if not rejects_missing:
        missing = _surely_removed(file, missing, gathered)
        _require_whole(file, missing)
    for at in missing:
        gathered.add(str(path), kept[at].found, "reject", reviewer)
    _tell_of_others(file, report, gathered)


def _kept(known: Known, report: Report) -> Iterator[Kept]:
    """Yield the records of the dataset, those that reviewers restored last."""
    left = Counter(records(dataset(known.store, report)))

    def is_left(text: Record) -> bool:
        left[text] -= 1
        return left[text] >= 0

    standings, restored = report.standings, _restored(known, report)
    for task in counting(known.observer)(known.store.accepted(report.accepted), "tasks read"):
        for at, each in enumerate(task.instances):
            found = Found(task.id, at, Record(task.instruction, each.input, each.output))
            standing = standings.of(found.record)
            if standing.is_in(was_accepted=True) and is_left(text := standing.text(found.record)):
                yield Kept(found, text)
        # Where it is an instance of a task, it stands there.
        yield from (each for each in restored.pop(task.instruction, ()) if is_left(each.text))
    yield from (each for of_it in restored.values() for each in of_it if is_left(each.text))


def _restored(known: Known, report: Report) -> dict[str, list[Kept]]:
    """Return what reviewers brought into the dataset, by its instructions."""
    restored = defaultdict[str, list[Kept]](list)
    for record, standing in report.standings.all():
        verdict, text = standing.verdict, standing.text(record)
        if not verdict or verdict.was_accepted or not standing.is_in(was_accepted=False):
            continue
        if found := known.find(verdict.subject, check_of(record)) or _held(record, verdict):
            restored[text.instruction].append(Kept(found, text, was_restored=True))
    return restored


def _held(record: Record, verdict: Decision) -> Found | None:
    """Return what is held though the run itself has no such record any more: of its instruction it has a rejection."""
    return Found(verdict.subject, 0, record) if rejection_number(verdict.subject) else None


def _edit(where: str, kept: Kept, after: Record | None, gathered: Gathered, reviewer: str) -> None:
    if not after:
        gathered.tell(
            f"{where}: instruction and input, in one text here, were both changed; edit the record on the page"
        )
    elif after in gathered.known.versions(kept.found.record):
        gathered.tell(f"{where}: is as it was before it was edited in review; it is left alone")
    else:
        gathered.decide(where, kept.found, "edit", reviewer, after=after)


def _surely_removed(file: EditedFile, missing: list[int], gathered: Gathered) -> list[int]:
    """Return the places of those that the file once held, as far as that is sure; the others are told.

    Sure are all if as many were written to it as there are now, else those before the last one that it still has:
    others may have come after it was written.
    """
    written = written_to(gathered.known.store, file.path)
    # Some shapes have a line for each task.
    if {len(file.kept), len({each.text.instruction for each in file.kept})} & {*written.values()}:
        return missing
    sure = [at for at in missing if at < file.last(was_restored=file.kept[at].was_restored)]
    if written and len(sure) + len(file.pairs.of) > max(written.values()):
        sure = []
    if left := len(missing) - len(sure):
        why = "it may hold a selection, or be older; ‹reject_missing› rejects them"
        gathered.tell(f"{file.path}: lacks {Count(left):record} that it may never have held: left alone: {why}")
    return sure


def _require_whole(file: EditedFile, missing: list[int]) -> None:
    """Raise `InputError` if so much is missing, of all or at the end, that the file may have been cut."""
    of, end = len(file.kept), max(file.pairs.of.values(), default=-1)
    at_end = sum(at > end for at in missing)
    if 2 * len(missing) > of or (at_end > _FEW and _SHARE * at_end > of):
        raise InputError(
            f"{file.path}: lacks {len(missing):,} of {Count(of):record}, {at_end:,} of them at its end, as a file does"
            " that was cut; if they are to be rejected, add ‹reject_missing›"
        )


def _tell_of_others(file: EditedFile, report: Report, gathered: Gathered) -> None:
    for why in file.left_out.values():
        gathered.tell(f"{why} are not read in; it is left alone")
    seeds = set(map(file.as_in_file, records(report.settings.seed_tasks)))
    for at in file.pairs.unknown:
        if file.records[at] not in seeds:
            gathered.tell(f"{file.places[at]}: is no record of the dataset, as far as can be told; it is left alone")
