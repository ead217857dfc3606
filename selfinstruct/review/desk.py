"""One review of one run: what is asked of it from the page, and the decisions that it leaves."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from selfinstruct.core.errors import InputError, RunFolderError, SelfInstructError
from selfinstruct.decisions import journal
from selfinstruct.decisions.following import Followed
from selfinstruct.decisions.standing import Key, Standing, Standings
from selfinstruct.decisions.values import Action, Decision
from selfinstruct.review.cards import Card, card_of
from selfinstruct.review.counting import Counting
from selfinstruct.review.everywhere import Found, Spot, look
from selfinstruct.review.groups import (
    Likeness,
    at_once,
    likeness_of,
    open_ones_like,
    picking,
    rejecting,
    writing_anew,
)
from selfinstruct.review.numbers import Numbers
from selfinstruct.review.queues import BY_DECISIONS, Asked, Queues
from selfinstruct.runs.deciding import decisions_on, known_why, taking_back
from selfinstruct.storage.store import Store

if TYPE_CHECKING:
    from selfinstruct.review.lessons import Lesson
    from selfinstruct.runs.looking import Looking
    from selfinstruct.runs.shown import ShownCompletion

# Seconds that a first card has for itself, also while a browser starts on a busy machine.
_HEAD_START = 10.0
# Seconds until that is written and sent, too.
_SENT = 0.2


class Group(NamedTuple):
    """How many records were `rejected` at one stroke, how many tasks `moved` in from beyond the target.

    `decision` is the id of one of the decisions, by which all of them are found again.
    """

    rejected: int
    moved: int
    decision: str


class Desk:
    """A run on the desk of a reviewer; requests may come from several threads.

    If it `compares`, `warm_up` begins to compare all accepted tasks with each other.
    """

    def __init__(self, folder: Path, reviewer: str, sample_size: int = 200, *, compares: bool = False) -> None:
        self.folder, self.reviewer, self._sample_size, self._compares = folder, reviewer, sample_size, compares
        self._lock = Lock()
        self._numbers = Numbers(reviewer)
        self._followed = Followed(folder)
        self._has_words = False
        self._queues = self._open()
        self._counting = Counting(self._queues)
        self._is_closed = False
        self._has_shown = Event()
        self._loading = Lock()
        self._looking: Looking | None = None

    def close(self) -> None:
        """Close the run file."""
        with self._lock:
            self._is_closed = True
            self._has_shown.set()
            self._queues.close()

    @property
    def language(self) -> str:
        """The code of the language of the run."""
        return self._queues.language.code

    def warm_up(self) -> None:
        """Begin what takes long, after the first card: load words, filters and recipes; compare the tasks."""
        self._has_shown.wait(_HEAD_START)
        time.sleep(_SENT)
        self._load_words()
        with suppress(SelfInstructError):
            self.completion(1)
        with suppress(SelfInstructError):
            self.card("r1", 0, self.language)
        with self._lock:
            if not self._is_closed:
                self._queues.start_to_compare()

    def _load_words(self) -> None:
        with self._loading:
            if not self._has_words:
                self._queues.language.tokenize(self.reviewer)
                self._has_words = self._queues.has_words = True

    def _open(self) -> Queues:
        store = Store.open_to_read(self.folder)
        try:
            seed = store.settings().random_seed
            return Queues(store, self._sample_size, seed, self._compares, self._has_words)
        except BaseException:
            store.close()
            raise

    @contextmanager
    def _at_hand(self) -> Iterator[tuple[Queues, Standings]]:
        """Give the run as it is now; one that was replaced since is opened anew."""
        with self._lock:
            try:
                self._queues.store.require_in_place()
            except RunFolderError:
                opened = self._open()
                with closing(self._queues):
                    opened.start_to_compare()
                    self._queues, self._counting, self._looking = opened, Counting(opened), None
            yield self._queues, self._followed.now()

    # --- to look at

    def counts(self) -> dict[str, Any]:
        """Return the numbers of the page."""
        with self._at_hand() as (queues, standings):
            return self._numbers.row(queues, self._counting, standings)

    @property
    def reached(self) -> int:
        """How many decisions there are."""
        with self._at_hand() as (_, standings):
            return standings.reached

    def decided_since(self, reached: int) -> dict[Key, tuple[int, Standing]]:
        """Return what was decided on after so many decisions, and how it stands; all of it if there are fewer now."""
        with self._at_hand() as (_, standings):
            return standings.since(reached if reached <= standings.reached else 0)

    def window(self, asked: Asked, start: Spot | None, *, backwards: bool) -> tuple[Found, list[Standing]]:
        """Return the next rows of a queue, or of others that a search goes on in, and how each stands."""
        with self._at_hand() as (queues, standings):
            found = look(queues, asked, standings, start, backwards=backwards)
            if not found.rows:  # so that no card may follow
                self._has_shown.set()
            return found, [standings.of(row.record) for row in found.rows]

    def risks(self, found: Found) -> list[list[str]]:
        """Return for each row that was found what puts it at risk, where it was found for that."""
        with self._at_hand() as (queues, _):
            return [queues.risks.of(row) if found.queue == "risk" else [] for row in found.rows]

    def card(self, id_: str, instance: int, page_language: str, *, whole: bool = False, waits: bool = True) -> Card:
        """Return the card of a record; `InputError` if there is none.

        Unless it `waits` until words are loaded, it may not be marked yet.
        """
        if waits:
            self._load_words()
        with self._at_hand() as (queues, standings):
            found = card_of(queues, standings, id_, instance, page_language, whole=whole)
        self._has_shown.set()
        if not found:
            raise InputError(f"{self.folder}: has no record with the id {id_}")
        return found

    def completion(self, number: int) -> "ShownCompletion":
        """Return a completion with its prompt; `InputError` if there is none."""
        # With all that reads and decides; the first card needs none of it.
        from selfinstruct.runs.looking import Looking
        from selfinstruct.runs.shown import ShownCompletion

        with self._at_hand() as (queues, _):
            self._looking = self._looking or Looking(queues.store)
            found = self._looking.find(str(number))
        assert isinstance(found, ShownCompletion)
        return found

    def group(self, id_: str) -> tuple[int, Likeness]:
        """Return how many records go with this one, itself included, and are not decided yet; what makes them go."""
        with self._at_hand() as (queues, standings):
            count = len(open_ones_like(queues.store, standings, id_, self.reviewer))
            return count, likeness_of(queues.store, id_)

    def lessons(self) -> "list[Lesson]":
        """Return what all decisions teach; risks are told as far as the queues know them by now."""
        from selfinstruct.review.evidence import Evidence
        from selfinstruct.review.lessons import lessons_of

        with self._at_hand() as (queues, _):
            risks = queues.risks
        # Of a connection of its own: no key waits for what has to read all of a large run.
        with closing(Store.open_to_read(self.folder)) as store, store.snapshot():
            standings = Standings(journal.read(self.folder))
            return lessons_of(Evidence(store, store.settings(), standings, risks.beside(store)))

    # --- to decide

    def decide(
        self, action: Action, id_: str, instance: int = 0, *, instead_of: str = "", queue: str = "", **more: Any
    ) -> tuple[Decision, Standing, int]:
        """Keep a decision that is taken in a queue, in the place of an earlier one of the same record if that is named.

        A verdict settles a dispute where the queue is there for that; in the place of another, if that one did.
        Return how the record stands, and how many tasks have moved into the training file from beyond the target; below
        0, how many have moved out to there.
        """
        with self._at_hand() as (queues, standings):
            decisions = decisions_on(queues.store, id_, action, self.reviewer, instance=instance, **more)
            decision = decisions[-1]
            earlier = [each for each in standings.history(decision.record) if each.id == instead_of]
            settling = _settling(standings, decisions, queue)
            if earlier:
                settling = [*decisions[:-1], replace(decision, settles=earlier[0].settles)]
            moved = self._keep(queues, *(taking_back(each, self.reviewer) for each in earlier), *settling)
            return decision, self._followed.now().of(decision.record), moved

    def reject_group(self, id_: str) -> Group:
        """Reject all that goes with a record and is not decided yet."""
        with self._at_hand() as (queues, standings):
            return self._reject(queues, standings, open_ones_like(queues.store, standings, id_, self.reviewer))

    def reject_all(self, named: Sequence[tuple[str, int]]) -> Group:
        """Reject the records that are named, as far as they are not decided yet."""
        with self._at_hand() as (queues, standings):
            return self._reject(queues, standings, named)

    def _reject(self, queues: Queues, standings: Standings, named: Sequence[tuple[str, int]]) -> Group:
        """Reject records, to be taken back in one go."""
        of_each = rejecting(queues.store, standings, named, self.reviewer)
        decisions = [*at_once(chain.from_iterable(of_each))]
        moved = self._keep(queues, *decisions)
        return Group(len(of_each), moved, decisions[0].id if decisions else "")

    def say_why_of_group(self, decision: str, why: str) -> Group:
        """Say why a group was rejected, by one of its decisions: all of it is decided anew, in the place of before."""
        with self._at_hand() as (queues, standings):
            before = standings.together_with(decision, self.reviewer)
            if not before:
                raise InputError("that was taken back, or is no group of this reviewer")
            anew = [*at_once(replace(each, id=token_hex(8), why=known_why(why)) for each in before)]
            self._keep(queues, *(taking_back(each, self.reviewer) for each in before), *anew)
            return Group(len(anew), 0, anew[0].id)

    def pick(self, id_: str, picked: str, queue: str = "") -> Standing:
        """Restore one of several outputs for one input ("" for none of them), reject the others; return how it stands.

        One undo takes all of it back. As with `decide`, it depends on the queue whether that settles a dispute.
        """
        with self._at_hand() as (queues, standings):
            decisions = picking(queues.store, id_, picked, self.reviewer)
            self._keep(queues, *_settling(standings, decisions, queue))
            return self._standing_of(decisions, id_)

    def write_anew(self, id_: str, queue: str = "") -> Standing:
        """Restore the instruction of an instance, reject what was written for it; return how the instance stands."""
        with self._at_hand() as (queues, standings):
            decisions = writing_anew(queues.store, standings, id_, self.reviewer)
            self._keep(queues, *_settling(standings, decisions, queue))
            return self._standing_of(decisions, id_)

    def _standing_of(self, decisions: list[Decision], id_: str) -> Standing:
        records = [each.record for each in decisions if each.subject == id_]
        return self._followed.now().of(records[0] if records else decisions[0].record)

    def undo(self) -> list[Decision]:
        """Take back what the reviewer decided last, and what was decided together with it; return that."""
        with self._at_hand() as (queues, standings):
            together = standings.last_together_of(self.reviewer)
            self._keep(queues, *(taking_back(each, self.reviewer) for each in together))
            return together

    def _keep(self, queues: Queues, *decisions: Decision) -> int:
        """Keep decisions; return how many tasks move in from beyond the target, or out to there (below 0)."""
        if not decisions:
            return 0
        standings = self._followed.now()
        has_target = bool(queues.store.target())
        before = self._numbers.file.held(queues.store, standings) if has_target else None
        journal.append(self.folder, *decisions)
        return self._numbers.file.held(queues.store, self._followed.now()).moved_in_since(before) if before else 0


def _settling(standings: Standings, decisions: list[Decision], queue: str) -> list[Decision]:
    """Return decisions that were taken in a queue: verdicts settle disputes where it is there for that."""
    return [*map(standings.settling, decisions)] if queue in BY_DECISIONS else decisions
