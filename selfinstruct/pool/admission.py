"""What follows from a completion: which instructions are claimed, which tasks accepted, what is dropped and why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfinstruct.core.values import (
    ACCEPTED,
    DROPPED,
    Draft,
    Instance,
    Item,
    Outcome,
    Received,
    Rejection,
    Subject,
    Task,
)
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.filters import Filters
from selfinstruct.languages import Language
from selfinstruct.pool.pool import Claim, Pool
from selfinstruct.steps import Step
from selfinstruct.steps.classification import Classification
from selfinstruct.steps.instances import Instances
from selfinstruct.steps.instructions import Instructions
from selfinstruct.steps.tasks import Tasks

ATTEMPTS = 3
# What an endpoint calls a completion that ends in the middle of a sentence.
_CUT = ("length", "content_filter")
# In characters: to compare two instructions takes time for the product of their lengths.
_LONGEST = 10_000
# How many instructions are compared with each other at once: memory grows with the square.
_AT_ONCE = 256


class Admission:
    """Decides on completions, one after the other; the pool remembers what was decided."""

    def __init__(self, pool: Pool, filters: Filters, language: Language, instances_per_task: int) -> None:
        self._pool = pool
        self._filters = filters
        self._language = language
        self._instances_per_task = instances_per_task

    def settle(self, step: Step, received: Received, items: Sequence[Item | None]) -> Outcome:
        """Return what follows from the completion of a step that worked on `items` (none for a step that proposes)."""
        if not isinstance(step, Instructions | Classification | Instances | Tasks):
            raise TypeError(f"no way to settle a completion of {step.name}")
        # A plain completion goes on where the prompt ended, in the middle of the answer.
        completion, lead = received.completion, received.logged.lead
        if completion.finish_reason == PROMPT_REFUSED:
            return self._not_read(items, PROMPT_REFUSED, completion.text)
        text = f"{lead}\n{completion.text}" if lead else completion.text
        cut = completion.finish_reason in _CUT
        try:
            return self._settle(step, received, items, text, cut=cut)
        except Exception as error:  # a completion that trips a parser or a filter must not stop the run
            return self._not_read(items, "unreadable", f"{error!r}")

    def _not_read(self, items: Sequence[Item | None], reason: str, detail: str) -> Outcome:
        """Return what follows from a completion without any answer."""
        outcome = Outcome()
        outcome.rejections.append(Rejection("completion", "", reason, detail))
        for item in filter(None, items):
            self._ask_again(outcome, item, reason, detail)
        return outcome

    def _settle(
        self,
        step: Instructions | Classification | Instances | Tasks,
        received: Received,
        items: Sequence[Item | None],
        text: str,
        *,
        cut: bool,
    ) -> Outcome:
        outcome = Outcome()
        instructions = [item.instruction if item else "" for item in items]
        match step:
            case Instructions():
                self._propose(outcome, step.parse(text), received, cut=cut, next_stage=step.next)
            case Tasks():
                self._propose_whole(outcome, step.parse(text, cut=cut), received)
            case Classification():
                for item, answer in zip(items, step.parse(text, instructions, self._language), strict=True):
                    if item:
                        self._classify(outcome, step, item, answer)
            case Instances():
                for item, own in zip(items, step.parse(text, instructions, cut=cut), strict=True):
                    if item:
                        self._instantiate(outcome, item, own, alone=len(items) == 1)
        return outcome

    def _propose(
        self, outcome: Outcome, candidates: list[str], received: Received, *, cut: bool, next_stage: str
    ) -> None:
        """Claim every candidate that the filters pass and that is no near-duplicate."""
        if cut and candidates:
            last = candidates.pop()
            outcome.rejections.append(Rejection("instruction", last, "cut_by_length", "last of its completion"))
        elif not candidates:
            shown = received.completion.text[:200]
            outcome.rejections.append(Rejection("completion", "", "no_instructions", shown))
        for number, candidate, claim in self._claim(outcome, candidates):
            item = Item(f"{received.logged.id}.{number}", candidate, next_stage, hint=received.logged.hint)
            outcome.items.append(replace(item, tokens=claim.tokens, seed_similarity=claim.seed_similarity))

    def _propose_whole(self, outcome: Outcome, drafts: list[Draft], received: Received) -> None:
        """Accept every task whose instance the filters pass and whose instruction can be claimed."""
        sound = self._sound(outcome, drafts, subject="instruction")
        if not drafts:
            shown = received.completion.text[:200]
            outcome.rejections.append(Rejection("completion", "", "no_instructions", shown))
        for number, instruction, claim in self._claim(outcome, [draft.instruction for draft in sound]):
            item = Item(f"{received.logged.id}.{number}", instruction, DROPPED, hint=received.logged.hint)
            item = replace(item, tokens=claim.tokens, seed_similarity=claim.seed_similarity)
            self._accept(outcome, item, [sound[number]])

    def admit(self, tasks: Sequence[Task]) -> Outcome:
        """Return what follows from whole tasks that come from elsewhere: accepted at once, or rejected.

        They pass the same filters and the same comparison as what a model proposes, in their order.
        """
        outcome = Outcome()
        for number, instruction, claim in self._claim(outcome, [task.instruction for task in tasks]):
            task = tasks[number]
            item = Item(task.id, instruction, DROPPED, task.is_classification, hint=task.hint)
            item = replace(item, tokens=claim.tokens, seed_similarity=claim.seed_similarity)
            drafts = [
                Draft(instruction, each.input, each.output, siblings=task.instances, position=position)
                for position, each in enumerate(task.instances)
            ]
            self._instantiate(outcome, item, drafts, alone=True)
        return outcome

    def _claim(self, outcome: Outcome, candidates: Sequence[str]) -> Iterator[tuple[int, str, Claim]]:
        """Claim the candidates that pass the filters; yield those that are new, with their numbers, reject the rest."""
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
                yield number, candidate, claim

    def _object(self, instruction: str) -> tuple[str, str] | None:
        """Return why an instruction cannot be claimed, whatever filters there are, or the objection of a filter."""
        if len(instruction) > _LONGEST:
            return "too_long", f"{len(instruction):,} of at most {_LONGEST:,} characters"
        return self._filters.reject_instruction(instruction, self._language)

    def _classify(self, outcome: Outcome, step: Classification, item: Item, answer: bool | None) -> None:
        if answer is None:
            self._ask_again(outcome, item, "unclassified", "no usable yes or no")
        else:
            stage = step.next_if_yes if answer else step.next_if_no
            outcome.items.append(replace(item, stage=stage, is_classification=answer, attempts=0))

    def _instantiate(self, outcome: Outcome, item: Item, drafts: Sequence[Draft], *, alone: bool) -> None:
        """Accept the task with its sound instances, or drop it when it has none."""
        sound = self._sound(outcome, drafts)
        if sound:
            self._accept(outcome, item, sound)
        elif not drafts or (drafts[-1].cut and not alone):
            # Its share of the completion went to others: it gets a request of its own.
            self._ask_again(outcome, item, "no_answer", "no instance in the completion")
        else:
            self._drop(outcome, item, "no_sound_instance", f"{len(drafts)} written, none sound")

    def _sound(self, outcome: Outcome, drafts: Sequence[Draft], subject: Subject = "instance") -> list[Draft]:
        """Return the drafts that the filters pass; reject the others, or with `subject` all that they belong to."""
        sound: list[Draft] = []
        for draft in drafts:
            objection = self._filters.reject_instance(draft, self._language)
            if objection is None:
                sound.append(draft)
            else:
                outcome.rejections.append(_rejected_instance(draft, *objection, subject=subject))
        return sound

    def _accept(self, outcome: Outcome, item: Item, sound: Sequence[Draft]) -> None:
        count = self._instances_per_task
        too_many = len(sound) > count
        kept = self._pool.balanced(sound, count) if item.is_classification and too_many else list(sound[:count])
        places = {draft.position for draft in kept}
        for draft in sound:
            if draft.position not in places:
                detail = f"{count} of {len(sound)} sound ones kept"
                outcome.rejections.append(_rejected_instance(draft, "surplus_instance", detail))
        instances = tuple(Instance(draft.input, draft.output) for draft in kept)
        origin = item.id.partition(".")[0]
        task = Task(item.id, item.instruction, item.is_classification, instances, origin, item.hint)
        self._pool.accept(task)
        outcome.accepted.append(task)
        outcome.items.append(replace(item, stage=ACCEPTED))

    def _ask_again(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        """Leave the item in its stage for another try, in a request of its own; drop it after the third."""
        attempts = item.attempts + 1
        if attempts >= ATTEMPTS:
            self._drop(outcome, item, reason, f"{detail} ({attempts} requests)")
        else:
            outcome.items.append(replace(item, attempts=attempts))

    def _drop(self, outcome: Outcome, item: Item, reason: str, detail: str) -> None:
        outcome.rejections.append(Rejection("task", item.instruction, reason, detail))
        outcome.items.append(replace(item, stage=DROPPED))


def _rejected_instance(draft: Draft, reason: str, detail: str, subject: Subject = "instance") -> Rejection:
    return Rejection(subject, draft.instruction, reason, detail, Instance(draft.input, draft.output))
