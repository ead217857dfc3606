"""Writes the records of a run into a file that a reviewer gets who has no program: a page or a sheet."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.decisions import journal
from selfinstruct.decisions.standing import Standings
from selfinstruct.exports.places import real_path, replacing
from selfinstruct.review.away.page import write_page
from selfinstruct.review.away.picking import Picked, picked, queues_named
from selfinstruct.review.away.sharing import part_named, shared_out
from selfinstruct.review.away.sheet import is_of_sample, write_sheet
from selfinstruct.review.options import require_options
from selfinstruct.review.queues import Queues
from selfinstruct.review.words import LANGUAGES
from selfinstruct.runs.observer import Observer
from selfinstruct.storage.store import Store

_SILENT = Observer()
_PAGES, _SHEETS = (".html", ".htm"), (".csv",)


@dataclass(frozen=True)
class Sent:
    """A file to send: how many records it holds, and how many texts are cut in it, since no cell can hold them.

    `sampled` of the records were drawn at random; `is_counted` says whether what is said of them in it tells of all: on
    a page, and in a sheet that holds nothing else.
    """

    path: Path
    records: int
    cut: int = 0
    sampled: int = 0
    is_counted: bool = False


def export_review(
    run: str | PathLike[str],
    file: str | PathLike[str],
    *,
    queue: str = "",
    reviewer: str = "",
    page_language: str = "",
    sample: int = 200,
    part: str = "",
    overlap: int = 0,
    observer: Observer = _SILENT,
) -> Sent:
    """Write records of a run to be reviewed elsewhere; `apply_review` reads in what comes back.

    A `file` that ends in `.html` becomes a page that works by itself, one in `.csv` a sheet for a spreadsheet. Without
    a `queue` it holds what is worth a look: what was rejected, what is at risk, the sample, and what is doubtful; `all`
    is everything but what is folded away. `reviewer` is who gets it, if that is known; `page_language` is that of the
    run if none is given. A `part` such as `1/2` is the first of two reviewers' shares of these records, of which
    `overlap` go to both: each of them gets a file of the run as it is now. First all accepted tasks are compared with
    each other, since what is close to another is at risk; the `observer` is told how far that is. `InputError` if the
    file is there already, `RunFolderError` if it cannot be written or there is no run.
    """
    folder, path = Path(run), Path(file)
    names, share = queues_named(queue), part_named(part, overlap)
    require_options(page_language, sample)
    _require_new(path)
    with closing(Store.open_to_read(folder)) as store, store.snapshot():
        settings = store.settings()
        queues = Queues(store, sample, settings.random_seed, compares=True)
        for count in queues.look_through():
            observer.counted(count, "tasks compared")
        standings = Standings(journal.read(folder))
        records = shared_out(picked(queues, standings, names), *share, overlap)
        if not records:
            raise InputError(f"{folder}: has no record in ‹queue› {queue or 'rejected, risk, sample or doubtful'}")
        spoken = settings.language if settings.language in LANGUAGES else LANGUAGES[0]
        return _sent(path, queues, standings, records, reviewer.strip(), page_language or spoken)


def _require_new(path: Path) -> None:
    if path.suffix.lower() not in _PAGES + _SHEETS:
        raise InputError(f"{path}: name a file that ends in .html, for a page, or in .csv, for a spreadsheet")
    if real_path(path).exists():
        raise InputError(f"{path}: is there already, perhaps with decisions in it; choose another name")


def _sent(
    path: Path, queues: Queues, standings: Standings, records: Sequence[Picked], reviewer: str, language: str
) -> Sent:
    about = (queues, standings, records, reviewer, language)
    cut = 0
    with replacing(path) as partial:
        if path.suffix.lower() in _PAGES:
            write_page(partial, *about)
        else:
            cut = write_sheet(partial, *about)
    sampled = sum("sample" in each.queues for each in records)
    return Sent(path, len(records), cut, sampled, path.suffix.lower() in _PAGES or is_of_sample(records))
