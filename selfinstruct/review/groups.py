"""What is decided at one stroke: all that goes with a record, or one of several outputs for the same input."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import time
from typing import NamedTuple

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record, Rejection
from selfinstruct.decisions.applying import records_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import WRITTEN_ANEW, Decision
from selfinstruct.review.likeness import likeness
from selfinstruct.runs.deciding import decision_on
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

# As many as a person can answer for at one stroke, and as are decided on without a wait.
MOST_AT_ONCE = 500
# Rejections that are read at a time.
_STRETCH = 250


class Likeness(NamedTuple):
    """What all of a group have in common: a `reason`, or that they are `near` a seed task, a task or one to avoid.

    Or that they begin `alike`, or are instances `of_task`. `name` is the reason, or the id of that task, or of what
    they are near to.
    """

    by: str
    name: str = ""


def likeness_of(store: Store, id_: str) -> Likeness:
    """Return what has a record in common with all that goes with it."""
    if rejection_number(id_) is None:
        return Likeness("of_task", id_)
    _, rejection = _found(store, id_)
    if near := rejection.nearest:
        return Likeness(near.kind, near.id or "")
    return Likeness("alike") if rejection.subject == "completion" else Likeness("reason", rejection.reason)


def open_ones_like(store: Store, standings: Standings, id_: str, reviewer: str) -> list[tuple[str, int]]:
    """Return all that goes with a record and is not decided yet, itself included, by id and instance, so many at most.

    With something accepted go the other instances of its task; with a rejection what is near the same instruction,
    completions that begin alike, or else what has the same reason.
    """
    found = _of_task(store, id_) if rejection_number(id_) is None else _rejected_like(store, id_)
    are_open = ((id_, at) for id_, at, record in found if standings.of(record).is_open_to(reviewer))
    return [*islice(are_open, MOST_AT_ONCE)]


def rejecting(
    store: Store, standings: Standings, named: Sequence[tuple[str, int]], reviewer: str
) -> list[list[Decision]]:
    """Return decisions to reject each of these records that is not decided yet; of a conflict, all of its outputs."""
    if len(named) > MOST_AT_ONCE:
        raise InputError(f"no more than {MOST_AT_ONCE} records are decided at one stroke")
    rejected = []
    for id_, instance in dict.fromkeys(named):
        offered = choices(store, *_found(store, id_)) if rejection_number(id_) else []
        records = [(each.id, 0) for each in offered] or [(id_, instance)]
        decisions = [decision_on(store, each, "reject", reviewer, instance=at) for each, at in records]
        rejected.append([each for each in decisions if standings.of(each.record).is_open_to(reviewer)])
    return [*filter(None, rejected)]


def _of_task(store: Store, id_: str) -> Iterator[tuple[str, int, Record]]:
    task = store.task(id_)
    if not task:
        raise InputError(f"{id_}: is no task and no rejection of this run")
    for at, record in enumerate(records_of(task)):
        yield id_, at, record


def _rejected_like(store: Store, id_: str) -> Iterator[tuple[str, int, Record]]:
    for stretch in _stretches(_ids(store, *_found(store, id_))):
        for completion, rejection in store.rejections_named(stretch):
            yield rejection.id, 0, store.records_of(completion, rejection)[0]


def picking(store: Store, id_: str, picked: str, reviewer: str) -> list[Decision]:
    """Return decisions to restore the `picked` one of different outputs for one input, and to reject the others.

    "" picks none of them.
    """
    completion, rejection = _found(store, id_)
    offered = choices(store, completion, rejection)
    if not offered or (picked and picked not in [each.id for each in offered]):
        raise InputError(f"{picked or id_}: is none of several outputs for one input")
    decisions = [
        decision_on(store, each.id, "restore" if each.id == picked else "reject", reviewer) for each in offered
    ]
    return [*at_once(decisions)]


def writing_anew(store: Store, standings: Standings, id_: str, reviewer: str) -> list[Decision]:
    """Return decisions to restore the instruction of an instance that was rejected, where that came to nothing.

    Its instances are rejected for good, as far as they are not decided yet; the next `generate` writes others.
    """
    _, rejection = _found(store, id_)
    task = store.task_rejection(rejection.item)
    if not task:
        raise InputError(f"{id_}: is no instance of a task that came to nothing")
    rejected = [each.id for _, each in store.rejections_of(rejection.item) if each.subject == "instance"]
    decisions = [decision_on(store, each, "reject", reviewer, why=WRITTEN_ANEW) for each in rejected]
    undecided = [each for each in decisions if standings.of(each.record).verdict is None]
    return [*at_once([*undecided, decision_on(store, task.id, "restore", reviewer, why=WRITTEN_ANEW)])]


def choices(store: Store, completion: int, rejection: Rejection) -> list[Rejection]:
    """Return the rejections of different outputs for one input, each output once; none where there is no conflict."""
    if rejection.reason != "conflicting_outputs":
        return []
    by_output: dict[str, Rejection] = {}
    for each in store.conflicting_with(completion, rejection):
        by_output.setdefault(each.instances[0].output, each)
    return [*by_output.values()]


def at_once(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield decisions with the same time, so that one undo takes them back."""
    at = time()
    return (replace(each, at=at) for each in decisions)


def _ids(store: Store, completion: int, rejection: Rejection) -> Iterator[str]:
    if rejection.nearest:
        return store.rejected_near(rejection.reason, rejection.nearest)
    if rejection.subject != "completion":
        return store.rejected_for(rejection.reason)
    own, others = likeness(store.text_of(completion)), store.rejected_completions(rejection.reason)
    return (id_ for id_, other in others if likeness(store.text_of(other)) == own)


def _stretches(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while stretch := [*islice(left, _STRETCH)]:
        yield stretch


def _found(store: Store, id_: str) -> tuple[int, Rejection]:
    number = rejection_number(id_)
    found = store.rejection(number) if number else None
    if not found:
        raise InputError(f"{id_}: is no rejection of this run")
    return found
