"""The command `review`, with its options: a page that is served, or a review elsewhere, sent and read in."""

import asyncio
from pathlib import Path
from typing import Annotated

from typer import Option

import selfinstruct
from selfinstruct.cli import options, reading
from selfinstruct.cli.messages import show, show_data
from selfinstruct.cli.reading import require_text

Reviewer = Annotated[
    str, Option(metavar="NAME", help="Name of the reviewer, kept with each decision. [default: the name of the user]")
]
Port = Annotated[int, Option(metavar="N", show_default=False, help="Port of the page. [default: a free one]")]
Sample = Annotated[int, Option("--sample", metavar="N", help="How many records to draw for the sample.")]
NoOpen = Annotated[bool, Option("--no-open", help="Only print the address, do not open a browser.")]
PageLanguage = Annotated[
    str,
    Option("--page-lang", metavar="en|zh", help="Language of the page. [default: the browser's, or that of the run]"),
]
ExportTo = Annotated[
    Path | None,
    Option(
        "--export",
        parser=reading.folder,
        metavar="FILE",
        help="Write records to FILE, for a reviewer without the program: .html is a page that works by itself, .csv a"
        " sheet for a spreadsheet. Nothing is served.",
    ),
]
Queue = Annotated[
    str,
    Option(
        metavar="NAME",
        show_default=False,
        help="With --export: rejected, risk, judged, sample, doubtful, disputed, accepted or folded; all: rejected and"
        " accepted. [default: what is worth a look: rejected, risk, sample, doubtful]",
    ),
]
Part = Annotated[
    str,
    Option(
        metavar="N/OF",
        show_default=False,
        help="With --export: only the share of one reviewer, such as 1/2, then 2/2 for the other.",
    ),
]
Overlap = Annotated[
    int, Option(metavar="N", help="With --part: how many of the records every reviewer gets, to compare them.")
]
Apply = Annotated[
    Path | None,
    Option(
        parser=reading.path,
        metavar="FILE",
        help="Read in decisions: what a page has saved, a sheet that was filled in, or the training file (or another"
        " export), edited by hand: records that are gone are rejected, changed ones edited. Nothing is served.",
    ),
]
RejectMissing = Annotated[
    bool,
    Option(
        "--reject-missing",
        help="With --apply: reject all that a training file lacks, also if it may have been cut, or may never have held"
        " it.",
    ),
]
Lessons = Annotated[
    bool,
    Option(
        "--lessons",
        help="Print what the decisions teach, reason by reason, and what other settings would change. Nothing is"
        " served.",
    ),
]
DryRun = Annotated[bool, Option("--dry-run", help="With --apply: only say what would be decided.")]


def review(
    run: options.Run,
    reviewer: Reviewer = "",
    port: Port = 0,
    sample: Sample = 200,
    no_open: NoOpen = False,
    page_lang: PageLanguage = "",
    export_to: ExportTo = None,
    queue: Queue = "",
    part: Part = "",
    overlap: Overlap = 0,
    apply: Apply = None,
    reject_missing: RejectMissing = False,
    dry_run: DryRun = False,
    lessons: Lessons = False,
) -> None:
    """Look through what was kept and what was rejected, on a page in the browser.

    The page is served on this machine alone; its address lets in one browser, once. Each decision is saved at once, in
    decisions.jsonl of the run folder; resumes, exports and replays follow it. It works while the run is worked on.
    Press Ctrl-C to end it: the training file is then written anew, as you left it. With --export and --apply others
    review it elsewhere.
    """
    from selfinstruct.cli import reviewing

    for flag, text in (("--page-lang", page_lang), ("--reviewer", reviewer), ("--queue", queue), ("--part", part)):
        require_text(flag, text)
    _require_one(export_to, apply, of_export=queue or part or overlap, of_apply=reject_missing or dry_run)
    if lessons:
        show_data(reviewing.learned_lines(run))
    elif export_to:
        more = {"queue": queue, "page_language": page_lang, "sample": sample, "part": part, "overlap": overlap}
        show(reviewing.sent_lines(run, export_to, reviewer, **more))
    elif apply:
        show(reviewing.applied_lines(run, apply, reviewer, reject_missing=reject_missing, dry_run=dry_run))
    else:
        asyncio.run(reviewing.serve(run, reviewer, port, page_lang, sample, opens=not no_open))
        show(reviewing.written_lines(run))


def _require_one(export_to: Path | None, apply: Path | None, *, of_export: object, of_apply: object) -> None:
    if export_to and apply:
        raise selfinstruct.InputError("--export and --apply: give one of them")
    if (of_export and not export_to) or (of_apply and not apply):
        raise selfinstruct.InputError(
            "--queue, --part and --overlap go with --export, --reject-missing and --dry-run with --apply"
        )
