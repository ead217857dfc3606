"""How an item goes on: it waits for its next step, is asked about again, accepted, or rejected."""

from dataclasses import dataclass, replace

from selfinstruct.core.counts import Count
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.scores import Score
from selfinstruct.core.values import ACCEPTED, REJECTED, SURPLUS, Instance, Item, Rejection
from selfinstruct.pool.choosing import places_to_keep
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.shaping import reduced, task_of
from selfinstruct.recipes import Recipe

# How often an item is asked about in one step before it is rejected.
MOST_REQUESTS = 3


@dataclass(frozen=True)
class Onward:
    """Writes into an outcome what becomes of an item; what is accepted goes into the pool."""

    pool: Pool
    instances_per_task: int
    recipe: Recipe | None

    @property
    def chooses(self) -> bool:
        """Whether a recipe chooses among several outputs for an input."""
        return self.recipe is not None and self.recipe.chooses

    def go_on(self, outcome: Outcome, place: int, item: Item) -> None:
        """Let an item that has come as far as `place` wait for its next step, or accept its task after the last."""
        stage = self.recipe.stage_after(place, item) if self.recipe else ACCEPTED
        if stage == ACCEPTED and not item.written:
            self.reject(outcome, item, "no_sound_instance", "no step of the recipe writes any")
        elif stage == ACCEPTED:
            self._accept(outcome, item)
        elif self.recipe and (step := self.recipe.step(stage)) and (step.is_judge or step.is_optional):
            # A judge, and further outputs, are paid for what may be kept, no more.
            outcome.items.append(replace(self._without_surplus(outcome, item), stage=stage, attempts=0))
        else:
            outcome.items.append(replace(item, stage=stage, attempts=0))

    def _accept(self, outcome: Outcome, item: Item) -> None:
        """Accept a task with as many of its written instances as a run may keep."""
        # What is judged has been chosen before.
        item = item if item.scores else self._without_surplus(outcome, item)
        task = task_of(item)
        self.pool.accept(task)
        outcome.accepted.append(task)
        outcome.items.append(replace(item, stage=ACCEPTED, written=()))

    def _without_surplus(self, outcome: Outcome, item: Item) -> Item:
        """Return an item with as many of its written instances as a run may keep; reject the others."""
        count, sound = self.instances_per_task, item.written
        kept = places_to_keep(item, count, self.pool.balanced, with_equal_inputs=self.chooses)
        for place, instance in enumerate(sound):
            if place not in kept:
                self.reject_instance(outcome, item, SURPLUS, f"{count} of {len(sound)} sound ones kept", instance)
        return reduced(item, kept)

    def ask_again(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        """Leave the item in its stage for another request, of its own; reject it after the third."""
        if item.stage == ACCEPTED:
            # It stays what it is, judged or not.
            return
        step = self.recipe.step(item.stage) if self.recipe else None
        if step and step.is_optional:
            self.go_on(outcome, step.place, item)
            return
        attempts = item.attempts + 1
        if attempts >= MOST_REQUESTS:
            self.reject(outcome, item, reason, f"{detail} ({Count(attempts):request})")
        else:
            outcome.items.append(replace(item, attempts=attempts))

    def reject(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        """Reject an item with all that was written for it."""
        for instance in item.written:
            self.reject_instance(outcome, item, reason, detail, instance)
        outcome.rejections.append(Rejection("task", item.instruction, reason, detail, item=item.id))
        outcome.items.append(replace(item, stage=REJECTED, written=(), scores=()))

    def reject_instance(
        self, outcome: Outcome, item: Item, reason: str, detail: str, instance: Instance, score: Score | None = None
    ) -> None:
        """Reject one instance of an item."""
        rejection = Rejection("instance", item.instruction, reason, detail, (instance,), item.id, score=score)
        outcome.rejections.append(rejection)
