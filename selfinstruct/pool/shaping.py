"""The values that admission makes of items and findings."""

from collections.abc import Sequence
from dataclasses import replace

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Instance, Item, Nearest, Rejection, Task
from selfinstruct.steps.findings import Proposal


def task_of(item: Item) -> Task:
    """Return the task that an item becomes, with its written instances and their scores."""
    origin = item.id.partition(".")[0]
    return Task(item.id, item.instruction, item.is_classification, item.written, origin, item.hint, item.scores)


def instances_of(proposal: Proposal) -> tuple[Instance, ...]:
    """Return the instances that were written with a proposal, as they are."""
    return tuple(Instance(draft.input, draft.output) for draft in proposal.drafts or ())


def unclaimed(candidate: Item, reason: str, detail: str, nearest: Nearest | None = None) -> Rejection:
    """Return the rejection of an instruction that is not claimed, with what was written for it."""
    return Rejection("instruction", candidate.instruction, reason, detail, candidate.written, nearest=nearest)


def reduced(item: Item, kept: Sequence[int]) -> Item:
    """Return an item with those of its written instances, and their scores, that stand at these places."""
    scores = tuple(item.scores[place] for place in kept if item.scores)
    return replace(item, written=tuple(item.written[place] for place in kept), scores=scores)


def score_at(item: Item, place: int) -> Score | None:
    """Return the score of a written instance, None if it has none."""
    return item.scores[place] if place < len(item.scores) else None
