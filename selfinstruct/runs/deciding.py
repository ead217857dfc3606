"""Records a decision of a reviewer on something of a run, by its id."""

import time
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Instance, Record
from selfinstruct.decisions import journal
from selfinstruct.decisions.values import QUESTIONS, WHY, Action, Decision
from selfinstruct.storage.store import Store


def decide(
    store: Store,
    subject: str,
    action: Action,
    reviewer: str,
    *,
    instance: int = 0,
    why: str = "",
    note: str = "",
    after: Record | None = None,
    answers: Mapping[str, bool] | None = None,
) -> Decision:
    """Append a decision on a task (`12.3`) or a rejection (`r57`) to the journal, and return it.

    `instance` is the place of the instance that it is about. `InputError` if there is no such thing, or the decision
    does not say what it has to; `RunFolderError` if it cannot be kept.
    """
    if why and why not in WHY:
        raise InputError(f"why {why}: choose one of: {', '.join(WHY)}")
    if (action == "edit") != (after is not None) or (after and not after.instruction.strip()):
        raise InputError("an edit needs the record as it is to be, with an instruction")
    if (action == "answer") != bool(answers) or (answers and not answers.keys() <= QUESTIONS.keys()):
        raise InputError(f"answers are those to: {', '.join(QUESTIONS)}")
    about = _about(store, subject, instance)
    decision = replace(
        about,
        action=action,
        reviewer=reviewer,
        why=why,
        note=note,
        after=after,
        answers=dict(answers or {}),
    )
    journal.append(store.folder, decision)
    return decision


def undo(store: Store, decision: Decision, reviewer: str) -> Decision:
    """Append to the journal that a decision is taken back, and return that."""
    undone = Decision(
        "undo",
        decision.record,
        decision.subject,
        decision.completion,
        decision.was_accepted,
        reviewer,
        time.time(),
        token_hex(8),
        undoes=decision.id,
    )
    journal.append(store.folder, undone)
    return undone


def _about(store: Store, subject: str, place: int) -> Decision:
    """Return a decision that says nothing yet, on what has this id."""
    completion, was_accepted, instruction = 0, False, ""
    instances: tuple[Instance, ...] = ()
    if subject.startswith("r") and subject[1:].isdecimal():
        if found := store.rejection(int(subject[1:])):
            completion, rejection = found
            instruction, instances = rejection.instruction, rejection.instances
    elif task := store.task(subject):
        completion, was_accepted = int(task.origin), True
        instruction, instances = task.instruction, task.instances
    if not instruction:
        raise InputError(f"{store.folder}: has no task and no rejected instruction with the id {subject}")
    if place and place >= len(instances):
        raise InputError(f"{subject}: has {len(instances)} instances")
    instance = instances[place] if instances else Instance("", "")
    record = Record(instruction, instance.input, instance.output)
    return Decision("skip", record, subject, completion, was_accepted, "", time.time(), token_hex(8))
