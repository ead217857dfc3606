"""The tasks of a run as reviewers left them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from math import inf

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Instance, Record, Task
from selfinstruct.decisions.standing import Key, Standing, Standings, key_of
from selfinstruct.decisions.values import Decision


def reviewed(tasks: Iterable[Task], standings: Standings, limit: float = inf) -> Iterator[Task]:
    """Yield the accepted tasks without the records that were rejected, as they were edited, then what was restored.

    At most `limit` in all, among them all that were restored, as long as there is room. What was restored is an
    instance of the task that has its instruction, if there is one, else a task with all that has the same. A record
    whose instruction was edited is a task of its own. What was restored without an output is left out.
    """
    restored = _Restored(standings)
    left, decided = limit, standings.instructions
    for task in tasks:
        if left <= 0:
            break
        if left <= len(restored) and task.instruction not in restored:
            # What is left is for what was restored, with its own tasks.
            continue
        if task.instruction not in decided:
            left -= 1
            yield task
            continue
        records = records_of(task)
        # What was restored may have been accepted by itself in a replay.
        restored.leave_out(records)
        of_each = [(record, standings.of(record)) for record in records]
        for each in _as_reviewed(task, of_each, restored.take(task.instruction)):
            left -= 1
            yield each
    # A task of which instructions were edited may be more than one.
    yield from restored.tasks()[: max(0, int(min(left, len(restored))))]


def records_of(task: Task) -> list[Record]:
    """Return the records of a task, as decisions name them."""
    return [Record(task.instruction, each.input, each.output) for each in task.instances]


class _Restored:
    """What was restored with an output, by the instructions that it has now: each of these is one task."""

    def __init__(self, standings: Standings) -> None:
        self._by_instruction: defaultdict[str, dict[Key, tuple[Decision, Record]]] = defaultdict(dict)
        self._instruction_of: dict[Key, str] = {}
        for record, decision in _restored(standings):
            text = standings.of(record).text(record)
            if text.output.strip():
                self._by_instruction[text.instruction][key_of(record)] = decision, text
                self._instruction_of[key_of(record)] = text.instruction

    def __len__(self) -> int:
        return len(self._by_instruction)

    def __contains__(self, instruction: str) -> bool:
        return instruction in self._by_instruction

    def leave_out(self, records: Iterable[Record]) -> None:
        """Leave out what stands elsewhere."""
        for key in map(key_of, records):
            if instruction := self._instruction_of.pop(key, None):
                del self._by_instruction[instruction][key]
                if not self._by_instruction[instruction]:
                    del self._by_instruction[instruction]

    def take(self, instruction: str) -> list[Instance]:
        """Return the instances of an instruction, which are left out from then on."""
        taken = self._by_instruction.pop(instruction, {})
        for key in taken:
            del self._instruction_of[key]
        return [Instance(text.input, text.output) for _, text in taken.values()]

    def tasks(self) -> list[Task]:
        """Return what is left, as tasks."""
        return [
            Task(first.subject, instruction, False, self._instances(of_it), str(first.completion))
            for instruction, of_it in self._by_instruction.items()
            for first, _ in [*of_it.values()][:1]
        ]

    def _instances(self, of_it: Mapping[Key, tuple[Decision, Record]]) -> tuple[Instance, ...]:
        return tuple(Instance(text.input, text.output) for _, text in of_it.values())


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


def _as_reviewed(
    task: Task, records: Iterable[tuple[Record, Standing]], restored: Iterable[Instance]
) -> Iterator[Task]:
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
    for each in restored:
        of_task.append(each)
        scores.append(None)
    if of_task:
        yield replace(task, instances=tuple(of_task), scores=tuple(scores) if any(scores) else ())
    for text in others:
        yield replace(task, instruction=text.instruction, instances=(Instance(text.input, text.output),), scores=())
