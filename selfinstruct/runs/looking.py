"""Finds one thing of a run by its id."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from selfinstruct.core import wire
from selfinstruct.core.errors import InputError, Unavailable
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import IMPORT, Instance, Item, Nearest, Record, Rejection, Task
from selfinstruct.decisions import journal
from selfinstruct.decisions.applying import records_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.dedup.nearest import Few
from selfinstruct.languages import find_language
from selfinstruct.runs.prompts import Rebuilder
from selfinstruct.runs.shown import Latest, Shown, ShownCompletion, ShownRejection, ShownTask
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store

# SQLite holds no larger numbers.
_NUMBER = r"[0-9]{1,18}"


@dataclass
class Looking:
    """Looks into an open run."""

    store: Store

    @cached_property
    def settings(self) -> RunSettings:
        """The settings of the run."""
        return self.store.settings()

    @cached_property
    def standings(self) -> Standings:
        """What reviewers decided."""
        return Standings(journal.read(self.store.folder))

    @cached_property
    def rebuilder(self) -> Rebuilder:
        """What tells which step a line belongs to, and what was sent for it."""
        return Rebuilder(self.store, self.settings)

    def find(self, id_: str) -> Shown:
        """Return what has this id; `InputError` if there is nothing.

        Completions are numbers (`12`), tasks have a point in theirs (`12.3`), rejections an r before it (`r57`); seed
        tasks go by the ids in their file.
        """
        found: Shown | None = None
        if re.fullmatch(_NUMBER, id_):
            found = self._completion(int(id_))
        elif number := rejection_number(id_):
            found = self._rejection(number)
        elif item := self.store.item(id_):
            found = self._claimed(item)
        if found := found or self._seed(id_):
            return found
        raise InputError(
            f"{self.store.folder}: has nothing with the id {id_}; ids look like 12 (a completion), 12.3 (a task) and"
            " r57 (a rejection); without one, the latest are listed"
        )

    def latest(self, count: int) -> Latest:
        """Return the latest of each kind, so many of them, the newest first."""
        rejections = tuple(rejection for _, rejection in self.store.latest_rejections(count))
        return Latest(tuple(self.store.latest_accepted(count)), rejections, tuple(self.store.latest_lines(count)))

    def rejections(self, reason: str, count: int) -> list[Rejection]:
        """Return the latest rejections for one reason, the newest first; `InputError` names those that there are."""
        known = sorted({each for _, each in self.store.count("rejections")})
        if reason not in known:
            there = f"choose one of: {', '.join(known)}" if known else "nothing is rejected yet"
            raise InputError(f"{self.store.folder}: has no rejection for the ‹reason› {reason}; {there}")
        return [rejection for _, rejection in self.store.latest_rejections(count, reason)]

    def _completion(self, number: int) -> ShownCompletion | None:
        line = self.store.line(number)
        if not line:
            return None
        try:
            completion = None if line.step == IMPORT else wire.read(line.body, line.max_tokens)
        except Unavailable:
            completion = None
        kept, step = self.store.request(number), self.rebuilder.step(line)
        worked_on = () if step is None or step.proposes else filter(None, map(self.store.item, line.items))
        claimed = tuple(self.store.items_of(number))
        return ShownCompletion(
            line=line,
            completion=completion,
            request=kept or self.rebuilder.request(line),
            is_rebuilt=not kept,
            is_settled=number not in [each.id for each in self.store.unsettled()],
            worked_on=tuple(worked_on),
            claimed=claimed,
            accepted=tuple(self._accepted_from(number, [*line.items, *(item.id for item in claimed)])),
            rejections=_without_numbers(self.store.rejections_from(number)),
            threshold=self.settings.similarity_threshold,
        )

    def _accepted_from(self, number: int, items: Iterable[str]) -> Iterator[Task]:
        """Yield those of these tasks that were accepted with what a completion holds."""
        for id_ in dict.fromkeys(items):
            if self.store.written_in(id_) == number and (task := self.store.task(id_)):
                yield task

    def _rejection(self, number: int) -> ShownRejection | None:
        found = self.store.rejection(number)
        if not found:
            return None
        completion, rejection = found
        nearest = self._nearest(rejection.nearest) if rejection.nearest else None
        instance = next(iter(rejection.instances), Instance("", ""))
        decided = self.standings.of(Record(rejection.instruction, instance.input, instance.output)).decisions
        threshold, language = self.settings.similarity_threshold, self.settings.language
        return ShownRejection(rejection, completion, nearest, threshold, tuple(decided), language)

    def _nearest(self, near: Nearest) -> ShownTask | None:
        if near.kind == "seed":
            return self._seed(near.id)
        item = self.store.item(near.id)
        return self._claimed(item) if item else None

    def _claimed(self, item: Item) -> ShownTask:
        task = self.store.task(item.id)
        stands = [self.standings.of(record) for record in records_of(task)] if task else []
        with damage_named(self.store.folder, "the id of an instruction"):
            proposed_in = int(item.id.partition(".")[0])
        return ShownTask(
            item.id,
            item.instruction,
            item.stage,
            item.is_classification,
            task.instances if task else item.written,
            item.hint,
            proposed_in,
            self.store.written_in(item.id),
            self._nearest_seed(item.tokens),
            item.seed_similarity,
            _without_numbers(self.store.rejections_of(item.id)),
            task.scores if task else item.scores,
            tuple(decision for standing in stands for decision in standing.decisions),
            bool(stands) and not any(standing.is_in(was_accepted=True) for standing in stands),
            self.settings.similarity_threshold,
        )

    def _seed(self, id_: str) -> ShownTask | None:
        seed = next((seed for seed in self.settings.seed_tasks if seed.id == id_), None)
        if not seed:
            return None
        about = (seed.id, seed.instruction, "seed", seed.is_classification, seed.instances, seed.hint)
        return ShownTask(*about)

    def _nearest_seed(self, tokens: tuple[str, ...]) -> str:
        seeds, tokenize = self.settings.seed_tasks, find_language(self.settings.language).tokenize
        (near,) = Few(tokenize(seed.instruction) for seed in seeds).nearest([tokens])
        return seeds[near.position].id if near.score else ""


def _without_numbers(found: Iterable[tuple[int, Rejection]]) -> tuple[Rejection, ...]:
    return tuple(rejection for _, rejection in found)
