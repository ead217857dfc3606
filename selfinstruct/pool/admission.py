"""What follows from the findings in a completion: what is claimed, what is accepted, what is rejected and why."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from selfinstruct.core.outcome import Outcome
from selfinstruct.core.scores import Score, next_to_judge, with_verdict
from selfinstruct.core.values import (
    ACCEPTED,
    Answer,
    Draft,
    Hint,
    Instance,
    Item,
    Rejection,
    Subject,
    Task,
)
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.filters import Filters
from selfinstruct.languages import Language
from selfinstruct.pool.choosing import objections_to
from selfinstruct.pool.objections import too_long, tried, unfit
from selfinstruct.pool.onward import Onward
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.shaping import instances_of, reduced, score_at, task_of, unclaimed
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Another, Finding, Instances, Judged, Nothing, Proposal, Review, Verdict

# How many instructions are compared with each other at once: memory grows with the square.
_AT_ONCE = 256
_UNKNOWN = Item("", "", "")


@dataclass
class Admission:
    """Decides on completions, one after the other; the pool remembers what was decided.

    Without a recipe it decides on imported tasks only. An instance that a judge scores below `min_score` is rejected.
    """

    pool: Pool
    filters: Filters
    language: Language
    instances_per_task: int = sys.maxsize
    recipe: Recipe | None = None
    min_score: float = 0.0

    def __post_init__(self) -> None:
        self._onward = Onward(self.pool, self.instances_per_task, self.recipe)

    def settle(self, step: Step, answer: Answer, items: Sequence[Item | None]) -> Outcome:
        """Return what follows from the completion of a step that worked on `items` (none if it proposes).

        None stands for an item that no longer waits for the step.
        """
        completion = answer.completion
        if completion.finish_reason == PROMPT_REFUSED:
            return self._unread(items, PROMPT_REFUSED, completion.text)
        if answer.line.lead:
            # A plain completion goes on where the prompt ended, in the middle of the answer.
            completion = replace(completion, text=f"{answer.line.lead}\n{completion.text}")
        try:
            findings = step.as_asked(answer.line).parse(completion, [item or _UNKNOWN for item in items])
            return self._fold(step, answer, findings, items)
        except Exception as error:  # a completion that trips a reader or a filter must not stop the run
            return self._unread(items, "unreadable", f"{error!r}")

    def admit(self, tasks: Sequence[Task]) -> Outcome:
        """Return what follows from imported tasks: filtered and compared like those of a model, in their order."""
        outcome = Outcome()
        candidates = [
            Item(task.id, task.instruction, "", task.is_classification, hint=task.hint, written=task.instances)
            for task in tasks
        ]
        for item in self._claim(outcome, candidates):
            self.pool.count_hint(item.hint)
            drafts = [
                Draft(item.instruction, each.input, each.output, siblings=item.written, position=position)
                for position, each in enumerate(item.written)
            ]
            with self._rejected_if_that_fails(outcome, item):
                sound = self._sound(outcome, drafts, item.id)
                self._keep(outcome, Place.WRITE, item, sound, f"{len(drafts)} written, none sound")
        return outcome

    @contextmanager
    def _rejected_if_that_fails(self, outcome: Outcome, item: Item) -> Iterator[None]:
        """Reject a claimed item if a step or a filter of others fails on it: the pool keeps the claim in any case."""
        try:
            yield
        except Exception as error:
            self._onward.reject(outcome, item, "unreadable", f"{error!r}")

    def restore(self, items: Sequence[Item]) -> Outcome:
        """Return what follows from instructions that a reviewer wants: they are claimed, whatever they are like."""
        outcome = Outcome()
        for item in items:
            claim = self.pool.claim_anyway(item)
            tokens, similarity = claim.tokens, claim.seed_similarity
            self._onward.go_on(outcome, Place.PROPOSE, replace(item, tokens=tokens, seed_similarity=similarity))
        return outcome

    def _unread(self, items: Sequence[Item | None], reason: str, detail: str) -> Outcome:
        outcome = Outcome(rejections=[Rejection("completion", "", reason, detail)])
        for item in filter(None, items):
            self._onward.ask_again(outcome, item, reason, detail)
        return outcome

    def _fold(self, step: Step, answer: Answer, findings: Sequence[Finding], items: Sequence[Item | None]) -> Outcome:
        if wrong := [each for each in findings if not isinstance(each, step.finds)]:
            raise TypeError(f"{step.name} does not say that it finds a {type(wrong[0]).__name__}")
        outcome = Outcome()
        if step.proposes:
            self._propose(outcome, step, [each for each in findings if isinstance(each, Proposal)], answer)
            return outcome
        found = {each.item: each for each in findings if not isinstance(each, Proposal)}
        for place, item in enumerate(items):
            if item is None:
                continue
            try:
                self._fold_one(outcome, step, item, found.get(place), alone=len(items) == 1)
            except Exception as error:  # the others of the completion may be accepted by now
                self._onward.ask_again(outcome, item, "unreadable", f"{error!r}")
        return outcome

    def _fold_one(self, outcome: Outcome, step: Step, item: Item, finding: Finding | None, *, alone: bool) -> None:
        match finding:
            case None:
                self._onward.ask_again(outcome, item, "no_answer", "nothing on it in the completion")
            case Nothing(reason=reason, detail=detail):
                self._onward.ask_again(outcome, item, reason, detail)
            case Verdict(is_classification=is_classification):
                self._onward.go_on(outcome, step.place, replace(item, is_classification=is_classification))
            case Instances(drafts=drafts):
                self._write(outcome, step, item, drafts, alone=alone)
            case Another(draft=draft):
                self._add(outcome, step, item, draft)
            case Review() as review:
                self._review(outcome, step, item, review)
            case Judged(score=score):
                self._judge(outcome, step, item, score)

    # --- new instructions

    def _propose(self, outcome: Outcome, step: Step, proposals: Sequence[Proposal], answer: Answer) -> None:
        """Claim every instruction that is whole, passes the filters and is no near-duplicate.

        One that comes with instances needs a sound one among them; whether these are whole is for the filters to say.
        """
        if not proposals:
            shown = answer.completion.text[:200]
            outcome.rejections.append(Rejection("completion", "", "no_instructions", shown))
        hint = answer.line.hint if step.asks_for_one(answer.line) else Hint()
        candidates = list[Item]()
        for each in proposals:
            if objection := unfit(each):
                # Once, with all that was written with it.
                item = Item("", each.instruction, "", written=instances_of(each))
                outcome.rejections.append(unclaimed(item, *objection))
                continue
            sound = self._sound(outcome, each.drafts or ())
            if sound or each.drafts is None:
                id_ = f"{answer.line.id}.{len(candidates)}"
                candidates.append(Item(id_, each.instruction, "", hint=hint, written=sound))
            elif not each.drafts:
                item = Item("", each.instruction, "")
                outcome.rejections.append(unclaimed(item, "no_sound_instance", "none written"))
        for item in self._claim(outcome, candidates):
            self.pool.count_hint(answer.line.hint)
            with self._rejected_if_that_fails(outcome, item):
                self._onward.go_on(outcome, Place.WRITE if item.written else Place.PROPOSE, item)

    def _claim(self, outcome: Outcome, candidates: Sequence[Item]) -> Iterator[Item]:
        """Claim the candidates that the filters pass; yield those that are new; reject the rest as they are."""
        objections = [self._object(candidate.instruction) for candidate in candidates]
        passed = [candidate for candidate, objection in zip(candidates, objections, strict=True) if not objection]
        batches = [passed[start : start + _AT_ONCE] for start in range(0, len(passed), _AT_ONCE)]
        claims = iter([claim for batch in batches for claim in self.pool.claim(batch)])
        for candidate, objection in zip(candidates, objections, strict=True):
            if objection:
                outcome.rejections.append(unclaimed(candidate, *objection))
                continue
            claim = next(claims)
            if claim.nearest:
                outcome.rejections.append(unclaimed(candidate, claim.reason, "", claim.nearest))
            else:
                yield replace(candidate, tokens=claim.tokens, seed_similarity=claim.seed_similarity)

    def _object(self, instruction: str) -> tuple[str, str] | None:
        return too_long(instruction) or tried(self.filters.reject_instruction, instruction, self.language)

    # --- instances

    def _write(self, outcome: Outcome, step: Step, item: Item, drafts: Sequence[Draft], *, alone: bool) -> None:
        sound = self._sound(outcome, drafts, item.id)
        if not sound and (not drafts or (drafts[-1].cut and not alone)):
            # Its share of the completion went to others: it gets a request of its own.
            self._onward.ask_again(outcome, item, "no_answer", "no instance in the completion")
        else:
            self._keep(outcome, step.place, item, sound, f"{len(drafts)} written, none sound")

    def _add(self, outcome: Outcome, step: Step, item: Item, draft: Draft) -> None:
        """Let an item go on, with one more output for its first input if that is sound and another one."""
        added = Instance(item.written[0].input, draft.output)
        if added in item.written:
            same = f"same as output {item.written.index(added) + 1}"
            self._onward.reject_instance(outcome, item, "duplicate_instance", same, added)
            sound: tuple[Instance, ...] = ()
        else:
            sound = self._sound(outcome, [replace(draft, input=added.input, siblings=(added,), position=0)], item.id)
        self._onward.go_on(outcome, step.place, replace(item, written=(*item.written, *sound)))

    def _sound(self, outcome: Outcome, drafts: Iterable[Draft], item: str = "") -> tuple[Instance, ...]:
        """Return the instances that the filters pass; reject the others (without an `item`, with the instruction)."""
        subject: Subject = "instance" if item else "instruction"
        sound: list[Instance] = []
        for draft in drafts:
            instance = Instance(draft.input, draft.output)
            objection = tried(self.filters.reject_instance, draft, self.language)
            if objection is None:
                sound.append(instance)
            else:
                outcome.rejections.append(Rejection(subject, draft.instruction, *objection, (instance,), item))
        return tuple(sound)

    def _review(self, outcome: Outcome, step: Step, item: Item, review: Review) -> None:
        kept = []
        for place, instance in enumerate(item.written):
            if objection := review.objections.get(place):
                self._onward.reject_instance(outcome, item, *objection, instance, score_at(item, place))
            else:
                kept.append(place)
        left = reduced(item, kept)
        self._keep(outcome, step.place, left, left.written, f"none of {len(item.written)} passed the review")

    def _judge(self, outcome: Outcome, step: Step, item: Item, score: Score) -> None:
        """Note a verdict; once each instance has its share of them, reject those that score below the threshold."""
        outcome.verdicts += 1
        count = len(item.written)
        place = next_to_judge(item.scores, count, sys.maxsize) or 0
        judged = replace(item, scores=with_verdict(item.scores, place, score), attempts=0)
        if judged.stage == ACCEPTED:
            outcome.judged.append(task_of(judged))
        elif next_to_judge(judged.scores, count, step.verdicts) is not None:
            outcome.items.append(judged)
        else:
            objections = objections_to(judged, self.min_score, choose=self._onward.chooses)
            self._review(outcome, step, judged, Review(0, objections))

    def _keep(self, outcome: Outcome, place: int, item: Item, sound: tuple[Instance, ...], why_none: str) -> None:
        """Let an item go on with its sound instances, or reject it if it has none."""
        item = replace(item, written=sound)
        if sound:
            self._onward.go_on(outcome, place, item)
        else:
            self._onward.reject(outcome, item, "no_sound_instance", why_none)
