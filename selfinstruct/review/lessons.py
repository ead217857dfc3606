"""What the decisions of reviewers say of the settings of a run."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import ceil, floor
from os import PathLike
from pathlib import Path

from selfinstruct.decisions import journal
from selfinstruct.decisions.agreement import Share, estimated_share
from selfinstruct.decisions.standing import Standings
from selfinstruct.review.evidence import Evidence, Seen
from selfinstruct.review.previews import Preview, Previews
from selfinstruct.review.risks import Risks
from selfinstruct.storage.store import Store

# How far below the threshold a lower one is looked for.
_CLOSE = 0.1
_HALF = 0.5


@dataclass(frozen=True)
class Lesson:
    """How often reviewers overturned what a run made of records of one kind, and what other settings would change.

    Of those that the run rejected, the `name` of the kind is the reason, and overturned are those that were restored.
    Of those that it accepted (`was_accepted`), it is a risk, a filter that the run does without or "" for all, and
    overturned are those that were rejected. `share` is `overturned` of all that were decided on, with the interval that
    holds the true share in 95 of 100 samples. There is a `preview` where reviewers clearly overturn most, and a setting
    would do the same.
    """

    name: str
    was_accepted: bool
    overturned: int
    share: Share
    preview: Preview | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval tells if reviewers overturn most of these, or not."""
        return self.share.low > _HALF or self.share.high <= _HALF


def lessons(run: str | PathLike[str]) -> list[Lesson]:
    """Return what the decisions on a run teach, rejections first, of each the kinds with most decisions first.

    `RunFolderError` if there is no run. No request is sent, nothing is changed.
    """
    with closing(Store.open_to_read(Path(run))) as store, store.snapshot():
        standings = Standings(journal.read(store.folder))
        decided = [store.number_of(task.id) or 0 for task in store.accepted_as(standings.instructions)]
        return lessons_of(Evidence(store, store.settings(), standings, Risks.all_known(store, decided)))


def lessons_of(evidence: Evidence) -> list[Lesson]:
    """Return what the decisions on an open run teach, in the order of `lessons`."""
    previews = Previews(evidence)
    found = [*_on_rejected(evidence, previews), *_on_accepted(evidence, previews)]
    return sorted(found, key=lambda each: (each.was_accepted, bool(each.name), -each.share.of, each.name))


def _on_rejected(evidence: Evidence, previews: Previews) -> Iterator[Lesson]:
    for reason in dict.fromkeys(name for each in evidence.rejected for name in each.names):
        seen = [each for each in evidence.rejected if reason in each.names]
        yield from _lesson(reason, seen, _letting_in(reason, seen, previews), was_accepted=False)


def _letting_in(reason: str, seen: Sequence[Seen], previews: Previews) -> Preview | None:
    """Return what would let in those that were rejected for a reason, where reviewers clearly want them."""
    if not previews.are_possible:
        return None
    if reason == "near_duplicate":
        threshold = raised_threshold(seen)
        return previews.with_threshold_raised(threshold) if threshold else None
    return previews.without_filter(reason) if _prevails([each.is_wanted for each in seen]) else None


def _on_accepted(evidence: Evidence, previews: Previews) -> Iterator[Lesson]:
    accepted = evidence.accepted
    yield from _lesson("", accepted, None, was_accepted=True)
    threshold = lowered_threshold(accepted, evidence.settings.similarity_threshold) if previews.are_possible else None
    lowered = previews.with_threshold_lowered(threshold) if threshold else None
    for risk in dict.fromkeys(name for each in accepted for name in each.names):
        seen = [each for each in accepted if risk in each.names]
        yield from _lesson(risk, seen, lowered if risk == "close_to_seed" else None, was_accepted=True)
    for reason in previews.other_filters:
        seen = previews.objected(reason)
        preview = previews.with_filter(reason) if _stands_out(seen, accepted) else None
        yield from _lesson(reason, seen, preview, was_accepted=True)


def _lesson(name: str, seen: Sequence[Seen], preview: Preview | None, *, was_accepted: bool) -> Iterator[Lesson]:
    overturned = sum(each.is_wanted != was_accepted for each in seen)
    if share := estimated_share(overturned, len(seen)):
        yield Lesson(name, was_accepted, overturned, share, preview)


def _prevails(these: Sequence[bool], beside: float = 0.5) -> bool:
    """Return whether it is clear, by the interval, that more than half of these are true, and more than `beside`."""
    share = estimated_share(sum(these), len(these))
    return share is not None and share.low > max(0.5, beside)


def _stands_out(seen: Sequence[Seen], accepted: Sequence[Seen]) -> bool:
    """Return whether reviewers clearly reject most of these, and more of them than of all others that were accepted."""
    these = {id(each) for each in seen}
    others = [not each.is_wanted for each in accepted if id(each) not in these]
    return _prevails([not each.is_wanted for each in seen], sum(others) / max(1, len(others)))


def raised_threshold(rejected: Sequence[Seen]) -> float | None:
    """Return the threshold up to which reviewers clearly want most near-duplicates; None if there is none.

    It is the one that agrees with most of their decisions.
    """
    found = {_at_least(each.similarity) for each in rejected if each.is_wanted}
    best: tuple[int, float] | None = None
    for threshold in sorted(each for each in found if each < 1):
        wanted = [each.is_wanted for each in rejected if each.similarity <= threshold]
        gain = 2 * sum(wanted) - len(wanted)
        if _prevails(wanted) and (best is None or gain > best[0]):
            best = gain, threshold
    return best[1] if best else None


def lowered_threshold(accepted: Sequence[Seen], threshold: float) -> float | None:
    """Return the threshold above which reviewers clearly reject most of what is near a seed task; None if none does."""
    found = {_below(each.similarity) for each in accepted if not each.is_wanted}
    best: tuple[int, float] | None = None
    lowest = max(0.01, threshold - _CLOSE)
    for lower in sorted((each for each in found if lowest <= each < threshold), reverse=True):
        seen = [each for each in accepted if each.similarity > lower]
        gain = len(seen) - 2 * sum(each.is_wanted for each in seen)
        if _stands_out(seen, accepted) and (best is None or gain > best[0]):
            best = gain, lower
    return best[1] if best else None


def _at_least(similarity: float) -> float:
    """Return the lowest threshold of two decimals that lets this pass."""
    found = floor(100 * similarity) / 100
    return found if found >= similarity else round(found + 0.01, 2)


def _below(similarity: float) -> float:
    """Return the highest threshold of two decimals that does not let this pass."""
    found = ceil(100 * similarity) / 100
    return found if found < similarity else round(found - 0.01, 2)
