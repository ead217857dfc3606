"""The tasks of a run as reviewers left them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from math import inf

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Instance, Record, Task
from selfinstruct.decisions.standing import Standing, Standings, key_of
from selfinstruct.decisions.values import Decision


def reviewed(tasks: Iterable[Task], standings: Standings, limit: float = inf) -> Iterator[Task]:
    """Yield the accepted tasks without the records that were rejected, as they were edited, then what was restored.

    At most `limit` in all, among them all that were restored, as long as there is room. A record whose instruction was
    edited is a task of its own. What was restored without an output is left out.
    """
    restored = {key_of(record): task for record, task in _restored_tasks(standings)}
    left, decided = limit, standings.instructions
    for task in tasks:
        if left <= len(restored):
            break
        if task.instruction not in decided:
            left -= 1
            yield task
            continue
        records = records_of(task)
        # What was restored may have been accepted by itself in a replay.
        for record in records:
            restored.pop(key_of(record), None)
        for each in _as_reviewed(task, [(record, standings.of(record)) for record in records]):
            left -= 1
            yield each
    # A task of which instructions were edited may be more than one.
    yield from [*restored.values()][: max(0, int(min(left, len(restored))))]


def records_of(task: Task) -> list[Record]:
    """Return the records of a task, as decisions name them."""
    return [Record(task.instruction, each.input, each.output) for each in task.instances]


def _restored_tasks(standings: Standings) -> Iterator[tuple[Record, Task]]:
    for record, decision in _restored(standings):
        text = standings.of(record).text(record)
        if text.output.strip():
            instances = (Instance(text.input, text.output),)
            yield record, Task(decision.subject, text.instruction, False, instances, str(decision.completion))


def waiting_for_instances(standings: Standings) -> Iterator[tuple[Record, Decision]]:
    """Yield the instructions that were restored and have no output: with what restored them."""
    for record, decision in _restored(standings):
        text = standings.of(record).text(record)
        if text.instruction.strip() and not text.output.strip():
            yield text, decision


def _restored(standings: Standings) -> Iterator[tuple[Record, Decision]]:
    for record, standing in standings.all():
        verdict = standing.verdict
        if verdict and not verdict.was_accepted and standing.is_in(was_accepted=False):
            yield record, verdict


def _as_reviewed(task: Task, records: Iterable[tuple[Record, Standing]]) -> Iterator[Task]:
    of_task: list[Instance] = []
    scores: list[Score | None] = []
    others: list[Record] = []
    for (record, standing), score in zip_longest(records, task.scores):
        if standing.is_in(was_accepted=True):
            text = standing.text(record)
            if text.instruction == task.instruction:
                of_task.append(Instance(text.input, text.output))
                # A judge has not seen what was edited.
                scores.append(score if text == record else None)
            else:
                others.append(text)
    if of_task:
        yield replace(task, instances=tuple(of_task), scores=tuple(scores) if any(scores) else ())
    for text in others:
        yield replace(task, instruction=text.instruction, instances=(Instance(text.input, text.output),), scores=())
