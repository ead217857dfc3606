"""What reviewers made of a run, in numbers: of records, and of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfinstruct.core.values import Task
from selfinstruct.decisions.applying import records_of, reviewed
from selfinstruct.decisions.standing import Standing, Standings, key_of


@dataclass(frozen=True)
class ReviewCounts:
    """How many records reviewers took out of the dataset, edited, and brought into it against the run's own verdict.

    `waiting` of those that they brought in have no output yet. `tasks` is how many tasks more than the run has accepted
    that makes, below 0 if it makes fewer. `doubtful` are those that somebody doubts and nobody has judged since.
    """

    rejected: int = 0
    edited: int = 0
    restored: int = 0
    waiting: int = 0
    tasks: int = 0
    doubtful: int = 0


def counts_of(standings: Standings, accepted: Sequence[Task] | None = None) -> ReviewCounts:
    """Return what reviewers made of a run, by the tasks that it has `accepted` of those they decided on.

    Without these, what was accepted is taken from the decisions, and the tasks are not counted.
    """
    tasks, known = accepted or (), {key_of(record) for task in accepted or () for record in records_of(task)}
    instructions = {task.instruction for task in tasks}
    rejected = edited = restored = waiting = doubtful = 0
    for record, standing in standings.all():
        was_accepted = _says_accepted(standing) if accepted is None else key_of(record) in known
        text, is_in = standing.text(record), standing.is_in(was_accepted)
        is_back = is_in and not was_accepted and not _says_accepted(standing)
        doubtful += bool(standing.doubts)
        rejected += was_accepted and not is_in
        restored += is_back
        edited += (is_back or (was_accepted and is_in)) and text != record
        waiting += is_back and not text.output.strip() and text.instruction not in instructions
    gained = sum(1 for _ in reviewed(tasks, standings)) - len(tasks) if accepted is not None else 0
    return ReviewCounts(rejected, edited, restored, waiting, gained, doubtful)


def _says_accepted(standing: Standing) -> bool:
    decision = standing.verdict or standing.edit
    return decision is not None and decision.was_accepted
