"""The values that admission makes of items and findings."""

from collections.abc import Sequence

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Instance, Item, Nearest, Rejection, Task
from selfinstruct.steps.findings import Objection, Proposal


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


def too_low(scores: Sequence[Score], least: float) -> dict[int, Objection]:
    """Return the objections to the instances that a judge scores below the least, by their places."""
    low = ((place, each) for place, each in enumerate(scores) if each.value < least)
    return {place: Objection("low_score", each.in_words()) for place, each in low}
