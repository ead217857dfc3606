"""What a page that was sent has saved: decisions, a line each, as in the journal of a run."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_values
from selfinstruct.decisions.journal import decision_of
from selfinstruct.decisions.values import Decision
from selfinstruct.review.away.gathering import Gathered, require_reviewer
from selfinstruct.review.away.known import check_of
from selfinstruct.runs.deciding import taking_back


def holds_decisions(path: Path) -> bool:
    """Return whether a file begins with a decision."""
    try:
        first = [value for _, value in islice(read_values(path), 1)]
    except InputError:
        return False
    return any(isinstance(value, Mapping) and {"action", "record"} <= value.keys() for value in first)


def read_decisions(path: Path, gathered: Gathered, reviewer: str) -> None:
    """Gather the decisions of a file; `InputError` names the line of what is none."""
    standings = gathered.known.standings
    known = {each.id: each for record, _ in standings.all() for each in standings.history(record)}
    for line, value in read_values(path):
        where = f"{path}, line {line}"
        told = _decision(where, value)
        if told.id in known:
            gathered.known_already += 1
            continue
        taken = _taken(where, told, gathered, known, require_reviewer(where, reviewer, told.reviewer))
        if taken:
            known[told.id] = replace(taken, at=told.at, id=told.id)
            gathered.decisions.append(known[told.id])


def _decision(where: str, value: Any) -> Decision:
    """Return the decision of a line, with fields of the types that they should have."""
    if isinstance(value, InputError):
        raise value
    try:
        told = decision_of(value)
        texts = (told.subject, told.reviewer, told.id, told.why, told.note, told.undoes)
        if not all(isinstance(text, str) for text in texts) or not told.id or not isfinite(told.at):
            raise TypeError("its fields are of other types")
        if not isinstance(told.settles, bool):
            raise TypeError("settles is true or false")
        if not isinstance(told.answers, Mapping) or not all(isinstance(each, bool) for each in told.answers.values()):
            raise TypeError("answers are true or false")
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise InputError(f"{where}: no decision: {error}"[:300] + "; save it from the page again") from None
    return told


def _taken(
    where: str, told: Decision, gathered: Gathered, known: Mapping[str, Decision], reviewer: str
) -> Decision | None:
    """Return a decision as this run would have taken it, None if there is nothing in it that it is about."""
    if told.action == "undo":
        undone = known.get(told.undoes)
        if undone and undone.reviewer == reviewer:
            return taking_back(undone, reviewer)
        gathered.tell(f"{where}: takes back what {reviewer} has not decided here; it is left alone")
        return None
    found = gathered.find(where, told.subject, check_of(told.record), told.subject)
    if not found:
        return None
    names = ("why", "note", "after", "answers", "settles")
    more = {name: getattr(told, name) for name in names}
    return gathered.decision(where, found, told.action, reviewer, **more)
