"""From a step and its items to the request that is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from random import Random

from selfinstruct.core.forms import FORMS, Form
from selfinstruct.core.question import Question
from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Errand, Hint, Item, Request, Task
from selfinstruct.languages import Language
from selfinstruct.pipeline.examples import Examples
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.underway import Underway
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.shares import LABEL_TASKS, LIMITED_TASKS, asked_for
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Step
from selfinstruct.steps.findings import Verdict
from selfinstruct.steps.templates import LEANING, Templates


@dataclass(frozen=True)
class Job:
    """One request to be made, in a `form`.

    `items` are what the step works on (none if it proposes), `shown` the ids of the items or demonstrations in the
    prompt, `hint` what it names for new instructions to lean towards.
    """

    number: int
    step: Step
    form: Form
    items: tuple[Item, ...]
    shown: tuple[str, ...]
    hint: Hint
    request: Request

    @property
    def lead(self) -> str:
        """What stands before the completion so that it reads as a whole answer."""
        return self.step.lead(self.request.prompt, self.form)


def taken_up(request: Request, recipe: Recipe, waiting: Mapping[str, Item]) -> Job:
    """Return the job of a request that is out since an earlier session; what it works on is among what is waiting."""
    (step,) = (each for each in recipe.steps if each.name == request.kind)
    errand = request.errand or Errand(0)
    items = () if step.proposes else tuple(waiting[id_] for id_ in errand.items if id_ in waiting)
    return Job(errand.number, step, FORMS[request.form], items, errand.items, errand.hint, request)


@dataclass(kw_only=True)
class JobMaker:
    """Draws demonstrations and renders prompts; the same random seed, pool and forms make the same jobs.

    `templates` are those of the language; `number` is that of the next job; `underway` is what is on its
    way into the pool.
    """

    pool: Pool
    recipe: Recipe
    sizes: Sizes
    templates: Templates
    variety: Variety
    language: Language
    asking: Asking
    random_seed: int
    number: int
    underway: Underway = field(default_factory=Underway)
    _examples: Examples = field(init=False)

    def __post_init__(self) -> None:
        self._examples = Examples(self.recipe.works_on, self.pool.seeds)

    def make(self, step: Step, items: tuple[Item, ...], form: Form, awaited: int = 0) -> Job:
        """Return the next job, of a step that works on items or, without items, of the one that proposes.

        So many instructions are `awaited` from requests in flight.
        """
        number, hint = self.number, Hint()
        self.number += 1
        # Repeatable for a given random seed, and different for every request.
        random = Random(f"{self.random_seed}:{number}")
        asking = step.asked_in(form)
        shown: Sequence[Item | Task] = items
        words = dict.fromkeys(LEANING, "")
        if not items:
            recipe = self.recipe
            counts = recipe.seed_demonstrations, recipe.accepted_demonstrations
            drawn = self.pool.demonstrations(random, *counts, simple=form.few or (form.simple and self.sizes.is_weak))
            shown = drawn[: self.sizes.items(step, form)]
            hint = self.variety.draw(random, self.pool.hints)
            words = self._wanted(asking, random, hint, awaited)
            hint = self._named(asking, form, hint)
        elif step.shows_examples and not form.few:
            share = self.sizes.items(step, form) / step.batch
            asking = asking.with_examples(self._examples.draw(step, random, share))
        request, ids = self._request(asking, shown, words, form), tuple(each.id for each in shown)
        errand = Errand(number, ids, hint, step.lead(request.prompt, form))
        return Job(number, step, form, items, ids, hint, replace(request, errand=errand))

    def _wanted(self, step: Step, random: Random, hint: Hint, awaited: int) -> dict[str, str]:
        """Return what new instructions are to lean towards, in words, and how many are to be of which kind."""
        pool, underway, count = self.pool, self.underway, step.batch
        # Where no step finds out which tasks are classification tasks, nothing is known of their share. What waits for
        # its instances counts: a batch of such tasks waits longer to be full than others do.
        known, held = pool.accepted + underway.sorted, pool.labelled + underway.labelled
        if not self.recipe.finds(Verdict):
            known = held = 0
        labels = asked_for(random, count, LABEL_TASKS, held, known, underway.unsorted + awaited)
        awaited += underway.unsorted + underway.sorted
        limits = asked_for(random, count, LIMITED_TASKS, pool.limited, pool.accepted, awaited)
        counts = {"labels": str(labels), "limits": str(limits)}
        return self.variety.wanted(random, hint) | counts

    def _named(self, step: Step, form: Form, hint: Hint) -> Hint:
        """Return what of a hint the prompt names: short templates, and perhaps a user's, do without."""
        entries = asdict(hint)
        named = self.templates.of(form).named(step.template, entries)
        return Hint(**{name: entry for name, entry in entries.items() if name in named})

    def _request(self, step: Step, shown: Sequence[Item | Task], words: Mapping[str, str], form: Form) -> Request:
        prompts = self.templates.of(form)
        texts = [step.show(each) for each in shown]
        changes = self.asking.sampling_of(step.label, step.name) | {"max_tokens": self.sizes.max_tokens(step, form)}
        return Request(
            prompt=step.prompt(prompts, texts, words),
            sampling=replace(step.sampling, **changes),
            api=form.api,
            system=self.asking.system,
            stop=step.stop(texts),
            schema=step.schema(texts),
            structured=form.structured,
            model=self.asking.model_of(step.label, step.name),
            kind=step.name,
            form=form.name,
            question=Question(
                language=self.language.code,
                texts=tuple(each.instruction for each in shown),
                count=step.count,
                proposes=step.proposes,
                in_text=partial(step.in_short if form.few else step.in_text, texts),
            ),
        )
