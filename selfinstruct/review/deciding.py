"""Decisions without a page: on records that are named by their ids, all at one stroke."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import Any, cast

from selfinstruct.core.errors import InputError
from selfinstruct.decisions import journal
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import OF_IDS, Action, Decision
from selfinstruct.review.groups import at_once
from selfinstruct.review.options import user_name
from selfinstruct.runs.deciding import decision_on, taking_back
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

_ID = re.compile(r"([\w.]+)(?:/([1-9]\d{0,5}))?", re.ASCII)


def decide(
    run: str | PathLike[str],
    action: Action,
    ids: Sequence[str],
    *,
    reviewer: str = "",
    why: str = "",
    note: str = "",
) -> list[Decision]:
    """Decide on records of a run, all or none, to be taken back in one go; return the decisions as they are kept.

    An id is that of a task (`12.3`, or `12.3/2` for its second instance) or of a rejection (`r57`). The `action` is
    keep, reject, restore, doubt, skip or comment; what was rejected is restored by keep, too; undo takes no ids, and is
    `take_back`. `why` says in one word why it is rejected, `note` more about it. Without a `reviewer` it is the user.
    `InputError` if that cannot be decided, `RunFolderError` if it cannot be kept; `write_reviewed` writes the files of
    the run anew.
    """
    action, why = cast(Action, action.lower()), why.lower()
    if action not in OF_IDS:
        raise InputError(f"‹action› {action}: choose one of: {', '.join(OF_IDS)}")
    if action == "undo":
        if ids or why or note:
            raise InputError("undo takes back what was decided last: give neither ‹ids› nor ‹why› or ‹note›")
        return take_back(run, reviewer=reviewer)
    if not ids:
        raise InputError("‹ids›: name at least one record")
    if why and action != "reject":
        raise InputError(f"‹why› {why}: goes with reject; ‹note› takes any text")
    if action == "comment" and not note.strip():
        raise InputError("‹note›: a comment needs a text")
    folder, name = Path(run), reviewer.strip() or user_name()
    standings = Standings(journal.read(folder))
    with closing(Store.open_to_read(folder)) as store:
        about: Mapping[str, Any] = {"reviewer": name, "why": why, "note": note.strip()}
        decisions = [*at_once(_decision(store, action, each, about) for each in dict.fromkeys(ids))]
    settled = [*map(standings.settling, decisions)]
    journal.append(folder, *settled)
    return settled


def take_back(run: str | PathLike[str], *, reviewer: str = "") -> list[Decision]:
    """Take back what a reviewer decided last on a run, and all that was decided at the same stroke; return that.

    Without a `reviewer` it is the user. `InputError` if there is nothing that could be taken back.
    """
    folder, name = Path(run), reviewer.strip() or user_name()
    Store.open_to_read(folder).close()
    together = Standings(journal.read(folder)).last_together_of(name)
    if not together:
        raise InputError(f"{folder}: {name} has decided nothing that could be taken back")
    journal.append(folder, *(taking_back(each, name) for each in together))
    return together


def _decision(store: Store, action: Action, id_: str, about: Mapping[str, Any]) -> Decision:
    found = _ID.fullmatch(id_)
    if not found:
        raise InputError(f"{id_}: is no id of a task, such as 12.3, or of a rejection, such as r57")
    if action == "keep" and rejection_number(found[1]):
        action = "restore"
    return decision_on(store, found[1], action, instance=int(found[2] or 1) - 1, **about)
