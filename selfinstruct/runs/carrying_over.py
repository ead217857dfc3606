"""Decisions on one run as another one would have taken them that was built anew from the same completions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from selfinstruct.core.counts import listed
from selfinstruct.core.values import Rejection
from selfinstruct.decisions import journal
from selfinstruct.decisions.applying import records_of
from selfinstruct.decisions.standing import Key, Standings, key_of
from selfinstruct.decisions.values import Decision
from selfinstruct.runs.state import RunState
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store


class _Place(NamedTuple):
    """Where a run has a record: the id of its task or rejection, and the completion that it comes from."""

    subject: str
    completion: int
    was_accepted: bool


class CarryingOver:
    """Finds the records of decisions in a run that was built anew: ids may differ there, and what became of them.

    What is accepted no longer counts as rejected there, so that whoever keeps it holds it as if it were restored.
    """

    def __init__(self, store: Store, decisions: Sequence[Decision]) -> None:
        self._store, self._decisions = store, decisions

    def decisions(self) -> Iterator[Decision]:
        """Yield the decisions in their order; one whose record is where it was stays as it is."""
        for each in self._decisions:
            found = None if self._is_there(each) else self._found(each)
            yield replace(each, **found._asdict()) if found else each

    def _is_there(self, decision: Decision) -> bool:
        number = rejection_number(decision.subject)
        if number:
            rejection = self._store.rejection(number)
            return rejection is not None and decision.record in self._store.records_of(*rejection)
        task = self._store.task(decision.subject)
        return task is not None and decision.record in records_of(task)

    def _found(self, decision: Decision) -> _Place | None:
        record = decision.record
        if found := self._accepted.get(key_of(record)) or self._rejected.get(key_of(record)):
            return found
        if not decision.was_accepted:
            return None
        # Nothing was written for an instruction that is claimed no longer: it is its instruction that was rejected.
        return self._named.get(record.instruction, _Place(decision.id, decision.completion, was_accepted=False))

    @cached_property
    def _accepted(self) -> dict[Key, _Place]:
        instructions = {each.record.instruction for each in self._decisions}
        return {
            key_of(record): _Place(task.id, int(task.origin), was_accepted=True)
            for task in self._store.accepted_as(instructions)
            for record in records_of(task)
        }

    @cached_property
    def _rejected(self) -> dict[Key, _Place]:
        found = dict[Key, _Place]()
        for completion, rejection, place in self._rejections():
            for record in self._store.records_of(completion, rejection):
                found.setdefault(key_of(record), place)
        return found

    @cached_property
    def _named(self) -> dict[str, _Place]:
        """The first rejection of each instruction."""
        found = dict[str, _Place]()
        for _, rejection, place in self._rejections():
            found.setdefault(rejection.instruction, place)
        return found

    def _rejections(self) -> Iterator[tuple[int, Rejection, _Place]]:
        instructions = {each.record.instruction for each in self._decisions}
        for completion, rejection in self._store.rejections():
            if rejection.instruction in instructions:
                yield completion, rejection, _Place(rejection.id, completion, was_accepted=False)


def carry_over(decisions: Sequence[Decision], state: RunState) -> None:
    """Let the decisions on a run count for one that was built anew from its completions."""
    store, folder = state.store, state.store.folder
    known = {each.id for each in decisions}
    # What was decided there on a replay that was not finished stays.
    every = [*decisions, *(each for each in journal.read(folder) if each.id not in known)]
    if every:
        journal.replace_with(folder, CarryingOver(store, every).decisions())
        state.report.standings = Standings(journal.read(folder))
        state.report.catch_up(store)


def held_line(store: Store, standings: Standings) -> str:
    """Return the line on what reviewers keep though the run has rejected it, "" if there is nothing of that."""
    reasons: Counter[str] = Counter()
    for _, standing in standings.all():
        verdict = standing.verdict
        if verdict and verdict.action == "keep" and not verdict.was_accepted:
            found = store.rejection(rejection_number(verdict.subject) or 0)
            reasons[found[1].reason if found else "not written"] += 1
    return f"held, since reviewers kept it, though the run rejects it now: {listed(reasons)}" if reasons else ""
