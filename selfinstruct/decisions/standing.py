"""How records stand after all decisions: the last one of each kind counts, unless it was taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from selfinstruct.core.values import Record
from selfinstruct.decisions.values import Decision

_IN = {"keep": True, "restore": True, "reject": False}

Key = bytes


def key_of(record: Record) -> Key:
    """Return what tells the texts of a record from those of others."""
    texts = (record.instruction, record.input, record.output)
    return blake2b(
        b"".join(f"{len(text)}:{text}".encode("utf-8", "replace") for text in texts), digest_size=16
    ).digest()


@dataclass(frozen=True)
class Standing:
    """What reviewers decided on one record: the last decision of each kind, None for none of it.

    `verdicts` has the last one of each reviewer who keeps, rejects or restores it, `every` all of them in order;
    `answers` and `comments` have the last ones of each, the latest last: nobody's take the place of another's. Who
    doubts takes back what he or she said of it, and waits for a verdict: `doubts` has those of each reviewer that none
    has followed, whoever gave it. A skip is no opinion and changes none: `skipped_by` only names who passed the record
    by.
    """

    verdict: Decision | None = None
    edit: Decision | None = None
    comments: Mapping[str, Decision] = field(default_factory=dict)
    answers: Mapping[str, Decision] = field(default_factory=dict)
    verdicts: Mapping[str, Decision] = field(default_factory=dict)
    doubts: Mapping[str, Decision] = field(default_factory=dict)
    skipped_by: Set[str] = frozenset()
    every: tuple[Decision, ...] = ()

    def is_in(self, was_accepted: bool) -> bool:
        """Return whether the record belongs to the dataset, where the run alone `was_accepted` says so."""
        return _IN[self.verdict.action] if self.verdict else was_accepted

    @property
    def answer(self) -> Decision | None:
        """The answers that count where one has to: those that were given last."""
        return next(iter(reversed([*self.answers.values()])), None)

    def is_decided_by(self, reviewer: str) -> bool:
        """Return whether a reviewer has kept, rejected, restored or skipped it, or answered for it."""
        return reviewer in self.answers or reviewer in self.verdicts or reviewer in self.skipped_by

    @property
    def was_sampled(self) -> bool:
        """Whether anybody has judged it in the sample, whatever he or she has said of it since."""
        return any(each.was_sampled for each in self.every)

    def is_sampled_by(self, reviewer: str) -> bool:
        """Return whether a reviewer has answered for it, or judged it in the sample."""
        own = (each for each in self.every if each.reviewer == reviewer)
        return reviewer in self.answers or any(each.was_sampled for each in own)

    def is_open_to(self, reviewer: str) -> bool:
        """Return whether nobody has judged or doubts it, and a reviewer has not passed it by."""
        return self.verdict is None and not self.doubts and reviewer not in self.skipped_by

    @property
    def is_disputed(self) -> bool:
        """Whether one reviewer wants it in the dataset, and another does not, or did not before it was settled."""
        said = [*self.verdicts.values(), *self.independent.values()]
        return len({_IN[each.action] for each in said}) > 1

    @property
    def independent(self) -> Mapping[str, Decision]:
        """The last verdict of each reviewer that settles no dispute."""
        return {each.reviewer: each for each in self.every if not each.settles}

    @property
    def settled(self) -> Decision | None:
        """The verdict that settles what is disputed, None as long as there is none, or one against it came later."""
        settled = None
        for each in self.every:
            if each.settles:
                settled = each
            elif settled and _IN[each.action] != _IN[settled.action]:
                settled = None
        return settled if self.is_disputed else None

    @property
    def decisions(self) -> list[Decision]:
        """What holds of all that was decided, the latest last: what each has said, and the last edit."""
        said = [each for kind in (self.verdicts, self.doubts, self.comments, self.answers) for each in kind.values()]
        return sorted([*said, *([self.edit] if self.edit else [])], key=lambda each: each.at)

    def text(self, record: Record) -> Record:
        """Return the record as it was edited last."""
        return self.edit.after if self.edit and self.edit.after else record


NOTHING = Standing()


class Standings:
    """How all records of a run stand that anything was decided on."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_key: defaultdict[Key, list[Decision]] = defaultdict(list)
        self._known: dict[Key, Standing] = {}
        self._undone: set[str] = set()
        self._instructions: set[str] = set()
        self._order: list[Key] = []
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        """Take in one more decision; one that is known already is not taken for a later one."""
        key = key_of(decision.record)
        if decision.mark in (each.mark for each in self._by_key.get(key, ())):
            return
        self._by_key[key].append(decision)
        self._order.append(key)
        self._known.pop(key, None)
        self._instructions.add(decision.record.instruction)
        if decision.after:
            self._instructions.add(decision.after.instruction)
        if decision.action == "undo":
            self._undone.add(decision.undoes)
            self._known.clear()

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def instructions(self) -> Set[str]:
        """All instructions that anything was decided on, also as they were edited."""
        return self._instructions

    @property
    def reached(self) -> int:
        """How many decisions there are, those that were taken back included."""
        return len(self._order)

    def since(self, reached: int) -> dict[Key, tuple[int, Standing]]:
        """Return the records that anything was decided on after so many decisions: by which last, how they stand."""
        return {key: (at, self._standing(key)) for at, key in enumerate(self._order[reached:], reached + 1)}

    def of(self, record: Record) -> Standing:
        """Return how a record stands, by its texts as the run holds them."""
        return self._standing(key_of(record))

    def settling(self, decision: Decision) -> Decision:
        """Return a decision of somebody who is to settle what others dispute: a verdict does so."""
        settles = decision.action in _IN and self.of(decision.record).is_disputed
        return replace(decision, settles=True) if settles else decision

    def history(self, record: Record) -> list[Decision]:
        """Return all that was decided on a record, in that order; what was taken back, too."""
        return [*self._by_key.get(key_of(record), ())]

    def all(self) -> Iterable[tuple[Record, Standing]]:
        """Yield each record that anything was decided on, as the run holds it, and how it stands."""
        for key, decisions in self._by_key.items():
            yield decisions[0].record, self._standing(key)

    def last_of(self, reviewer: str) -> Decision | None:
        """Return the last decision of a reviewer that is not taken back, to be taken back next."""
        return max(self.left_of(reviewer), key=lambda each: each.at, default=None)

    def last_together_of(self, reviewer: str) -> list[Decision]:
        """Return the last decision of a reviewer that is not taken back, and what was decided at the same stroke."""
        last = self.last_of(reviewer)
        return [each for each in self.left_of(reviewer) if last and each.at == last.at]

    def together_with(self, id_: str, reviewer: str) -> list[Decision]:
        """Return a decision of a reviewer by its id, and what was decided at the same stroke, if not taken back."""
        left = [*self.left_of(reviewer)]
        at = next((each.at for each in left if each.id == id_), None)
        return [each for each in left if each.at == at]

    def left_of(self, reviewer: str) -> Iterator[Decision]:
        """Yield the decisions of a reviewer that are not taken back."""
        for decisions in self._by_key.values():
            for each in decisions:
                if each.reviewer == reviewer and each.action != "undo" and each.id not in self._undone:
                    yield each

    def _standing(self, key: Key) -> Standing:
        if key not in self._by_key:
            return NOTHING
        if key not in self._known:
            self._known[key] = self._standing_after(self._by_key[key])
        return self._known[key]

    def _standing_after(self, decisions: Iterable[Decision]) -> Standing:
        edit: Decision | None = None
        said: dict[str, dict[str, Decision]] = {"comment": {}, "answer": {}}
        verdicts: dict[str, Decision] = {}
        doubts: dict[str, Decision] = {}
        every: list[Decision] = []
        skipped_by: set[str] = set()
        for each in decisions:
            if each.id in self._undone or each.action == "undo":
                continue
            if each.action == "skip":
                skipped_by.add(each.reviewer)
            elif each.action == "doubt":
                doubts[each.reviewer] = each
                verdicts.pop(each.reviewer, None)
                every = [verdict for verdict in every if verdict.reviewer != each.reviewer]
            elif each.action in _IN:
                # The last one is the last that was said.
                verdicts.pop(each.reviewer, None)
                verdicts[each.reviewer] = each
                every.append(each)
                doubts.clear()
            elif each.action == "edit":
                edit = each
            else:
                said[each.action].pop(each.reviewer, None)
                said[each.action][each.reviewer] = each
        comments, answers = said["comment"], said["answer"]
        if not (edit or comments or answers or verdicts or doubts or skipped_by):
            return NOTHING
        verdict = next(reversed(verdicts.values()), None)
        return Standing(verdict, edit, comments, answers, verdicts, doubts, skipped_by, tuple(every))
