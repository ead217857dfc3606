"""One review of one run: what is asked of it from the page, and the decisions that it leaves."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from selfinstruct.core.errors import InputError, RunFolderError, SelfInstructError
from selfinstruct.decisions import journal
from selfinstruct.decisions.agreement import agreements
from selfinstruct.decisions.counts import counts_of
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.following import Followed
from selfinstruct.decisions.reviewers import Done, disputes_in, done_by
from selfinstruct.decisions.standing import Standing, Standings
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
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.review.training_file import TrainingFile
from selfinstruct.runs.deciding import decisions_on, taking_back
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

if TYPE_CHECKING:
    from selfinstruct.review.lessons import Lesson
    from selfinstruct.runs.looking import Looking
    from selfinstruct.runs.shown import ShownCompletion

# Seconds that a first card has for itself, also while a browser starts on a busy machine.
_HEAD_START = 10.0
# Seconds until that is written and sent, too.
_SENT = 0.2


class Desk:
    """A run on the desk of a reviewer; requests may come from several threads.

    If it `compares`, `warm_up` begins to compare all accepted tasks with each other.
    """

    def __init__(self, folder: Path, reviewer: str, sample_size: int = 200, *, compares: bool = False) -> None:
        self.folder, self.reviewer, self._sample_size, self._compares = folder, reviewer, sample_size, compares
        self._lock = Lock()
        self._file = TrainingFile()
        self._followed = Followed(folder)
        self._conflicts: dict[str, bool] = {}
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
        """Return how many records each queue has and has left, whether all are counted, what was decided and sampled.

        And how many tasks the training file holds and leaves out, as they are beyond the target.
        """
        with self._at_hand() as (queues, standings):
            is_complete = self._counting.count_on()
            review, counts = counts_of(standings), self._counting.counts(standings)
            left = self._counting.left(standings, self.reviewer, counts)
            return {
                "queues": counts,
                "left": left or {},
                "is_complete": is_complete and left is not None,
                "compared": queues.compared,
                "tasks": queues.store.last_accepted() + 1,
                "decided": {"rejected": review.rejected, "edited": review.edited, "restored": review.restored},
                "sample": _sample(standings),
                "edited": sum(_is_edited_by(self.reviewer, standing) for _, standing in standings.all()),
                "done": asdict(self._done(queues.store, standings)),
                "doubtful": sum(self.reviewer in standing.doubts for _, standing in standings.all()),
                "disputes": asdict(disputes_in(standings)),
                "agreement": asdict(agreed[0]) if (agreed := agreements(standings)) else None,
                "file": self._file.row(queues.store, standings),
            }

    def _done(self, store: Store, standings: Standings) -> Done:
        def is_conflict(subject: str) -> bool:
            if subject not in self._conflicts:
                found = store.rejection(rejection_number(subject) or 0)
                self._conflicts[subject] = bool(found and found[1].reason == "conflicting_outputs")
            return self._conflicts[subject]

        return done_by(self.reviewer, standings, is_conflict)

    def window(self, asked: Asked, start: Spot | None, *, backwards: bool) -> tuple[Found, list[Standing]]:
        """Return the next rows of a queue, or of others that a search goes on in, and how each stands."""
        with self._at_hand() as (queues, standings):
            found = look(queues, asked, standings, start, backwards=backwards)
            if not found.rows:  # so that no card may follow
                self._has_shown.set()
            return found, [standings.of(row.record) for row in found.rows]

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
        self, action: Action, id_: str, instance: int = 0, *, instead_of: str = "", **more: Any
    ) -> tuple[Decision, Standing, int]:
        """Keep a decision, in the place of an earlier one of the same record if that is named.

        Return how the record stands, and how many tasks have moved into the training file from beyond the target.
        """
        with self._at_hand() as (queues, standings):
            decisions = decisions_on(queues.store, id_, action, self.reviewer, instance=instance, **more)
            decision = decisions[-1]
            earlier = [each for each in standings.history(decision.record) if each.id == instead_of]
            moved = self._keep(queues, *(taking_back(each, self.reviewer) for each in earlier), *decisions)
            return decision, self._followed.now().of(decision.record), moved

    def reject_group(self, id_: str) -> tuple[int, int]:
        """Reject all that goes with a record and is not decided yet; return how many, and how many tasks moved in."""
        with self._at_hand() as (queues, standings):
            return self._reject(queues, standings, open_ones_like(queues.store, standings, id_, self.reviewer))

    def reject_all(self, named: Sequence[tuple[str, int]]) -> tuple[int, int]:
        """Reject the records that are named, as far as they are not decided yet; return the same."""
        with self._at_hand() as (queues, standings):
            return self._reject(queues, standings, named)

    def _reject(self, queues: Queues, standings: Standings, named: Sequence[tuple[str, int]]) -> tuple[int, int]:
        """Reject records, to be taken back in one go."""
        of_each = rejecting(queues.store, standings, named, self.reviewer)
        return len(of_each), self._keep(queues, *at_once(chain.from_iterable(of_each)))

    def pick(self, id_: str, picked: str) -> Standing:
        """Restore one of several outputs for one input ("" for none of them), reject the others; return how it stands.

        One undo takes all of it back.
        """
        with self._at_hand() as (queues, _):
            decisions = picking(queues.store, id_, picked, self.reviewer)
            self._keep(queues, *decisions)
            return self._standing_of(decisions, id_)

    def write_anew(self, id_: str) -> Standing:
        """Restore the instruction of an instance, reject what was written for it; return how the instance stands."""
        with self._at_hand() as (queues, standings):
            decisions = writing_anew(queues.store, standings, id_, self.reviewer)
            self._keep(queues, *decisions)
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
        """Keep decisions; return how many tasks they let into the training file from beyond the target."""
        if not decisions:
            return 0
        standings = self._followed.now()
        may_make_room = queues.store.target() and any(each.was_accepted for each in decisions)
        before = self._file.held(queues.store, standings) if may_make_room else None
        # The card says what others decided.
        journal.append(self.folder, *map(standings.settling, decisions))
        return self._file.held(queues.store, self._followed.now()).moved_in_since(before) if before else 0


def _is_edited_by(reviewer: str, standing: Standing) -> bool:
    return standing.edit is not None and standing.edit.reviewer == reviewer


def _sample(standings: Standings) -> dict[str, Any]:
    told = told_by(standing for _, standing in standings.all())
    return {name: share and share._asdict() for name, share in told.items()}
