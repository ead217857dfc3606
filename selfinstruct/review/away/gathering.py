"""What a file has to say that the journal does not know yet."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import time
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.decisions.standing import Key, key_of
from selfinstruct.decisions.values import Action, Decision
from selfinstruct.review.away.known import Found, Known
from selfinstruct.runs.deciding import decision_on

# One takes the place of another.
_VERDICTS = ("keep", "restore", "reject", "doubt")
_MOST_NOTES = 20


@dataclass
class Gathered:
    """Decisions that are new, how many were known already, and lines on what was left alone.

    All that one file says for itself is decided at the same time, so that one undo takes it back.
    """

    known: Known
    decisions: list[Decision] = field(default_factory=list)
    known_already: int = 0
    found: int = 0
    strange: int = 0
    _notes: list[str] = field(default_factory=list)
    _last: dict[str, Mapping[tuple[Key, str], Decision]] = field(default_factory=dict)
    _at: float = field(default_factory=time)

    @property
    def counts(self) -> Counter[str]:
        """How many decisions are new, by action; what the file itself takes back or says otherwise later is none."""
        new, undone = {each.id for each in self.decisions}, {each.undoes for each in self.decisions}
        last = {
            each.undoes or (each.reviewer, key_of(each.record), each.subject, _kind(each.action)): each.action
            for each in self.decisions
            if each.id not in undone and each.undoes not in new
        }
        return Counter(last.values())

    @property
    def notes(self) -> list[str]:
        """The lines on what was left alone; the first of them, if there are many."""
        left = len(self._notes) - _MOST_NOTES
        return self._notes[:_MOST_NOTES] + ([f"{left:,} more were left alone"] if left > 0 else [])

    def tell(self, note: str) -> None:
        """Note what was left alone, and why."""
        self._notes.append(note)

    def find(self, where: str, id_: str, check: str, name: str) -> Found | None:
        """Return the record with this id, or else the one with these texts; one that is not there is told by `name`."""
        found = self.known.find(id_, check) if check else None
        if found:
            self.found += 1
        else:
            self.strange += 1
            self.tell(f"{where}: the run has no record {name} with these texts; it is left alone")
        return found

    def require_some(self, where: str) -> None:
        """Raise `InputError` where all that a file names is strange to the run."""
        if self.strange and not self.found and not self.known_already:
            raise InputError(f"{where}: has no record of this run, but {self.strange:,} of another, as it seems")

    def decide(self, where: str, found: Found, action: Action, reviewer: str, **more: Any) -> None:
        """Take a decision on a record, unless it is what this reviewer has decided last."""
        decision = self.decision(where, found, action, reviewer, **more)
        last = self._last_of(reviewer).get((key_of(found.record), _kind(action)))
        if last and _says_the_same(last, decision):
            self.known_already += 1
        else:
            self.decisions.append(replace(decision, at=self._at))

    def add(self, where: str, found: Found, action: Action, reviewer: str) -> None:
        """Take a decision on a record, whatever this reviewer has decided last."""
        self.decisions.append(replace(self.decision(where, found, action, reviewer), at=self._at))

    def edit(self, where: str, found: Found, reviewer: str, changed: Mapping[str, str]) -> None:
        """Change some texts of a record, unless this reviewer has done so last; others are as they are by now."""
        last = self._last_of(reviewer).get((key_of(found.record), "edit"))
        is_known = last and all(getattr(last.after, name) == text for name, text in changed.items())
        now = self.known.standings.of(found.record).text(found.record)
        if is_known or (after := replace(now, **changed)) == now:
            self.known_already += 1
        else:
            self.decide(where, found, "edit", reviewer, after=after)

    def decision(self, where: str, found: Found, action: Action, reviewer: str, **more: Any) -> Decision:
        """Return a decision on a record; `InputError` says where the file has what cannot be decided."""
        try:
            made = decision_on(self.known.store, found.id, action, reviewer, instance=found.instance, **more)
            # What is held may be no record of the run any more.
            return replace(made, record=found.record)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None

    def _last_of(self, reviewer: str) -> Mapping[tuple[Key, str], Decision]:
        if reviewer not in self._last:
            left = self.known.standings.left_of(reviewer)
            self._last[reviewer] = {(key_of(each.record), _kind(each.action)): each for each in left}
        return self._last[reviewer]


def _kind(action: Action) -> str:
    return "verdict" if action in _VERDICTS else action


def _says_the_same(last: Decision, decision: Decision) -> bool:
    # A reason that was given once holds as long as no other is.
    same_why = decision.why in ("", last.why) and decision.note in ("", last.note)
    # So does what was answered; who confirms against others what he or she said alone has said more.
    same_more = decision.answers in ({}, last.answers) and (last.settles or not decision.settles)
    return last.action == decision.action and last.after == decision.after and same_why and same_more


def require_reviewer(where: str, reviewer: str, named: str) -> str:
    """Return the reviewer: the one who was given, or the one whom a file names; `InputError` if there is neither."""
    if found := reviewer.strip() or named.strip():
        return found
    raise InputError(f"{where}: names no reviewer; say with ‹reviewer› who it was")
