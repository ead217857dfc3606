"""Records a decision of a reviewer on something of a run, by its id."""

import time
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.decisions import journal
from selfinstruct.decisions.values import ACTIONS, OVERALL, QUESTIONS, WHY, WRITTEN_ANEW, Action, Decision
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

# What may be answered with an action; a verdict of the sample says whether all is well.
_ANSWERED = {"answer": (*QUESTIONS,)} | dict.fromkeys(("keep", "restore", "reject"), (OVERALL,))


def decide(store: Store, subject: str, action: Action, reviewer: str, **more: Any) -> Decision:
    """Append a decision to the journal, and return it; what it takes is told at `decision_on`.

    `RunFolderError` if it cannot be kept.
    """
    decision = decision_on(store, subject, action, reviewer, **more)
    journal.append(store.folder, decision)
    return decision


def decision_on(
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
    settles: bool = False,
) -> Decision:
    """Return a decision on a task (`12.3`) or a rejection (`r57`), not kept yet.

    `instance` is the place of the instance that it is about. `InputError` if there is no such thing, or the decision
    does not say what it has to.
    """
    if action not in ACTIONS or action == "undo":
        raise InputError(f"action {action}: choose one of: {', '.join(ACTIONS[:-1])}")
    why = known_why(why)
    if (action == "edit") != (after is not None) or (after and not after.instruction.strip()):
        raise InputError("an edit needs the record as it is to be, with an instruction")
    if (action == "answer" and not answers) or not (answers or {}).keys() <= set(_ANSWERED.get(action, ())):
        raise InputError(f"answers are those to: {', '.join(QUESTIONS)}")
    about = _about(store, subject, instance)
    if not about.record.instruction and action not in ("reject", "doubt", "skip", "comment"):
        raise InputError(f"{subject}: has no instruction; it can be rejected, doubted, skipped or commented on")
    return replace(
        about,
        action=action,
        reviewer=reviewer,
        why=why,
        note=note,
        after=after,
        answers=dict(answers or {}),
        settles=settles,
    )


def known_why(why: str) -> str:
    """Return the word for why something is rejected, "" for none; `InputError` if it is unknown."""
    if why and why not in (*WHY, WRITTEN_ANEW):
        raise InputError(f"why {why}: choose one of: {', '.join(WHY)}")
    return why


def decisions_on(
    store: Store, subject: str, action: Action, reviewer: str, *, answers: Mapping[str, bool] | None = None, **more: Any
) -> list[Decision]:
    """Return a decision as `decision_on` does, not kept yet.

    A verdict may bring the answers to the questions of the sample: these come before it, of the same time, so that one
    undo takes both back.
    """
    if action == "answer" or not (answers or {}).keys() & QUESTIONS.keys():
        return [decision_on(store, subject, action, reviewer, answers=answers, **more)]
    verdict = decision_on(store, subject, action, reviewer, **more)
    answer = decision_on(store, subject, "answer", reviewer, answers=answers, instance=more.get("instance", 0))
    return [replace(answer, at=verdict.at), verdict]


def undo(store: Store, decision: Decision, reviewer: str) -> Decision:
    """Append to the journal that a decision is taken back, and return that."""
    undone = taking_back(decision, reviewer)
    journal.append(store.folder, undone)
    return undone


def taking_back(decision: Decision, reviewer: str) -> Decision:
    """Return the decision that takes another one back, not kept yet."""
    about = (decision.record, decision.subject, decision.completion, decision.was_accepted)
    return Decision("undo", *about, reviewer, time.time(), token_hex(8), undoes=decision.id)


def _about(store: Store, subject: str, place: int) -> Decision:
    """Return a decision that says nothing yet, on what has this id."""
    completion, was_accepted = 0, False
    records: list[Record] = []
    if number := rejection_number(subject):
        if found := store.rejection(number):
            completion, records = found[0], store.records_of(*found)
    elif task := store.task(subject):
        completion, was_accepted = int(task.origin), True
        records = [Record(task.instruction, each.input, each.output) for each in task.instances]
    if not records:
        raise InputError(f"{store.folder}: has no task and no rejection with the id {subject}")
    if not 0 <= place < len(records):
        raise InputError(f"{subject}: has no instance {place + 1}, but {len(records)} in all")
    return Decision("skip", records[place], subject, completion, was_accepted, "", time.time(), token_hex(8))
