"""A review from the terminal: the page served until Ctrl-C, then the files as the reviewer left them."""

import asyncio
import shlex
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import selfinstruct
from selfinstruct.cli.interrupts import interruptible
from selfinstruct.cli.messages import show
from selfinstruct.core.counts import Count, listed


async def serve(run: Path, reviewer: str, port: int, page_language: str, sample: int, *, opens: bool) -> None:
    """Serve the page of a run until the user interrupts."""
    task = asyncio.current_task()

    def ready(address: str) -> None:
        show([address, "Each decision is saved at once. Press Ctrl-C to end the review."])
        sys.stdout.flush()
        if opens and sys.stdout.isatty():
            # A browser of the terminal returns when it is closed, and asks for the page before.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with interruptible(lambda: task and task.cancel()), suppress(asyncio.CancelledError):
        await selfinstruct.serve_review(
            run, reviewer=reviewer, port=port, page_language=page_language, sample=sample, ready=ready
        )


def sent_lines(run: Path, file: Path, reviewer: str, **which: Any) -> list[str]:
    """Write records of a run for a reviewer elsewhere, those that `export_review` picks; return the lines on that."""
    # With all that shows how a run goes on; the page needs none of it, here and below.
    from selfinstruct.cli.display import ConsoleObserver

    with ConsoleObserver() as observer:
        sent = selfinstruct.export_review(run, file, reviewer=reviewer, observer=observer, **which)
    lines = [f"wrote {sent.path} ({Count(sent.records):record}, {Count(sent.path.stat().st_size):byte})"]
    if sent.cut:
        lines.append(
            f"{Count(sent.cut):text is/texts are} longer than a cell can hold: cut in it, and not to be edited there"
        )
    if sent.sampled and not sent.is_counted:
        lines.append(
            f"{sent.sampled:,} of them are of the sample: in a sheet with others they do not count for the share of"
            " good records; a sheet of --queue sample does"
        )
    return [*lines, f"what comes back is read in with: selfinstruct review {shlex.quote(str(run))} --apply FILE"]


def learned_lines(run: Path) -> list[str]:
    """Return the lines on what the decisions on a run teach."""
    from selfinstruct.cli.lessons import lesson_lines

    return [*lesson_lines(selfinstruct.lessons(run))]


def applied_lines(run: Path, file: Path, reviewer: str, *, reject_missing: bool, dry_run: bool) -> list[str]:
    """Read in the decisions of a file, and write the files of the run anew; return the lines on that."""
    from selfinstruct.cli.display import ConsoleObserver

    with ConsoleObserver() as observer:
        applied = selfinstruct.apply_review(
            run, file, reviewer=reviewer, reject_missing=reject_missing, dry_run=dry_run, observer=observer
        )
    counts = listed(applied.added) or "none"
    known = f"; known already: {applied.known:,}" if applied.known else ""
    verb = "would be added" if dry_run else "added"
    lines = [*applied.notes, f"decisions {verb}: {counts}{known}", *_sample(applied), *_beside_others(applied, run)]
    return lines + ([] if dry_run else written_lines(run))


def _sample(applied: selfinstruct.Applied) -> Iterator[str]:
    """Yield what the sample tells by now, if what was read in is about it."""
    for name, share in applied.sample.items():
        interval = f"{share.share:.0%} ({share.low:.0%} to {share.high:.0%}), {share.of:,} of the sample"
        yield f"{_SHARES[name]} {interval}"


_SHARES = {"all": "good by all of Self-Instruct's questions:", "kept": "not rejected, of those looked at:"}


def _beside_others(applied: selfinstruct.Applied, run: Path) -> Iterator[str]:
    """Yield how far reviewers agree, and where what they say apart is found."""
    for each in applied.agreements:
        kappa = "" if each.kappa is None else f"; Cohen's kappa {each.kappa:.2f}"
        if each.are_too_few:
            kappa = f"; too few to tell more: Cohen's kappa is told from {each.least} on"
        records = f"{Count(each.judged):record} that {each.first} and {each.second}"
        yield f"of {records} both judged they agree on {each.agreed:,}{kappa}"
    for pair in applied.answerings:
        yield (
            f"for {Count(pair.records):record} of the sample {pair.first} and {pair.second} both answered:"
            f" {pair.agreed:,} of {Count(pair.answers):answer} agree; of each record, the last answers count"
        )
    if applied.against:
        sheet = f"selfinstruct review {shlex.quote(str(run))} --export disputed.csv --queue disputed"
        yield (
            f"on {Count(applied.against):record} they disagree; the decision read in last counts until somebody settles"
            f" it: in the queue Disputed, or with: {sheet}"
        )
    if applied.settled:
        yield f"disputes settled by this: {applied.settled:,}; still open: {applied.disputes.open:,}"


def written(run: Path) -> selfinstruct.Result | str:
    """Write the files of a run anew; return what came of it, or why they are left as they are."""
    from selfinstruct.cli.display import ConsoleObserver

    try:
        with ConsoleObserver() as observer:
            return selfinstruct.write_reviewed(run, observer=observer)
    except selfinstruct.RunFolderError as error:
        return f"{error}; the decisions are kept, and the next generate follows them"


def written_lines(run: Path) -> list[str]:
    """Write the files of a run anew if anything was decided on it; return the lines on that."""
    from selfinstruct.cli.funnel import review_counts

    with selfinstruct.open_run(run) as opened:
        if not opened.is_reviewed:
            return ["nothing is decided on this run yet"]
    result = written(run)
    if isinstance(result, str):
        return [result]
    report = result.report
    tasks = f"{Count(min(report.kept, report.target)):task} in the training file"
    wrote = f"wrote {', '.join(map(str, result.files))}"
    return [*result.notes, f"now in all: {tasks}; {review_counts(report)}", wrote]
