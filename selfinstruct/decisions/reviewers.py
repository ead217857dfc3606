"""What each reviewer did, and what they dispute, in numbers."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from selfinstruct.decisions.standing import Key, Standings, key_of
from selfinstruct.decisions.values import Decision


@dataclass(frozen=True)
class Work:
    """Of how many records one reviewer said what: kept, restored or rejected them, which is judged; or only skipped.

    `answered` are those with answers to the questions of the sample, `edited` those with an edit that holds. Records
    with the same texts count each if each was decided on, as in a group.
    """

    reviewer: str
    kept: int = 0
    restored: int = 0
    rejected: int = 0
    skipped: int = 0
    answered: int = 0
    edited: int = 0

    @property
    def judged(self) -> int:
        """How many were kept, restored or rejected."""
        return self.kept + self.restored + self.rejected


@dataclass(frozen=True)
class Disputes:
    """How many records reviewers wanted otherwise, and how many of these are settled."""

    of: int = 0
    settled: int = 0

    @property
    def open(self) -> int:
        """How many nobody has settled."""
        return self.of - self.settled


_DONE = {"keep": "kept", "restore": "restored", "reject": "rejected"}


def work_of(standings: Standings) -> list[Work]:
    """Return what each reviewer did, those who judged most first."""
    did: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, standing in standings.all():
        for (reviewer, _), each in _last_of_each(standing.every).items():
            did[reviewer][_DONE[each.action]] += not is_beside(each)
        for reviewer in standing.skipped_by - standing.verdicts.keys():
            did[reviewer]["skipped"] += 1
        for reviewer in standing.answers:
            did[reviewer]["answered"] += 1
        if standing.edit:
            did[standing.edit.reviewer]["edited"] += 1
    return sorted(
        (Work(name, **counts) for name, counts in did.items()), key=lambda each: (-each.judged, each.reviewer)
    )


def is_beside(verdict: Decision) -> bool:
    """Return whether a verdict goes with another one, which counts: an instance, where the task is written anew."""
    return verdict.is_anew and verdict.action == "reject"


def _last_of_each(verdicts: tuple[Decision, ...]) -> dict[tuple[str, str], Decision]:
    """Return the last verdict of each reviewer on each of the records that have the same texts."""
    return {(each.reviewer, each.subject): each for each in verdicts}


def disputes_in(standings: Standings) -> Disputes:
    """Return how many records are or were disputed."""
    disputed = [standing for _, standing in standings.all() if standing.is_disputed]
    return Disputes(len(disputed), sum(standing.settled is not None for standing in disputed))


@dataclass(frozen=True)
class Done:
    """How many records of the queues one reviewer has judged, answered for, and only skipped."""

    judged: int = 0
    answered: int = 0
    skipped: int = 0


def done_by(reviewer: str, standings: Standings, is_conflict: Callable[[str], bool]) -> Done:
    """Return how far a reviewer is.

    What one key decided on one record of a queue counts once: the outputs that an input may have, of which
    `is_conflict` tells by the id of one, and a task with its instances.
    """
    judged = answered = skipped = 0
    at_once: defaultdict[tuple[str, float], dict[tuple[str, Key], Decision]] = defaultdict(dict)
    for record, standing in standings.all():
        own = [each for (name, _), each in _last_of_each(standing.every).items() if name == reviewer]
        for each in own:
            at_once[record.instruction or record.output, each.at][each.subject, key_of(record)] = each
        answered += reviewer in standing.answers
        skipped += not own and reviewer not in standing.answers and reviewer in standing.skipped_by
    for verdicts in at_once.values():
        several = [*verdicts.values()]
        is_one = len(several) == 1 or any(each.action == "restore" for each in several)
        judged += 1 if is_one or is_conflict(several[0].subject) else len(several)
    return Done(judged, answered, skipped)
