"""From candidates to what is left after review, in lines."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from textwrap import shorten

from selfinstruct import Report
from selfinstruct.core.counts import Count, listed

LONGEST_NAME = 100


def funnel(report: Report) -> Iterator[tuple[str, int, str]]:
    """Yield what became of candidates: a name, how many, and more about them."""
    away = f", away from {avoid:,} to avoid" if (avoid := len(report.settings.avoid)) else ""
    beside = f"beside {Count(report.seeds):seed task}{away}"
    yield "candidates", report.candidates, f"instructions proposed or imported, {beside}"
    rejected = report.rejected("instruction")
    yield "  rejected", rejected.total(), listed(rejected)
    yield "claimed", report.claimed, "sound instructions, new to the pool"
    instances = f"; their instances: {listed(report.with_tasks)}" if report.with_tasks else ""
    yield "  rejected", report.rejected_items, listed(report.rejected("task")) + instances
    if report.waiting:
        yield "  waiting", report.waiting, "for their next step"
    beyond = report.kept - report.target
    left = f"{report.kept:,} after review" if report.kept != report.accepted else ""
    spare = f"{beyond:,} beyond the target, kept for a larger --n" if beyond > 0 else ""
    yield "accepted", report.accepted, ", ".join(filter(None, (left, spare)))
    others = report.rejected("instance", "completion") - report.with_tasks
    if others:
        yield "  rejected", others.total(), f"other instances, and completions: {listed(others)}"
    if any(astuple(report.review)):
        yield "after review", report.kept, f"tasks: {review_counts(report)}"
    if report.work:
        yield "  judged", report.judged, f"records: {_reviewers(report)}"
    if report.answered:
        who = _by_whom((each.answered, each.reviewer) for each in report.work if each.answered)
        yield "  answered", report.answered, f"records of the sample: {who}"


def _by_whom(counts: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{count:,} by {shorten(name, LONGEST_NAME)}" for count, name in counts)


def _reviewers(report: Report) -> str:
    """Return who judged how many records, and what is left to be settled."""
    who = _by_whom((each.judged, each.reviewer) for each in report.work)
    disputes = report.disputes
    return who + (f"; {disputes.of:,} disputed, {disputes.open:,} of them still open" if disputes.of else "")


def review_counts(report: Report) -> str:
    """Return in words what reviewers made of a run."""
    review = report.review
    waiting = f", {review.waiting:,} of them without an output yet" if review.waiting else ""
    rejected = f"{Count(review.rejected):record} rejected and {review.edited:,} edited in review"
    doubtful = f", {review.doubtful:,} doubtful" if review.doubtful else ""
    return f"{rejected}, {review.restored:,} restored{waiting}{doubtful}"
