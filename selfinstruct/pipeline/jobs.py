"""From a step and its items to the request that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from selfinstruct.core.forms import Form
from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Hint, Item, Question, Request, Task
from selfinstruct.languages import Language
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Prompts


@dataclass(frozen=True)
class Job:
    """One request to be made, in a `form`.

    `items` are what the step works on (none if it proposes), `shown` the ids of the items or demonstrations in the
    prompt, `hint` what a proposal is to lean towards.
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


@dataclass(kw_only=True)
class JobMaker:
    """Draws demonstrations and renders prompts; the same random seed, pool and forms make the same jobs.

    `templates` is the folder of those of the language; `number` is that of the next job.
    """

    pool: Pool
    recipe: Recipe
    sizes: Sizes
    templates: Path
    variety: Variety
    language: Language
    asking: Asking
    random_seed: int
    number: int

    def make(self, step: Step, items: tuple[Item, ...], form: Form) -> Job:
        """Return the next job, of a step that works on items or, without items, of the one that proposes."""
        number, hint = self.number, Hint()
        shown: Sequence[Item | Task] = items
        self.number += 1
        if not items:
            # Repeatable for a given random seed, and different for every request.
            random, recipe = Random(f"{self.random_seed}:{number}"), self.recipe
            drawn = self.pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)
            shown = drawn[: self.sizes.items(step, form)]
            hint = self.variety.draw(random, self.pool.hints)
        request = self._request(step.asked_in(form), shown, hint, form)
        return Job(number, step, form, items, tuple(each.id for each in shown), hint, request)

    def _request(self, step: Step, shown: Sequence[Item | Task], hint: Hint, form: Form) -> Request:
        prompts = Prompts(self.templates, form.template)
        texts = [step.show(each) for each in shown]
        changes = self.asking.sampling_of(step.label, step.name) | {"max_tokens": self.sizes.max_tokens(step, form)}
        return Request(
            prompt=step.prompt(prompts, texts, self.variety.in_words(hint)),
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
