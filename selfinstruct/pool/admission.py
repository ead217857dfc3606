"""What follows from the findings in a completion: what is claimed, what is accepted, what is rejected and why."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selfinstruct.core.values import (
    ACCEPTED,
    REJECTED,
    Answer,
    Draft,
    Hint,
    Instance,
    Item,
    Outcome,
    Rejection,
    Subject,
    Task,
)
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.filters import Filters
from selfinstruct.languages import Language
from selfinstruct.pool.pool import Claim, Pool
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Instances, Nothing, Objection, Proposal, Review, Verdict

# How often an item is asked about in one step before it is rejected.
MOST_REQUESTS = 3
# In characters: to compare two instructions takes time for the product of their lengths.
_LONGEST = 10_000
# How many instructions are compared with each other at once: memory grows with the square.
_AT_ONCE = 256
_UNKNOWN = Item("", "", "")


class Admission:
    """Decides on completions, one after the other; the pool remembers what was decided.

    Without a recipe it decides on imported tasks only.
    """

    def __init__(
        self,
        pool: Pool,
        filters: Filters,
        language: Language,
        instances_per_task: int = sys.maxsize,
        recipe: Recipe | None = None,
    ) -> None:
        self._pool = pool
        self._filters = filters
        self._language = language
        self._instances_per_task = instances_per_task
        self._recipe = recipe

    def settle(self, step: Step, answer: Answer, items: Sequence[Item | None]) -> Outcome:
        """Return what follows from the completion of a step that worked on `items` (none for a step that proposes).

        None stands for an item that does not wait for the step any more.
        """
        completion = answer.completion
        if completion.finish_reason == PROMPT_REFUSED:
            return self._unread(items, PROMPT_REFUSED, completion.text)
        if answer.line.lead:
            # A plain completion goes on where the prompt ended, in the middle of the answer.
            completion = replace(completion, text=f"{answer.line.lead}\n{completion.text}")
        try:
            findings = step.parse(completion, [item or _UNKNOWN for item in items])
            return self._fold(step, answer, findings, items)
        except Exception as error:  # a completion that trips a reader or a filter must not stop the run
            return self._unread(items, "unreadable", f"{error!r}")

    def admit(self, tasks: Sequence[Task]) -> Outcome:
        """Return what follows from whole tasks that come from elsewhere: accepted at once, or rejected.

        They pass the same filters and the same comparison as what a model proposes, in their order.
        """
        outcome = Outcome()
        for number, claim in self._claim(outcome, [task.instruction for task in tasks]):
            task = tasks[number]
            drafts = [
                Draft(task.instruction, each.input, each.output, siblings=task.instances, position=position)
                for position, each in enumerate(task.instances)
            ]
            item = _item(task.id, task.instruction, claim, task.hint, is_classification=task.is_classification)
            if sound := self._sound(outcome, drafts):
                self._accept(outcome, replace(item, written=sound))
            else:
                self._reject(outcome, item, "no_sound_instance", f"{len(drafts)} written, none sound")
        return outcome

    def _unread(self, items: Sequence[Item | None], reason: str, detail: str) -> Outcome:
        """Return what follows from a completion without any findings."""
        outcome = Outcome()
        outcome.rejections.append(Rejection("completion", "", reason, detail))
        for item in filter(None, items):
            self._ask_again(outcome, item, reason, detail)
        return outcome

    def _fold(self, step: Step, answer: Answer, findings: Sequence[Finding], items: Sequence[Item | None]) -> Outcome:
        outcome = Outcome()
        if step.proposes:
            proposals = [finding for finding in findings if isinstance(finding, Proposal)]
            self._propose(outcome, proposals, answer)
            return outcome
        found = {finding.item: finding for finding in findings if not isinstance(finding, Proposal)}
        for place, item in enumerate(items):
            if item:
                finding = found.get(place, Nothing(place, "no_answer", "nothing on it in the completion"))
                self._decide(outcome, step, item, finding, alone=len(items) == 1)
        return outcome

    def _decide(
        self, outcome: Outcome, step: Step, item: Item, finding: Verdict | Instances | Review | Nothing, *, alone: bool
    ) -> None:
        match finding:
            case Verdict():
                self._go_on(outcome, step.place, replace(item, is_classification=finding.is_classification))
            case Instances():
                self._write(outcome, step, item, finding.drafts, alone=alone)
            case Review():
                self._review(outcome, step, item, finding)
            case Nothing():
                self._ask_again(outcome, item, finding.reason, finding.detail)

    # --- new instructions

    def _propose(self, outcome: Outcome, proposals: Sequence[Proposal], answer: Answer) -> None:
        """Claim every instruction that the filters pass and that is no near-duplicate.

        One that comes with instances needs a sound one among them.
        """
        if not proposals:
            shown = answer.completion.text[:200]
            outcome.rejections.append(Rejection("completion", "", "no_instructions", shown))
        whole = [each for each in proposals if not self._is_cut(outcome, each)]
        written = {
            place: self._sound(outcome, each.drafts, "instruction")
            for place, each in enumerate(whole)
            if each.drafts is not None
        }
        left = [(each, written.get(place, ())) for place, each in enumerate(whole) if written.get(place, True)]
        for number, claim in self._claim(outcome, [proposal.instruction for proposal, _ in left]):
            proposal, sound = left[number]
            item = _item(f"{answer.line.id}.{number}", proposal.instruction, claim, answer.line.hint)
            place = Place.PROPOSE if proposal.drafts is None else Place.WRITE
            self._go_on(outcome, place, replace(item, written=sound))

    def _is_cut(self, outcome: Outcome, proposal: Proposal) -> bool:
        """Tell whether an instruction is not whole, and reject it then; its instances are a matter of the filters."""
        if proposal.cut:
            reason = f"cut_by_{proposal.cut}"
            outcome.rejections.append(Rejection("instruction", proposal.instruction, reason, "last of its completion"))
        return bool(proposal.cut)

    def _claim(self, outcome: Outcome, candidates: Sequence[str]) -> Iterator[tuple[int, Claim]]:
        """Claim the candidates that the filters pass; yield the numbers of those that are new, reject the rest."""
        objections = [self._object(candidate) for candidate in candidates]
        passed = [candidate for candidate, objection in zip(candidates, objections, strict=True) if not objection]
        batches = [passed[start : start + _AT_ONCE] for start in range(0, len(passed), _AT_ONCE)]
        claims = iter([claim for batch in batches for claim in self._pool.claim(batch)])
        for number, (candidate, objection) in enumerate(zip(candidates, objections, strict=True)):
            if objection:
                outcome.rejections.append(Rejection("instruction", candidate, *objection))
                continue
            claim = next(claims)
            if claim.reason:
                detail = f"{claim.score:.4f} {claim.nearest}"
                outcome.rejections.append(Rejection("instruction", candidate, claim.reason, detail))
            else:
                yield number, claim

    def _object(self, instruction: str) -> tuple[str, str] | None:
        """Return why an instruction cannot be claimed, whatever filters there are, or the objection of a filter."""
        if len(instruction) > _LONGEST:
            return "too_long_to_compare", f"{len(instruction):,} of at most {_LONGEST:,} characters"
        return self._filters.reject_instruction(instruction, self._language)

    # --- instances

    def _write(self, outcome: Outcome, step: Step, item: Item, drafts: Sequence[Draft], *, alone: bool) -> None:
        """Keep the sound instances, or reject the task when it has none."""
        sound = self._sound(outcome, drafts)
        if sound:
            self._go_on(outcome, step.place, replace(item, written=sound))
        elif not drafts or (drafts[-1].cut and not alone):
            # Its share of the completion went to others: it gets a request of its own.
            self._ask_again(outcome, item, "no_answer", "no instance in the completion")
        else:
            self._reject(outcome, item, "no_sound_instance", f"{len(drafts)} written, none sound")

    def _sound(self, outcome: Outcome, drafts: Iterable[Draft], subject: Subject = "instance") -> tuple[Instance, ...]:
        """Return the instances that the filters pass; reject the others, or with `subject` all that they belong to."""
        sound: list[Instance] = []
        for draft in drafts:
            instance = Instance(draft.input, draft.output)
            objection = self._filters.reject_instance(draft, self._language)
            if objection is None:
                sound.append(instance)
            else:
                outcome.rejections.append(Rejection(subject, draft.instruction, *objection, instance))
        return tuple(sound)

    def _review(self, outcome: Outcome, step: Step, item: Item, review: Review) -> None:
        """Reject the written instances that a later step objects to, and the task when none is left."""
        kept = []
        for place, instance in enumerate(item.written):
            if objection := review.objections.get(place):
                outcome.rejections.append(Rejection("instance", item.instruction, *objection, instance))
            else:
                kept.append(instance)
        if kept:
            self._go_on(outcome, step.place, replace(item, written=tuple(kept)))
        else:
            item = replace(item, written=())
            self._reject(outcome, item, "no_sound_instance", f"none of {len(review.objections)} passed the review")

    # --- items

    def _go_on(self, outcome: Outcome, place: int, item: Item) -> None:
        """Let an item that has come as far as `place` wait for its next step, or accept its task after the last."""
        stage = self._recipe.stage_after(place, item) if self._recipe else ACCEPTED
        if stage == ACCEPTED:
            self._accept(outcome, item)
        else:
            outcome.items.append(replace(item, stage=stage, attempts=0))

    def _accept(self, outcome: Outcome, item: Item) -> None:
        """Accept a task with as many of its written instances as a run may keep."""
        count, sound = self._instances_per_task, item.written
        is_drawn = item.is_classification and len(sound) > count
        kept = self._pool.balanced(sound, count) if is_drawn else [*range(min(count, len(sound)))]
        for place, instance in enumerate(sound):
            if place not in kept:
                objection = Objection("surplus_instance", f"{count} of {len(sound)} sound ones kept")
                outcome.rejections.append(Rejection("instance", item.instruction, *objection, instance))
        origin = item.id.partition(".")[0]
        instances = tuple(sound[place] for place in kept)
        task = Task(item.id, item.instruction, item.is_classification, instances, origin, item.hint)
        self._pool.accept(task)
        outcome.accepted.append(task)
        outcome.items.append(replace(item, stage=ACCEPTED, written=()))

    def _ask_again(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        """Leave the item in its stage for another try, in a request of its own; reject it after the third."""
        attempts = item.attempts + 1
        if attempts >= MOST_REQUESTS:
            self._reject(outcome, item, reason, f"{detail} ({attempts} requests)")
        else:
            outcome.items.append(replace(item, attempts=attempts))

    def _reject(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        for instance in item.written:
            outcome.rejections.append(Rejection("instance", item.instruction, reason, detail, instance))
        outcome.rejections.append(Rejection("task", item.instruction, reason, detail))
        outcome.items.append(replace(item, stage=REJECTED, written=()))


def _item(id_: str, instruction: str, claim: Claim, hint: Hint, *, is_classification: bool = False) -> Item:
    similarity = claim.seed_similarity
    return Item(id_, instruction, "", is_classification, hint=hint, tokens=claim.tokens, seed_similarity=similarity)
