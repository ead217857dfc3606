"""Reads in what comes back of a review elsewhere: decisions of a page, a sheet, an edited training file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.decisions import journal
from selfinstruct.decisions.agreement import Agreement, Answering, Share, against_others, agreements, answerings
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.reviewers import Disputes, disputes_in
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import KEPT, OVERALL, Decision
from selfinstruct.exports.keeping import digest
from selfinstruct.exports.noted import note_written, written_to
from selfinstruct.review.away import edited_deciding, returned, sheet_deciding
from selfinstruct.review.away.gathering import Gathered
from selfinstruct.review.away.known import Known
from selfinstruct.review.away.sheet_reading import read_sheet
from selfinstruct.review.options import user_name
from selfinstruct.review.queues import Queues
from selfinstruct.runs.observer import Observer
from selfinstruct.storage.store import Store

_SILENT = Observer()
_PAGES = (".html", ".htm")
# What programs save a sheet as.
_TRAINING_FILES = (".json", ".jsonl", ".parquet")
_SHEETS = (".csv", ".tsv", ".tab", ".txt")


@dataclass(frozen=True)
class Applied:
    """What was read in: how many decisions were added, by action, how many were known, what was left alone.

    `against` is how many records of those decided on another reviewer wants otherwise, `agreements` and `answerings`
    how far the reviewers of the file agree with others, in their verdicts and in their answers. `sample` is the share
    of good records in the sample (`all`) and of those `kept`, as far as the file says something of it. `settled` is how
    many disputes the file has settled, `disputes` how many there are by now.
    """

    added: Counter[str]
    known: int
    notes: tuple[str, ...]
    against: int = 0
    agreements: tuple[Agreement, ...] = ()
    sample: Mapping[str, Share] = field(default_factory=dict)
    settled: int = 0
    disputes: Disputes = field(default_factory=Disputes)
    answerings: tuple[Answering, ...] = ()


def apply_review(
    run: str | PathLike[str],
    file: str | PathLike[str],
    *,
    reviewer: str = "",
    reject_missing: bool = False,
    dry_run: bool = False,
    observer: Observer = _SILENT,
) -> Applied:
    """Add the decisions in a file to those on a run, all or none; what was added before is not added again.

    The file is what the page of `export_review` has saved, or a journal of another copy of the run; its sheet, filled
    in; or a training file of the run, in any format that we read, edited by hand: records that are gone are rejected,
    changed ones edited. So many that the file may have been cut, and those that it may never have held, are rejected
    only with `reject_missing`. Without a `reviewer` those count whom the file names; for a training file, the user.
    What fits no record is left alone and told. With `dry_run` nothing is added. The `observer` is told how far
    that is. `InputError` names the line or the row
    of what cannot be read; `write_reviewed` writes the files of the run anew.
    """
    folder, path = Path(run), Path(file)
    content = digest(path)
    with closing(Store.open_to_read(folder)) as store, store.snapshot():
        observer.doing("reading the decisions")
        standings = Standings(journal.read(folder))
        gathered = Gathered(Known(Queues(store), standings, observer))
        _read(path, gathered, reviewer.strip(), rejects_missing=reject_missing)
        gathered.require_some(str(path))
        written = written_to(store, path)
    if not dry_run:
        if gathered.decisions:
            journal.append(folder, *gathered.decisions)
        if written and not gathered.notes:
            # All that was changed in a file of ours is a decision now: it may be written anew.
            note_written(folder, path, {**written, content: max(written.values())})
    told = Applied(gathered.counts, gathered.known_already, tuple(gathered.notes))
    return _beside_others(told, gathered.decisions, standings)


def _beside_others(applied: Applied, decisions: Sequence[Decision], standings: Standings) -> Applied:
    """Take decisions in, and return what was read in with how it stands beside what others decided."""
    for each in decisions:
        standings.add(each)
    told = told_by(standing for _, standing in standings.all()) if any(each.answers for each in decisions) else {}
    names, ids = {each.reviewer for each in decisions}, {each.id for each in decisions}
    return replace(
        applied,
        against=against_others(decisions, standings),
        agreements=tuple(each for each in agreements(standings) if names & {each.first, each.second}),
        sample={name: share for name in (OVERALL, KEPT) if (share := told.get(name))},
        settled=sum(standing.settled.id in ids for _, standing in standings.all() if standing.settled),
        disputes=disputes_in(standings),
        answerings=tuple(each for each in answerings(standings) if names & {each.first, each.second}),
    )


def _read(path: Path, gathered: Gathered, reviewer: str, *, rejects_missing: bool) -> None:
    suffix = path.suffix.lower()
    if suffix in _PAGES:
        raise InputError(f"{path}: is the page itself; name the file that its button “Save decisions” has made")
    if suffix in _SHEETS and path.is_file() and (sheet := read_sheet(path)):
        sheet_deciding.read_decisions(path, sheet, gathered, reviewer)
    elif path.is_file() and returned.holds_decisions(path):
        returned.read_decisions(path, gathered, reviewer)
    else:
        _read_edited(path, gathered, reviewer or user_name(), rejects_missing=rejects_missing)


def _read_edited(path: Path, gathered: Gathered, reviewer: str, *, rejects_missing: bool) -> None:
    try:
        edited_deciding.read_decisions(path, gathered, reviewer, rejects_missing=rejects_missing)
    except InputError as error:
        if path.suffix.lower() in _TRAINING_FILES:
            raise
        raise InputError(f"{error}; give what the page has saved, a sheet, or a training file") from None
